/** What is at the point that the person chose: each feature with its attributes. */

import { html, nothing, type TemplateResult } from "lit";
import { gettext, interpolate, ngettext } from "../i18n.js";
import { CLOSE_ICON } from "../icon.js";
import { onSite } from "../on-site.js";
import { PageElement, type Rendered } from "../page-element.js";
import type { LayerInfo } from "./catalogue.js";
import {
  attributes,
  type Hit,
  type Item,
  isApproximate,
  isSample,
  itemCommitments,
  itemTitle,
  participation,
  provenance,
  sheetAddress,
} from "./identify.js";
import { isRaster } from "./layer-stack.js";

/** A feature found, and what the server has said of it so far. */
export interface Found {
  hit: Hit;
  layer: LayerInfo;
  item: Item | "loading" | "failed";
}

const MAX_COMMITMENT_LINKS = 4;

export class FeaturePopup extends PageElement {
  static override properties = {
    found: { attribute: false },
    opened: { attribute: false },
  };

  declare found: Found[];
  /** Index of the feature whose attributes are shown. */
  declare opened: number;

  constructor() {
    super();
    this.found = [];
    this.opened = 0;
  }

  protected override render(): Rendered {
    const count = this.found.length;
    if (count === 0) {
      return nothing;
    }
    const summary = ngettext("%(count)s elemento aquí", "%(count)s elementos aquí", count);
    return html`
      <div class="popup-bar">
        <h2 id="popup-title" tabindex="-1">${interpolate(summary, { count })}</h2>
        <button type="button" class="icon-button" aria-label=${gettext("Cerrar")}
          @click=${() => this.dispatchEvent(new Event("close-popup"))}>${CLOSE_ICON}</button>
      </div>
      <div class="popup-body">${this.found.map((found, index) => this.feature(found, index))}</div>
    `;
  }

  private feature(found: Found, index: number): TemplateResult {
    const open = index === this.opened;
    return html`
      <details class="popup-feature" ?open=${open}>
        <summary @click=${(event: Event) => this.choose(event, open ? -1 : index)}>
          <span class="popup-layer">${found.layer.title}</span>
          <span class="popup-name">${heading(found)}</span>
        </summary>
        ${open ? body(found) : nothing}
      </details>
    `;
  }

  private choose(event: Event, index: number): void {
    event.preventDefault();
    this.dispatchEvent(new CustomEvent("open-feature", { detail: index }));
  }
}

function heading({ item, layer, hit }: Found): string {
  if (item === "loading") {
    return gettext("Cargando…");
  }
  return item === "failed" ? hit.fid : itemTitle(layer, item);
}

function body(found: Found): TemplateResult {
  const { item, layer } = found;
  if (item === "loading") {
    return html`<p class="muted">${gettext("Cargando…")}</p>`;
  }
  if (item === "failed") {
    return html`<p class="notice">${gettext("No se pudieron leer sus atributos.")}</p>`;
  }
  const rows = attributes(layer, item);
  return html`
    ${isSample(item) ? html`<p class="sample-badge">${gettext("EJEMPLO · no es un dato real")}</p>` : nothing}
    <dl class="attributes">
      ${rows.map(({ title, value }) => html`<div><dt>${title}</dt><dd>${value}</dd></div>`)}
    </dl>
    ${
      rows.length === 0 && isRaster(layer)
        ? html`<p class="notice">${gettext("Sin dato en este punto.")}</p>`
        : nothing
    }
    ${
      isApproximate(item)
        ? html`<p class="notice">${gettext("Límite aproximado, no oficial: no decide en qué unidad cae un punto.")}</p>`
        : nothing
    }
    ${commitments(layer, item)}
    ${foot(layer, item)}
  `;
}

function commitments(layer: LayerInfo, item: Item): Rendered {
  const numbers = itemCommitments(layer, item);
  if (numbers.length === 0 || numbers.length > MAX_COMMITMENT_LINKS) {
    return nothing;
  }
  return html`<p class="popup-commitments">
    ${numbers.map(
      (number) =>
        html`<a href=${onSite(`/compromisos/${number}/`)}>${interpolate(gettext("Compromiso %(number)s"), { number })}</a> `,
    )}
  </p>`;
}

function foot(layer: LayerInfo, item: Item): TemplateResult {
  const { source, cutoff } = provenance(layer, item);
  const sheet = sheetAddress(layer, item);
  const taking = participation(layer, item);
  return html`
    ${sheet ? html`<p><a class="button" href=${sheet}>${gettext("Ver la ficha completa")}</a></p>` : nothing}
    ${
      taking
        ? html`<p>
            <a href=${taking.form}>${gettext("Proponer algo")}</a> ·
            <a href=${taking.contributions}>${gettext("Ver aportes")}</a>
          </p>`
        : nothing
    }
    <p class="popup-source">
      ${source ? interpolate(gettext("Fuente: %(source)s"), { source }) : nothing}${
        cutoff ? interpolate(gettext(" · corte: %(date)s"), { date: cutoff }) : nothing
      }
    </p>
  `;
}

customElements.define("ta-feature-popup", FeaturePopup);
