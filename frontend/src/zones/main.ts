/** Entry of the zone editor, loaded when someone starts to draw. */

import "../styles/zones.css";
import "./panel/panel.js";
import type { ZoneHost } from "../map/map-page.js";
import { ZoneEditor } from "./editor/editor.js";
import type { ZonePanel } from "./panel/panel.js";

export type { ZoneEditor, ZoneHost };

/** Shows the panel and opens a stored zone in it, or a new one (null); `look`: flies there. */
export async function openEditor(
  host: ZoneHost,
  zone: number | null,
  look: boolean,
  onClosed: () => void,
): Promise<ZoneEditor> {
  const editor = new ZoneEditor(host);
  const panel = document.createElement("ta-zone-panel") as ZonePanel;
  panel.editor = editor;
  host.frame.replaceChildren(panel);
  host.frame.hidden = false;
  editor.onClosed = () => {
    host.frame.hidden = true;
    host.frame.replaceChildren();
    onClosed();
  };
  await editor.open(zone, look);
  await panel.updateComplete;
  panel.querySelector<HTMLElement>("#zone-heading")?.focus();
  return editor;
}
