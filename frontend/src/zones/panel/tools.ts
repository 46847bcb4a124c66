/** The panel's buttons for drawing, and what can be done next with the chosen one. */

import { html, type TemplateResult } from "lit";
import { gettext, interpolate, ngettext } from "../../i18n.js";
import type { Tool } from "../digitizing/canvas.js";
import { canFinish } from "../drawing/drawing.js";
import type { ZoneEditor } from "../editor/editor.js";
import { ICONS } from "./icons.js";

const TOOLS: readonly Tool[] = ["draw", "move", "erase"];

function toolTitle(tool: Tool): string {
  switch (tool) {
    case "draw":
      return gettext("Dibujar");
    case "move":
      return gettext("Mover esquinas");
    case "erase":
      return gettext("Quitar esquinas");
  }
}

export function tools(editor: ZoneEditor): TemplateResult {
  const { state } = editor;
  return html`
    <div class="zone-tools" role="group" aria-label=${gettext("Herramientas de dibujo")}>
      ${TOOLS.map(
        (tool) => html`<button type="button" class="icon-button zone-tool"
          aria-pressed=${editor.digitizer.tool === tool} @click=${() => editor.chooseTool(tool)}>
          ${ICONS[tool]}<span>${toolTitle(tool)}</span></button>`,
      )}
    </div>
    <div class="zone-tools" role="group" aria-label=${gettext("Pasos")}>
      <button type="button" class="icon-button zone-tool" ?disabled=${!state.canUndo}
        @click=${() => editor.undo()}>${ICONS.undo}<span>${gettext("Deshacer")}</span></button>
      <button type="button" class="icon-button zone-tool" ?disabled=${!state.canRedo}
        @click=${() => editor.redo()}>${ICONS.redo}<span>${gettext("Rehacer")}</span></button>
      <button type="button" class="icon-button zone-tool" ?disabled=${!canFinish(state.drawing)}
        @click=${() => editor.digitizer.finish()}>
        ${ICONS.finish}<span>${gettext("Terminar parte")}</span></button>
    </div>
  `;
}

function hintText(editor: ZoneEditor): string {
  const { sketch, parts } = editor.state.drawing;
  if (editor.digitizer.tool === "move") {
    return gettext("Arrastre una esquina para moverla, o un borde para poner otra.");
  }
  if (editor.digitizer.tool === "erase") {
    return gettext("Toque en el mapa la esquina que sobra.");
  }
  if (sketch.length === 0) {
    return parts.length === 0
      ? gettext("Toque el mapa donde va la primera esquina.")
      : gettext("Toque el mapa para empezar otra parte, o guarde la zona.");
  }
  const count = interpolate(ngettext("%(count)s esquina.", "%(count)s esquinas.", sketch.length), {
    count: sketch.length,
  });
  return canFinish(editor.state.drawing)
    ? `${count} ${gettext("Termine con doble clic, en la primera esquina o con «Terminar parte».")}`
    : `${count} ${gettext("Hacen falta al menos 3.")}`;
}

export function hint(editor: ZoneEditor): TemplateResult {
  return html`<p id="zone-hint" class="zone-hint">${hintText(editor)}</p>`;
}

export function snapping(editor: ZoneEditor): TemplateResult {
  return html`
    <div class="zone-snapping">
      <label class="zone-check"><input type="checkbox" .checked=${editor.digitizer.snapping}
        @change=${() => editor.digitizer.toggleSnapping()} />
        <span>${gettext("Ajustar a límites y capas")}</span></label>
      <label class="zone-check"><input type="checkbox" .checked=${editor.digitizer.tracing}
        ?disabled=${!editor.digitizer.snapping} @change=${() => editor.digitizer.toggleTracing()} />
        <span>${gettext("Seguir el límite entre dos esquinas")}</span></label>
      <p class="muted">${editor.digitizer.snapText}</p>
    </div>
  `;
}

function key(name: string): TemplateResult {
  return html`<kbd>${name}</kbd>`;
}

export function keys(): TemplateResult {
  return html`
    <details class="zone-keys">
      <summary>${gettext("Dibujar con el teclado")}</summary>
      <div id="zone-keys">
      <p>${gettext("Con el mapa enfocado, lo que está bajo la cruz del centro es lo que se toca:")}</p>
      <dl>
        <div><dt>${key("←")} ${key("↑")} ${key("↓")} ${key("→")} ${key("+")} ${key("−")}</dt>
          <dd>${gettext("mover, acercar y alejar el mapa")}</dd></div>
        <div><dt>${key("Intro")}</dt>
          <dd>${gettext("poner una esquina; al mover esquinas, tomarla y soltarla")}</dd></div>
        <div><dt>${key("Retroceso")}</dt><dd>${gettext("quitar la última esquina")}</dd></div>
        <div><dt>${key("T")}</dt><dd>${gettext("terminar la parte")}</dd></div>
        <div><dt>${key("Escape")}</dt><dd>${gettext("dejar lo que está a medias")}</dd></div>
        <div><dt>${key("Ctrl")} ${key("Z")} · ${key("Ctrl")} ${key("Y")}</dt>
          <dd>${gettext("deshacer y rehacer")}</dd></div>
      </dl>
      </div>
    </details>
  `;
}
