/** What the review said of the zone, above everything else that the panel shows. */

import { html, nothing } from "lit";
import { formatMoment } from "../../format.js";
import { gettext, interpolate } from "../../i18n.js";
import type { Rendered } from "../../page-element.js";
import type { ZoneEditor } from "../editor/editor.js";

export function remark({ remarkOnMap }: ZoneEditor): Rendered {
  const { remark } = remarkOnMap;
  if (!remark) {
    return nothing;
  }
  const about = interpolate(
    gettext("%(decision)s en su versión %(version)s por %(author)s, %(date)s"),
    {
      decision: remark.decision_title,
      version: remark.version,
      author: remark.author,
      date: formatMoment(remark.decided_at),
    },
  );
  return html`<section class="notice zone-remark" aria-labelledby="zone-remark">
    <h3 id="zone-remark" class="zone-subtitle">${gettext("Observación de la revisión")}</h3>
    <blockquote>${remark.remark}</blockquote>
    <p class="muted zone-note">${about}</p>
    ${
      remark.place
        ? html`<button type="button" class="link-button" @click=${() => remarkOnMap.visit()}>
            ${gettext("Ver su lugar en el mapa")}</button>`
        : nothing
    }
  </section>`;
}
