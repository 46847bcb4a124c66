/** The editor's panel: a card beside the layers, or a sheet at the foot of a phone's screen. */

import { html, nothing, type TemplateResult } from "lit";
import { gettext } from "../../i18n.js";
import { CLOSE_ICON } from "../../icon.js";
import { PageElement, type Rendered } from "../../page-element.js";
import type { Confirmation } from "../editor/asking.js";
import type { ZoneEditor } from "../editor/editor.js";
import { formatHectares } from "../measuring/format.js";
import { conflictView } from "./conflict.js";
import { actions, form, message } from "./form.js";
import { ICONS } from "./icons.js";
import { fileButton, importView } from "./importing.js";
import { loginAddress } from "./login-address.js";
import { measurement, parts, savingNotes, savingProblem, statusLine } from "./measurement.js";
import { remark } from "./remark.js";
import { hint, keys, snapping, tools } from "./tools.js";

export class ZonePanel extends PageElement {
  static override properties = {
    editor: { attribute: false },
    expanded: { state: true },
  };

  declare editor: ZoneEditor | undefined;
  /** On a phone: whether the form is open, over a part of the map. */
  declare expanded: boolean;
  private lastMessage: unknown = null;

  constructor() {
    super();
    this.expanded = false;
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("editor")) {
      this.editor?.addEventListener("change", () => this.requestUpdate());
    }
  }

  override updated(): void {
    this.showConfirmation();
    const message = this.editor?.state.message;
    if (message !== this.lastMessage) {
      this.lastMessage = message;
      if (message?.kind === "error") {
        this.focusProblem(message.field);
      }
    }
  }

  /** Moves the focus to what has to be put right. */
  private focusProblem(field: string): void {
    const wrong = field && this.querySelector<HTMLElement>("[aria-invalid=true]");
    (wrong || this.querySelector<HTMLElement>("#zone-message"))?.focus();
  }

  private showConfirmation(): void {
    const dialog = this.querySelector("dialog");
    if (dialog && !dialog.open) {
      dialog.showModal();
    }
  }

  protected override render(): Rendered {
    const { editor } = this;
    if (!editor) {
      return nothing;
    }
    return html`
      ${this.bar(editor)}
      ${this.body(editor)}
      ${editor.asking.confirmation ? this.dialog(editor, editor.asking.confirmation) : nothing}
    `;
  }

  private bar(editor: ZoneEditor): TemplateResult {
    const { state } = editor;
    const isEditing = state.status === "editing" || state.status === "deleted";
    const isOpen = isEditing && !editor.fileImport.isOpen;
    const { measurement } = state;
    // Nothing is measured of what can't be stored; the browser's figure stands.
    const area = measurement?.valid ? measurement.area_ha : state.hectares;
    return html`
      <div class="zone-bar">
        <h2 id="zone-heading" tabindex="-1">${
          state.zone ? state.zone.properties.title : gettext("Zona nueva")
        }</h2>
        ${isOpen && area > 0 ? html`<p class="zone-area">${formatHectares(area)}</p>` : nothing}
        ${
          isOpen
            ? html`<button type="button" class="button button-quiet zone-expand"
                aria-expanded=${this.expanded} aria-controls="zone-body"
                @click=${() => {
                  this.expanded = !this.expanded;
                }}>${this.expanded ? ICONS.down : ICONS.up}${gettext("Datos")}</button>`
            : nothing
        }
        <button type="button" class="icon-button" aria-label=${gettext("Cerrar el editor")}
          @click=${() => editor.close()}>${CLOSE_ICON}</button>
      </div>
    `;
  }

  private body(editor: ZoneEditor): TemplateResult {
    const { state } = editor;
    switch (state.status) {
      case "loading":
        return textBody(gettext("Cargando…"));
      case "failed":
        return textBody(state.message?.text ?? "");
      case "not-allowed":
        return textBody(gettext("Su cuenta no tiene asignado un departamento en el que dibujar."));
      case "read-only":
        return textBody(gettext("Puede ver esta zona, pero no cambiarla."), editor);
      case "signed-out":
        return this.signIn(editor);
      case "conflict":
        return state.conflict ? conflictView(editor, state.conflict) : html``;
      default:
        return editor.fileImport.isOpen ? importView(editor) : this.form(editor);
    }
  }

  private signIn(editor: ZoneEditor): TemplateResult {
    return html`
      <div class="zone-body is-open">
        <p>${
          editor.state.isDirty
            ? gettext(
                "Su sesión terminó. Lo dibujado se conserva en esta pestaña: ingrese otra vez para guardarlo.",
              )
            : gettext("Para dibujar zonas de intervención, ingrese con su cuenta de planificador.")
        }</p>
        <p><a class="button" href=${loginAddress(editor.state.session)} @click=${() => editor.stopLeaveWarning()}>
          ${gettext("Ingresar")}</a></p>
      </div>
    `;
  }

  private form(editor: ZoneEditor): TemplateResult {
    const open = this.expanded ? "is-open" : "";
    return html`
      <div class="zone-drawing ${open}">${tools(editor)}${hint(editor)}</div>
      ${savingProblem(editor)}
      <div id="zone-body" class="zone-body ${open}" tabindex="0" role="region"
        aria-label=${gettext("Datos de la zona")}>
        ${
          editor.state.status === "deleted"
            ? html`<p class="notice">${gettext(
                "Otra persona eliminó esta zona. Si la guarda, será una zona nueva.",
              )}</p>`
            : nothing
        }
        ${remark(editor)}
        ${statusLine(editor)}
        ${savingNotes(editor)}
        ${measurement(editor)}
        ${fileButton(editor)}
        ${parts(editor)}
        ${form(editor)}
        ${snapping(editor)}
        ${keys()}
      </div>
      <div role="alert" class="zone-alert">${message(editor)}</div>
      <div class="zone-foot ${open}">${actions(editor)}</div>
    `;
  }

  private dialog(editor: ZoneEditor, { text, yes }: Confirmation): TemplateResult {
    return html`
      <dialog class="zone-confirmation" aria-labelledby="zone-confirmation"
        @cancel=${(event: Event) => {
          event.preventDefault();
          editor.asking.answer(false);
        }}>
        <p id="zone-confirmation">${text}</p>
        <div class="zone-actions">
          <button type="button" class="button" @click=${() => editor.asking.answer(true)}>${yes}</button>
          <button type="button" class="button button-quiet"
            @click=${() => editor.asking.answer(false)}>${gettext("No")}</button>
        </div>
      </dialog>
    `;
  }
}

function textBody(text: string, editor?: ZoneEditor): TemplateResult {
  const zone = editor?.state.zone;
  return html`<div class="zone-body is-open">${editor ? remark(editor) : nothing}<p>${text}</p>${
    zone
      ? html`<p><a href=${zone.properties.url}>${gettext("Ver la ficha de la zona")}</a></p>`
      : nothing
  }</div>`;
}

customElements.define("ta-zone-panel", ZonePanel);
