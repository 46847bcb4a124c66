/** What a person says of the zone, and the buttons that store it. */

import { html, nothing, type TemplateResult } from "lit";
import { gettext } from "../../i18n.js";
import type { ZoneEditor } from "../editor/editor.js";
import { MAX_TITLE } from "../saving/saving.js";

type Piece = TemplateResult | typeof nothing;

function textOf(event: Event): string {
  return (event.target as HTMLInputElement | HTMLTextAreaElement).value;
}

export function form(editor: ZoneEditor): TemplateResult {
  const { values, notice } = editor.work;
  const fault = notice?.kind === "error" ? notice : null;
  const isWrong = (field: string) => fault?.field === field;
  return html`
    <form id="zone-form" class="zone-form" novalidate @submit=${(event: Event) => {
      event.preventDefault();
      void editor.save();
    }}>
      <label for="zone-title-field">${gettext("Título")}</label>
      <input id="zone-title-field" type="text" maxlength=${MAX_TITLE} autocomplete="off" required
        aria-invalid=${isWrong("title")}
        aria-describedby=${isWrong("title") ? "zone-notice" : nothing}
        .value=${values.title}
        @input=${(event: Event) => editor.work.edit({ title: textOf(event) })} />
      <label for="zone-description">${gettext("Descripción (opcional)")}</label>
      <textarea id="zone-description" rows="3" aria-invalid=${isWrong("description")}
        aria-describedby=${isWrong("description") ? "zone-notice" : nothing}
        .value=${values.description}
        @input=${(event: Event) => editor.work.edit({ description: textOf(event) })}></textarea>
      ${commitments(editor)}
    </form>
  `;
}

function commitments(editor: ZoneEditor): TemplateResult {
  const chosen = new Set(editor.work.values.commitments);
  const toggle = (number: number) => {
    const numbers = new Set(chosen);
    if (!numbers.delete(number)) {
      numbers.add(number);
    }
    editor.work.edit({ commitments: [...numbers].sort((a, b) => a - b) });
  };
  return html`
    <fieldset class="zone-commitments">
      <legend>${gettext("Compromisos a los que responde")}</legend>
      ${editor.commitments.map(
        ({ number, short_title }) => html`<label class="zone-check">
          <input type="checkbox" name="commitment" value=${number} .checked=${chosen.has(number)}
            @change=${() => toggle(number)} />
          <span><strong>${number}</strong> ${short_title}</span></label>`,
      )}
    </fieldset>
  `;
}

export function notice(editor: ZoneEditor): Piece {
  const { notice } = editor.work;
  if (!notice) {
    return nothing;
  }
  const { zone } = editor.work;
  return html`<p id="zone-notice" class="zone-notice is-${notice.kind}" tabindex="-1">
    ${notice.text}
    ${
      notice.kind === "done" && zone
        ? html`<a href=${zone.properties.url}>${gettext("Ver la ficha de la zona")}</a>`
        : nothing
    }
    ${
      notice.kind === "warning"
        ? html`<button type="button" class="link-button" @click=${() => editor.discard()}>
            ${gettext("Descartarlo")}</button>`
        : nothing
    }
  </p>`;
}

export function actions(editor: ZoneEditor): TemplateResult {
  const { work } = editor;
  return html`
    <div class="zone-actions">
      <button type="submit" form="zone-form" class="button" aria-disabled=${work.busy}>
        ${work.busy ? gettext("Guardando…") : gettext("Guardar")}</button>
      ${
        work.isDirty
          ? html`<button type="button" class="button button-quiet"
              @click=${() => editor.discard()}>${gettext("Descartar")}</button>`
          : nothing
      }
      ${
        work.zone
          ? html`<button type="button" class="button button-quiet zone-remove"
              @click=${() => editor.remove()}>${gettext("Eliminar")}</button>`
          : nothing
      }
    </div>
  `;
}
