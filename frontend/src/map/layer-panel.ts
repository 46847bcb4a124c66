/** The list of layers: what there is, what is on, its legend, opacity and provenance. */

import { html, nothing, type TemplateResult } from "lit";
import { formatDate } from "../format.js";
import { gettext, interpolate } from "../i18n.js";
import { onSite } from "../on-site.js";
import { PageElement, type Rendered } from "../page-element.js";
import type { Commitment, LayerChoices, LayerInfo } from "./catalogue.js";
import { coverageText } from "./coverage.js";
import { groupLayers, type LayerGroup, type PendingCommitment } from "./grouping.js";
import type { LayerStack } from "./layer-stack.js";
import { COVERAGE_ENTRY } from "./styles.js";
import { symbol } from "./symbol.js";

/** More commitments than this are given as a number, not one by one. */
const LISTED_COMMITMENTS = 4;

export class LayerPanel extends PageElement {
  static override properties = {
    stack: { attribute: false },
    commitments: { attribute: false },
    filter: { state: true },
    message: { state: true },
    zoom: { attribute: false },
  };

  declare stack: LayerStack | undefined;
  declare commitments: Commitment[];
  declare zoom: number;
  declare filter: string;
  declare message: string;

  constructor() {
    super();
    this.commitments = [];
    this.zoom = 0;
    this.filter = "";
    this.message = "";
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("stack")) {
      this.stack?.addEventListener("change", () => this.requestUpdate());
    }
  }

  protected override render(): Rendered {
    if (!this.stack) {
      return nothing;
    }
    const groups = groupLayers([...this.stack.layers], this.commitments, this.filter);
    return html`
      <div class="layer-filter">
        <label for="layer-filter">${gettext("Buscar una capa")}</label>
        <input id="layer-filter" type="search" autocomplete="off" .value=${this.filter}
          @input=${(event: InputEvent) => {
            this.filter = (event.target as HTMLInputElement).value;
          }} />
      </div>
      <p class="panel-message" role="status">${this.message}</p>
      ${groups.map((group) => this.group(group))}
      ${
        groups.length === 0
          ? html`<p class="muted">${gettext("Ninguna capa coincide con la búsqueda.")}</p>`
          : nothing
      }
    `;
  }

  private group(group: LayerGroup): TemplateResult {
    return html`
      <section class="layer-group" data-theme=${group.theme}>
        <h3>${group.title}</h3>
        ${
          group.layers.length > 0
            ? html`<ul class="layer-list">${group.layers.map((layer) => this.layer(layer))}</ul>`
            : nothing
        }
        ${group.pending.length > 0 ? this.pending(group.pending) : nothing}
      </section>
    `;
  }

  private pending(commitments: PendingCommitment[]): TemplateResult {
    return html`
      <ul class="pending-list">
        ${commitments.map(
          ({ number, title }) => html`<li>
            <a href=${onSite(`/compromisos/${number}/`)}><span class="number">${number}</span> ${title}</a>
            <span class="muted">${gettext("Aún sin datos publicados")}</span>
          </li>`,
        )}
      </ul>
    `;
  }

  private layer(layer: LayerInfo): TemplateResult {
    const active = this.stack?.isActive(layer.name) ?? false;
    const id = `layer-${layer.name}`;
    return html`
      <li class="layer ${active ? "is-active" : ""}" data-layer=${layer.name}>
        <div class="layer-head">
          <input type="checkbox" id=${id} .checked=${active}
            @change=${(event: Event) => this.toggle(layer, event.target as HTMLInputElement)} />
          <label for=${id}>${layer.title}</label>
        </div>
        ${active ? this.details(layer) : nothing}
      </li>
    `;
  }

  private toggle(layer: LayerInfo, checkbox: HTMLInputElement): void {
    const done = this.stack?.toggle(layer.name) ?? false;
    checkbox.checked = this.stack?.isActive(layer.name) ?? false;
    this.message = done
      ? ""
      : interpolate(gettext("Puede ver hasta %(limit)s capas a la vez: apague una primero."), {
          limit: this.stack?.limit ?? 0,
        });
  }

  private details(layer: LayerInfo): TemplateResult {
    const range = `opacity-${layer.name}`;
    const percent = Math.round((this.stack?.opacity(layer.name) ?? 1) * 100);
    return html`
      <div class="layer-details">
        ${
          layer.has_samples
            ? html`<p class="sample-note">${gettext("Las filas rayadas son ejemplos, no datos reales.")}</p>`
            : nothing
        }
        ${this.outOfRange(layer)}
        ${layer.choices ? this.chooser(layer, layer.choices) : nothing}
        <ul class="legend">
          ${layer.legend.map((entry) => html`<li>${symbol(entry)}<span>${entry.title}</span></li>`)}
          ${this.coverage(layer)}
        </ul>
        <div class="layer-opacity">
          <label for=${range}>${gettext("Opacidad")}</label>
          <input id=${range} type="range" min="10" max="100" step="5" .value=${String(percent)}
            @input=${(event: InputEvent) => {
              const value = Number((event.target as HTMLInputElement).value);
              this.stack?.setOpacity(layer.name, value / 100);
            }} />
          <output for=${range}>${percent} %</output>
        </div>
        ${this.provenance(layer)}
        <p class="layer-actions">
          ${
            layer.extent
              ? html`<button type="button" class="link-button"
                  @click=${() => this.dispatchEvent(new CustomEvent("show-extent", { detail: layer }))}>
                  ${gettext("Ver toda la capa")}</button>`
              : nothing
          }
          <a href=${onSite(`/catalogo/${layer.name}/`)}>${gettext("Metadatos y descarga")}</a>
        </p>
      </div>
    `;
  }

  /** Of which value the features are that the map shows. */
  private chooser(layer: LayerInfo, { title, values }: LayerChoices): TemplateResult {
    const id = `choice-${layer.name}`;
    const chosen = this.stack?.value(layer.name) ?? "";
    return html`
      <div class="layer-choice">
        <label for=${id}>${title}</label>
        <select id=${id}
          @change=${(event: Event) => {
            this.stack?.choose(layer.name, (event.target as HTMLSelectElement).value);
          }}>
          <option value="" .selected=${chosen === ""}>${gettext("Todas")}</option>
          ${values.map(
            ({ code, title }) =>
              html`<option value=${code} .selected=${code === chosen}>${title}</option>`,
          )}
        </select>
      </div>
    `;
  }

  private coverage(layer: LayerInfo): Rendered {
    const text = coverageText(layer);
    if (!text) {
      return nothing;
    }
    const drawn = layer.covers?.length ? symbol(COVERAGE_ENTRY) : nothing;
    return html`<li class="coverage">${drawn}<span>${text}</span></li>`;
  }

  private outOfRange(layer: LayerInfo): Rendered {
    if (layer.min_zoom !== null && this.zoom < layer.min_zoom) {
      return html`<p class="muted">${gettext("Acérquese para ver esta capa.")}</p>`;
    }
    if (layer.max_zoom !== null && this.zoom > layer.max_zoom) {
      return html`<p class="muted">${gettext("Aléjese para ver esta capa.")}</p>`;
    }
    return nothing;
  }

  private provenance(layer: LayerInfo): TemplateResult {
    const source = layer.source_url
      ? html`<a href=${layer.source_url}>${layer.source}</a>`
      : layer.source;
    return html`
      <dl class="provenance">
        ${layer.source ? row(gettext("Fuente"), source) : nothing}
        ${layer.cutoff_date ? row(gettext("Corte"), formatDate(layer.cutoff_date)) : nothing}
        ${row(gettext("Licencia"), layer.licence || gettext("no declarada"))}
        ${layer.commitments.length > 0 ? row(gettext("Compromisos"), commitmentLinks(layer)) : nothing}
      </dl>
    `;
  }
}

function row(title: string, value: string | TemplateResult): TemplateResult {
  return html`<div><dt>${title}</dt><dd>${value}</dd></div>`;
}

function commitmentLinks(layer: LayerInfo): TemplateResult {
  if (layer.commitments.length > LISTED_COMMITMENTS) {
    const text = interpolate(gettext("los %(count)s del plan"), {
      count: layer.commitments.length,
    });
    return html`<a href=${onSite("/compromisos/")}>${text}</a>`;
  }
  return html`${layer.commitments.map(
    (number) => html`<a class="chip" href=${onSite(`/compromisos/${number}/`)}>${number}</a> `,
  )}`;
}

customElements.define("ta-layer-panel", LayerPanel);
