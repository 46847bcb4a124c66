/** Keeps the server's figures in step with what is drawn. */

import { gettext } from "../../i18n.js";
import { Refusal, type ZoneApi } from "../api/client.js";
import type { Measurement } from "../api/contract.js";
import { type Drawing, measurable } from "../drawing/drawing.js";
import type { ZoneWork } from "../state/edit-state.js";
import { Measurer } from "./measurer.js";

export class LiveFigures {
  /** An answer is on its way. */
  isMeasuring = false;
  /** Why there are no figures. */
  fault = "";
  private asked: Drawing | null = null;
  /** The stored zone that was left out of the overlaps. */
  private leftOut: number | null = null;
  private readonly measurer: Measurer;

  /** `onChange` gets the figures when they are new, and null when only the state is. */
  constructor(
    api: ZoneApi,
    private readonly work: ZoneWork,
    private readonly onChange: (measurement: Measurement | null) => void,
  ) {
    this.measurer = new Measurer(
      (geometry, signal) => api.measure(geometry, work.zone?.id ?? null, signal),
      ({ measurement }) => this.tell(measurement),
      (error) => this.fail(error),
    );
  }

  /** Asks again if something else is drawn than what was asked for last, or it was stored. */
  update(): void {
    const { drawing, zone } = this.work;
    const id = zone?.id ?? null;
    if (drawing === this.asked && id === this.leftOut) {
      return;
    }
    this.asked = drawing;
    this.leftOut = id;
    const geometry = measurable(drawing);
    this.fault = "";
    this.isMeasuring = geometry !== null && this.work.measurement === null;
    this.measurer.show(this.isMeasuring ? geometry : null);
  }

  stop(): void {
    this.measurer.stop();
    this.asked = null;
    this.isMeasuring = false;
  }

  private tell(measurement: Measurement): void {
    this.isMeasuring = false;
    if (this.asked) {
      this.work.set({ measured: { geometry: this.asked, measurement } });
      this.onChange(measurement);
    }
  }

  private fail(error: unknown): void {
    if (!(error instanceof Refusal)) {
      console.error(error);
    }
    this.isMeasuring = false;
    // The next change of the drawing asks again.
    this.fault =
      error instanceof Refusal && error.status > 0
        ? error.message
        : gettext(
            "No se pudo consultar al servidor: la superficie es la que calcula el navegador.",
          );
    this.onChange(null);
  }
}
