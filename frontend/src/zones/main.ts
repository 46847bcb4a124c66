/** Entry of the zone editor, loaded when someone starts to draw. */

import "../styles/zones.css";
import "./panel/panel.js";
import type { MapPage } from "../map/map-page.js";
import { ZoneEditor } from "./editor/editor.js";
import type { ZonePanel } from "./panel/panel.js";

export type { ZoneEditor };

/** Shows the panel and opens a stored zone in it, or a new one (null); `zoomTo`: flies there. */
export async function openEditor(
  page: MapPage,
  zone: number | null,
  zoomTo: boolean,
  onClosed: () => void,
): Promise<ZoneEditor> {
  const editor = new ZoneEditor(page);
  const panel = document.createElement("ta-zone-panel") as ZonePanel;
  panel.editor = editor;
  page.editorFrame.replaceChildren(panel);
  page.editorFrame.hidden = false;
  editor.onClosed = () => {
    page.editorFrame.hidden = true;
    page.editorFrame.replaceChildren();
    onClosed();
  };
  await editor.open(zone, zoomTo);
  await panel.updateComplete;
  panel.querySelector<HTMLElement>("#zone-heading")?.focus();
  return editor;
}
