/** What the drawing measures, touches and overlaps, and whether it may be saved. */

import { html, nothing, type TemplateResult } from "lit";
import { gettext, interpolate, ngettext } from "../../i18n.js";
import { onSite } from "../../on-site.js";
import type { Rendered } from "../../page-element.js";
import type { Measurement } from "../api/contract.js";
import type { ZoneEditor } from "../editor/editor.js";
import { hectares } from "../geometry/area.js";
import type { Part } from "../geometry/types.js";
import { formatHectares, formatPercent } from "../measuring/format.js";
import { contents } from "./contents.js";
import { ICONS } from "./icons.js";
import { people } from "./people.js";
import { terrain } from "./terrain.js";

/** More than these are given as a number. */
const LISTED = 6;

export function measurement(editor: ZoneEditor): TemplateResult {
  const { state } = editor;
  const { measurement } = state;
  return html`
    <div class="zone-measurement" aria-busy=${editor.liveMeasurement.isPending}>
      ${measurement ? result(measurement) : waiting(editor)}
    </div>
  `;
}

function waiting(editor: ZoneEditor): Rendered {
  if (editor.liveMeasurement.error) {
    return html`<p class="notice">${editor.liveMeasurement.error}</p>`;
  }
  return editor.liveMeasurement.isPending
    ? html`<p class="muted">${gettext("Calculando qué toca y con qué se superpone…")}</p>`
    : nothing;
}

/** Of a stored zone: its status, and the page with its versions and what comes next. */
export function statusLine({ state }: ZoneEditor): Rendered {
  if (!state.zone) {
    return nothing;
  }
  const { status_title, version, url } = state.zone.properties;
  const text = gettext("Estado: %(status)s · versión %(version)s ·");
  return html`<p class="zone-status-line">
    ${interpolate(text, { status: status_title, version })}
    <a href=${url}>${gettext("ver la ficha y presentarla")}</a></p>`;
}

/** Why what is drawn can't be stored, before anyone tries. */
export function savingProblem({ state }: ZoneEditor): Rendered {
  const { measurement } = state;
  if (measurement && !measurement.valid) {
    return html`<p class="zone-refusal">${measurement.reason}</p>`;
  }
  if (measurement && !measurement.scope.allowed) {
    return html`<p class="zone-refusal">
      <strong>${gettext("No se puede guardar aquí.")}</strong> ${measurement.scope.reason}</p>`;
  }
  return nothing;
}

/** What saving will do to what is drawn: parts that become one, said before it happens. */
export function savingNotes({ state }: ZoneEditor): Rendered {
  const notes = state.measurement?.notes ?? [];
  return html`${notes.map((note) => html`<p class="notice zone-joined">${note}</p>`)}`;
}

function result(measurement: Measurement): Rendered {
  const { valid, overlaps, overlaps_note, units, units_note, contents_note } = measurement;
  if (!valid) {
    return nothing;
  }
  return html`
    <dl class="attributes">
      <div><dt>${gettext("Toca")}</dt><dd>${
        units.length > 0 ? list(units.map(({ name }) => name)) : gettext("ninguna unidad")
      }</dd></div>
      <div><dt>${gettext("Se superpone con")}</dt><dd>${
        overlaps.length > 0
          ? html`<ul class="zone-overlaps">${overlaps.slice(0, LISTED).map(
              ({ id, title, area_ha, percent }) => html`<li><a href=${onSite(`/zonas/${id}/`)}
                  target="_blank">${title}</a>: ${formatPercent(percent)}
                  (${formatHectares(area_ha)})</li>`,
            )}</ul>${more(overlaps.length)}`
          : gettext("ninguna otra zona")
      }</dd></div>
    </dl>
    ${contents(measurement)}
    ${terrain(measurement)}
    ${people(measurement)}
    ${[overlaps_note, units_note, contents_note].map((note) =>
      note ? html`<p class="muted zone-note">${note}</p>` : nothing,
    )}
  `;
}

function more(count: number): Rendered {
  return count > LISTED
    ? html`${interpolate(gettext("y %(count)s más"), { count: count - LISTED })}`
    : nothing;
}

function list(names: string[]): TemplateResult {
  return html`${names.slice(0, LISTED).join(", ")} ${more(names.length)}`;
}

export function parts(editor: ZoneEditor): Rendered {
  const { parts } = editor.state.drawing;
  if (parts.length === 0) {
    return nothing;
  }
  const count = ngettext("%(count)s parte", "%(count)s partes", parts.length);
  return html`
    <h3 class="zone-subtitle">${interpolate(count, { count: parts.length })}</h3>
    <ul class="zone-parts">${parts.map((part, index) => row(editor, part, index))}</ul>
  `;
}

function row(editor: ZoneEditor, part: Part, index: number): TemplateResult {
  const number = index + 1;
  const title = interpolate(gettext("Parte %(number)s"), { number });
  const area = formatHectares(hectares({ type: "MultiPolygon", coordinates: [part] }));
  // Of one part the heading's figure says it all.
  const text = editor.state.drawing.parts.length > 1 ? `${title} · ${area}` : title;
  const choose = (chosen: number | null) => () => editor.digitizer.choosePart(chosen);
  return html`<li @pointerenter=${choose(index)} @pointerleave=${choose(null)}
    @focusin=${choose(index)} @focusout=${choose(null)}>
    <span>${text}</span>
    <button type="button" class="icon-button" @click=${() => editor.removePart(index)}
      aria-label=${interpolate(gettext("Borrar la parte %(number)s"), { number })}>
      ${ICONS.remove}</button></li>`;
}
