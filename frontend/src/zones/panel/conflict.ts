/**
 * The zone was changed twice, by two people or in two tabs: what it was, mine and theirs, to
 * choose from field by field.
 */

import { html, nothing, type TemplateResult } from "lit";
import { formatMoment } from "../../format.js";
import { gettext, interpolate } from "../../i18n.js";
import type { SavedVersion } from "../api/client.js";
import { contentOf, type FieldName, type ZoneContent } from "../api/content.js";
import { type Conflict, disputed, isResolved, type Side } from "../conflict/merge.js";
import { versionSymbol } from "../conflict/version-symbol.js";
import type { ZoneEditor } from "../editor/editor.js";
import { hectares } from "../geometry/area.js";
import { formatHectares } from "../measuring/format.js";

function fieldTitle(field: FieldName): string {
  switch (field) {
    case "title":
      return gettext("Título");
    case "description":
      return gettext("Descripción");
    case "commitments":
      return gettext("Compromisos");
    case "geometry":
      return gettext("Forma");
  }
}

function valueText(field: FieldName, content: ZoneContent): string {
  if (field === "geometry") {
    return formatHectares(hectares(content.geometry));
  }
  if (field === "commitments") {
    return content.commitments.join(", ") || gettext("ninguno");
  }
  return content[field] || gettext("(vacío)");
}

export function conflictView(editor: ZoneEditor, conflict: Conflict): TemplateResult {
  const resolved = isResolved(conflict);
  return html`
    <div class="zone-body zone-conflict is-open">
      <p class="zone-message is-warning" id="zone-message" tabindex="-1">
        <strong>${gettext("Esta zona se guardó en otra parte mientras usted la editaba.")}</strong>
        ${savedByText(editor.savedBy)} ${gettext("Nada se perdió: elija qué se queda en cada campo.")}
      </p>
      <ul class="zone-versions">
        <li>${versionSymbol("mine")} ${gettext("Lo suyo, sin guardar")}</li>
        <li>${versionSymbol("theirs")} ${gettext("Lo que está guardado")}</li>
        <li>${versionSymbol("base")} ${gettext("Como era antes de ambos")}</li>
      </ul>
      ${disputed(conflict).map((field) => choice(editor, conflict, field))}
      <p><button type="button" class="link-button" @click=${() => editor.showVersions()}>
        ${gettext("Ver las tres formas en el mapa")}</button></p>
    </div>
    <div class="zone-actions">
      <button type="button" class="button" ?disabled=${!resolved}
        @click=${() => editor.resolve(true)}>${gettext("Guardar lo elegido")}</button>
      <button type="button" class="button button-quiet" ?disabled=${!resolved}
        @click=${() => editor.resolve(false)}>${gettext("Seguir editando")}</button>
      ${resolved ? nothing : html`<p class="muted">${gettext("Falta elegir en al menos un campo.")}</p>`}
    </div>
  `;
}

function choice(editor: ZoneEditor, conflict: Conflict, field: FieldName): TemplateResult {
  const { base, mine, theirs, choices } = conflict;
  const option = (side: Side, title: string, content: ZoneContent) => html`
    <label class="zone-option"><input type="radio" name="zone-${field}" value=${side}
      .checked=${choices[field] === side} @change=${() => editor.state.choose(field, side)} />
      <span><span class="zone-side">${title}</span> ${valueText(field, content)}</span></label>`;
  return html`
    <fieldset class="zone-choice">
      <legend>${fieldTitle(field)}</legend>
      ${option("mine", gettext("Lo suyo:"), mine)}
      ${option("theirs", gettext("Guardado:"), contentOf(theirs))}
      ${
        base
          ? html`<p class="muted">${gettext("Antes:")} ${valueText(field, contentOf(base))}</p>`
          : nothing
      }
    </fieldset>
  `;
}

/** Who saved the other version and when, as far as it is known. */
function savedByText(saved: SavedVersion | null): string {
  if (!saved?.author) {
    return "";
  }
  return interpolate(gettext("La guardó %(author)s el %(date)s."), {
    author: saved.author,
    date: formatMoment(saved.saved_at),
  });
}
