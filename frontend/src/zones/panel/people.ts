/** How many people live within the drawing, as far as a loaded grid of population tells. */

import { html, nothing } from "lit";
import { formatDate, formatNumber } from "../../format.js";
import { gettext, interpolate } from "../../i18n.js";
import { onSite } from "../../on-site.js";
import type { Rendered } from "../../page-element.js";
import type { Measurement } from "../api/contract.js";

export function people({ people: found }: Measurement): Rendered {
  if (!found) {
    return nothing;
  }
  const { people: number, raster, note } = found;
  const cutoff = raster?.cutoff_date
    ? interpolate(gettext("corte %(date)s"), { date: formatDate(raster.cutoff_date) })
    : gettext("sin fecha de corte");
  return html`
    <h3 class="zone-subtitle">${gettext("Personas que viven adentro")}</h3>
    <p>${number === null ? gettext("No se puede saber.") : formatNumber(number)}</p>
    <p class="muted zone-note">${
      raster
        ? html`<a href=${onSite(`/catalogo/${raster.name}/`)} target="_blank">${raster.title}</a>,
          ${cutoff}.`
        : nothing
    } ${note}</p>
  `;
}
