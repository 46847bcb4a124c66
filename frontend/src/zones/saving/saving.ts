/** Sends the zone at hand to the server, and turns every answer into what to do next. */

import { gettext } from "../../i18n.js";
import { Refusal, type ZoneApi } from "../api/client.js";
import type { Zone } from "../api/contract.js";
import { canFinish } from "../drawing/drawing.js";
import type { ZoneWork } from "../state/edit-state.js";

// As the server has it; it says so itself if that ever changes.
export const MAX_TITLE = 200;

export class ZoneSaving {
  /** Called once the stored zones are others than before. */
  onStored: (zone: Zone | null) => void = () => {};

  constructor(
    private readonly api: ZoneApi,
    private readonly work: ZoneWork,
  ) {}

  /** What is missing before anything is sent: a field and what to say of it. */
  fault(): { field: string; text: string } | null {
    const { values, drawing, measurement, content } = this.work;
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
    const fault = this.fault();
    if (fault) {
      this.work.set({ notice: { kind: "error", ...fault } });
      return false;
    }
    return this.sending(async () => {
      const { zone, content } = this.work;
      const sent = { ...content, title: content.title.trim() };
      const stored = zone
        ? await this.api.replace(zone.id, zone.properties.version, sent)
        : await this.api.create(sent);
      this.work.edit({ title: this.work.values.title.trim() });
      this.work.saved(stored, sent);
      this.work.set({
        notice: { kind: "done", field: "", text: gettext("Zona guardada.") },
      });
      this.onStored(stored);
    });
  }

  async remove(): Promise<boolean> {
    return this.sending(async () => {
      const { zone } = this.work;
      if (zone) {
        await this.api.remove(zone.id, zone.properties.version);
        this.onStored(null);
      }
    });
  }

  private async sending(send: () => Promise<void>): Promise<boolean> {
    if (this.work.busy) {
      return false;
    }
    this.work.set({ busy: true, notice: null });
    try {
      await send();
      return true;
    } catch (error) {
      this.refused(error);
      return false;
    } finally {
      this.work.set({ busy: false });
    }
  }

  private refused(error: unknown): void {
    if (!(error instanceof Refusal)) {
      console.error(error);
    }
    const refusal =
      error instanceof Refusal
        ? error
        : new Refusal(0, gettext("No se pudo guardar. Inténtelo de nuevo."));
    const { status, current, base } = refusal;
    if (status === 412 && current) {
      this.work.conflicted(current, base);
    } else if (status === 401) {
      this.work.set({ status: "signed-out" });
    } else if (this.work.zone && (status === 404 || status === 410)) {
      this.work.lost();
    } else {
      const notice = { kind: "error" as const, text: refusal.message, field: refusal.parameter };
      this.work.set({ notice });
    }
  }
}
