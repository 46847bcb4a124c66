/** The way into the zone editor, which is loaded only when someone takes it. */

import { gettext } from "../i18n.js";
import type { ZoneEditor, ZoneHost } from "../zones/main.js";
import type { ViewState } from "./permalink.js";

const NEW_ZONE = "nueva";

export class ZoneEntry {
  private editor: ZoneEditor | null = null;
  private opening = false;

  constructor(
    private readonly host: ZoneHost,
    private readonly button: HTMLButtonElement,
    /** Makes room for the editor's panel. */
    private readonly makeRoom: () => void,
  ) {
    button.addEventListener("click", () => void this.open(NEW_ZONE, true));
  }

  /** Follows the address: opens the zone that it names, closes the editor where it names none. */
  async follow({ zone, center }: ViewState): Promise<void> {
    if (zone) {
      await this.open(zone, center === null);
    } else {
      this.editor?.close();
    }
  }

  private async open(zone: string, look: boolean): Promise<void> {
    if (this.opening || this.editor) {
      return;
    }
    this.opening = true;
    this.button.disabled = true;
    this.makeRoom();
    try {
      const { openEditor } = await import("../zones/main.js");
      const id = zone === NEW_ZONE ? null : Number(zone);
      this.editor = await openEditor(this.host, id, look, () => this.onClosed());
    } catch (error) {
      console.error(error);
      this.onClosed();
      this.host.announcer.show(
        gettext("No se pudo cargar el editor de zonas. Inténtelo de nuevo."),
      );
    } finally {
      this.opening = false;
    }
  }

  private onClosed(): void {
    this.editor = null;
    this.button.disabled = false;
    this.button.focus();
  }
}
