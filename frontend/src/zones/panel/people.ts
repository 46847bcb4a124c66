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
  const unknown = gettext("No se puede saber");
  // The answer's own reason says so already, but for one that couldn't be looked for.
  const told = note.startsWith(unknown) ? note : `${unknown}. ${note}`;
  return html`<section class="zone-people">
    <h3 class="zone-subtitle">${gettext("Personas que viven adentro")}</h3>
    <p>${number === null ? told : formatNumber(number)}</p>
    ${
      raster
        ? html`<p class="muted zone-note">
            <a href=${onSite(`/catalogo/${raster.name}/`)} target="_blank">${raster.title}</a>,
            ${cutoff}. ${note}</p>`
        : nothing
    }
  </section>`;
}
