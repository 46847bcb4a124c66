/** Opens the zone editor, whose script is loaded only then. */

import { gettext } from "../i18n.js";
import type { ZoneEditor } from "../zones/main.js";
import type { MapPage } from "./map-page.js";
import { NEW_ZONE, type ViewState } from "./permalink.js";

export class EditorLauncher {
  private editor: ZoneEditor | null = null;
  private opening = false;

  constructor(
    private readonly page: MapPage,
    private readonly button: HTMLButtonElement,
    /** Makes room for the editor's panel. */
    private readonly makeRoom: () => void,
  ) {
    button.addEventListener("click", () => void this.open(NEW_ZONE, true));
  }

  /** Follows the address: opens the zone that it names, closes the editor where it names none. */
  async apply({ zone, center }: ViewState): Promise<void> {
    if (zone) {
      await this.open(zone, center === null);
    } else {
      this.editor?.close();
    }
  }

  private async open(zone: string, zoomTo: boolean): Promise<void> {
    if (this.opening || this.editor) {
      return;
    }
    this.opening = true;
    this.button.disabled = true;
    this.makeRoom();
    try {
      const { openEditor } = await import("../zones/main.js");
      const id = zone === NEW_ZONE ? null : Number(zone);
      this.editor = await openEditor(this.page, id, zoomTo, () => this.onClosed());
    } catch (error) {
      console.error(error);
      this.onClosed();
      this.page.announcer.show(
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
