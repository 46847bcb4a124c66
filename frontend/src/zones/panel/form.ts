/** The form of a zone, the message about it, and the buttons that save it. */

import { html, nothing, type TemplateResult } from "lit";
import { gettext } from "../../i18n.js";
import type { Rendered } from "../../page-element.js";
import type { ZoneEditor } from "../editor/editor.js";
import { MAX_TITLE } from "../saving/zone-saver.js";

function textOf(event: Event): string {
  return (event.target as HTMLInputElement | HTMLTextAreaElement).value;
}

export function form(editor: ZoneEditor): TemplateResult {
  const { values, message } = editor.state;
  const problem = message?.kind === "error" ? message : null;
  const isWrong = (field: string) => problem?.field === field;
  return html`
    <form id="zone-form" class="zone-form" novalidate @submit=${(event: Event) => {
      event.preventDefault();
      void editor.save();
    }}>
      <label for="zone-title-field">${gettext("Título")}</label>
      <input id="zone-title-field" type="text" maxlength=${MAX_TITLE} autocomplete="off" required
        aria-invalid=${isWrong("title")}
        aria-describedby=${isWrong("title") ? "zone-message" : nothing}
        .value=${values.title}
        @input=${(event: Event) => editor.state.edit({ title: textOf(event) })} />
      <label for="zone-description">${gettext("Descripción (opcional)")}</label>
      <textarea id="zone-description" rows="3" aria-invalid=${isWrong("description")}
        aria-describedby=${isWrong("description") ? "zone-message" : nothing}
        .value=${values.description}
        @input=${(event: Event) => editor.state.edit({ description: textOf(event) })}></textarea>
      ${commitments(editor)}
    </form>
  `;
}

function commitments(editor: ZoneEditor): TemplateResult {
  const chosen = new Set(editor.state.values.commitments);
  const toggle = (number: number) => {
    const numbers = new Set(chosen);
    if (!numbers.delete(number)) {
      numbers.add(number);
    }
    editor.state.edit({ commitments: [...numbers].sort((a, b) => a - b) });
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

export function message(editor: ZoneEditor): Rendered {
  const { message } = editor.state;
  if (!message) {
    return nothing;
  }
  const { zone } = editor.state;
  return html`<p id="zone-message" class="zone-message is-${message.kind}" tabindex="-1">
    ${message.text}
    ${
      message.kind === "done" && zone
        ? html`<a href=${zone.properties.url}>${gettext("Ver la ficha de la zona")}</a>`
        : nothing
    }
    ${
      message.kind === "warning"
        ? html`<button type="button" class="link-button" @click=${() => editor.discard()}>
            ${gettext("Descartarlo")}</button>`
        : nothing
    }
  </p>`;
}

export function actions(editor: ZoneEditor): TemplateResult {
  const { state } = editor;
  return html`
    <div class="zone-actions">
      <button type="submit" form="zone-form" class="button" aria-disabled=${state.busy}>
        ${state.busy ? gettext("Guardando…") : gettext("Guardar")}</button>
      ${
        state.isDirty
          ? html`<button type="button" class="button button-quiet"
              @click=${() => editor.discard()}>${gettext("Descartar")}</button>`
          : nothing
      }
      ${
        state.zone
          ? html`<button type="button" class="button button-quiet zone-remove"
              @click=${() => editor.remove()}>${gettext("Eliminar")}</button>`
          : nothing
      }
    </div>
  `;
}
