/** Sends the edited zone to the server, and turns every answer into a new state of the edit. */

import { gettext } from "../../i18n.js";
import { ApiError, type ZoneApi } from "../api/client.js";
import type { Zone } from "../api/contract.js";
import { canFinish } from "../drawing/drawing.js";
import type { EditState } from "../state/edit-state.js";

// As the server has it; it says so itself if that ever changes.
export const MAX_TITLE = 200;

export class ZoneSaver {
  /** Called once the stored zones are others than before. */
  onStored: (zone: Zone | null) => void = () => {};

  constructor(
    private readonly api: ZoneApi,
    private readonly state: EditState,
  ) {}

  /** What is wrong before anything is sent: a field and the message about it. */
  problem(): { field: string; text: string } | null {
    const { values, drawing, measurement, content } = this.state;
    if (drawing.sketch.length > 0 && !canFinish(drawing)) {
      const text = gettext(
        "La parte que está dibujando tiene menos de 3 esquinas: termínela o deshágala.",
      );
      return { field: "geometry", text };
    }
    if (!content.geometry) {
      return { field: "geometry", text: gettext("Dibuje al menos una parte en el mapa.") };
    }
    if (!values.title.trim()) {
      return { field: "title", text: gettext("Escriba un título.") };
    }
    if (measurement && !measurement.valid) {
      return { field: "geometry", text: measurement.reason };
    }
    if (measurement && !measurement.scope.allowed) {
      return { field: "geometry", text: measurement.scope.reason };
    }
    return null;
  }

  /** Saves it, as a new zone or over the version that was edited; true when it is stored. */
  async save(): Promise<boolean> {
    const problem = this.problem();
    if (problem) {
      this.state.set({ message: { kind: "error", ...problem } });
      return false;
    }
    return this.send(async () => {
      const { zone, content } = this.state;
      const sent = { ...content, title: content.title.trim() };
      const stored = zone
        ? await this.api.replace(zone.id, zone.properties.version, sent)
        : await this.api.create(sent);
      this.state.edit({ title: this.state.values.title.trim() });
      this.state.acceptSaved(stored, sent);
      this.state.set({
        message: {
          kind: "done",
          field: "",
          text: [gettext("Zona guardada."), ...(stored.notes ?? [])].join(" "),
        },
      });
      this.onStored(stored);
    });
  }

  async remove(): Promise<boolean> {
    return this.send(async () => {
      const { zone } = this.state;
      if (zone) {
        await this.api.remove(zone.id, zone.properties.version);
        this.onStored(null);
      }
    });
  }

  private async send(request: () => Promise<void>): Promise<boolean> {
    if (this.state.busy) {
      return false;
    }
    this.state.set({ busy: true, message: null });
    try {
      await request();
      return true;
    } catch (error) {
      this.onError(error);
      return false;
    } finally {
      this.state.set({ busy: false });
    }
  }

  private onError(thrown: unknown): void {
    if (!(thrown instanceof ApiError)) {
      console.error(thrown);
    }
    const error =
      thrown instanceof ApiError
        ? thrown
        : new ApiError(0, gettext("No se pudo guardar. Inténtelo de nuevo."));
    const { status, current, base } = error;
    if (status === 412 && current) {
      this.state.openConflict(current, base);
    } else if (status === 401) {
      this.state.set({ status: "signed-out" });
    } else if (this.state.zone && (status === 404 || status === 410)) {
      this.state.markDeleted();
    } else {
      const message = { kind: "error" as const, text: error.message, field: error.parameter };
      this.state.set({ message });
    }
  }
}
