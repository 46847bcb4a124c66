/** What lies within the drawing, theme by theme. */

import { html, nothing } from "lit";
import { gettext } from "../../i18n.js";
import { onSite } from "../../on-site.js";
import type { Rendered } from "../../page-element.js";
import type { Measurement } from "../api/contract.js";
import { countText, coverageText } from "../measuring/contents-text.js";

export function contents({ contents }: Measurement): Rendered {
  if (contents.length === 0) {
    return nothing;
  }
  return html`
    <h3 class="zone-subtitle">${gettext("Qué hay adentro")}</h3>
    <ul class="zone-contents">${contents.map((item) => {
      const coverage = coverageText(item);
      return html`<li><a href=${onSite(`/catalogo/${item.layer}/`)} target="_blank">${item.title}</a>:
        <strong>${countText(item)}</strong>
        ${coverage ? html`<span class="muted">(${coverage})</span>` : nothing}</li>`;
    })}</ul>
  `;
}
