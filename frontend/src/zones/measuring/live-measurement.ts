/** Keeps the server's measurement in step with what is drawn. */

import { gettext } from "../../i18n.js";
import { ApiError, type ZoneApi } from "../api/client.js";
import type { Measurement } from "../api/contract.js";
import { type Drawing, measurable } from "../drawing/drawing.js";
import type { EditState } from "../state/edit-state.js";
import { Measurer } from "./measurer.js";

export class LiveMeasurement {
  /** An answer is on its way. */
  isPending = false;
  /** Why there is no measurement; empty where there is one, or nothing to measure. */
  error = "";
  private requested: Drawing | null = null;
  /** The stored zone that was left out of the overlaps. */
  private excludedZone: number | null = null;
  private readonly measurer: Measurer;

  /** `onChange` gets a new measurement, and null when only `isPending` or `error` changed. */
  constructor(
    api: ZoneApi,
    private readonly state: EditState,
    private readonly onChange: (measurement: Measurement | null) => void,
  ) {
    this.measurer = new Measurer(
      (geometry, signal) => api.measure(geometry, state.zone?.id ?? null, signal),
      ({ measurement }) => this.onMeasured(measurement),
      (error) => this.onFailed(error),
    );
  }

  /** Asks again if something else is drawn than what was asked for last, or it was stored. */
  update(): void {
    const { drawing, zone } = this.state;
    const id = zone?.id ?? null;
    if (drawing === this.requested && id === this.excludedZone) {
      return;
    }
    this.requested = drawing;
    this.excludedZone = id;
    const geometry = measurable(drawing);
    this.error = "";
    this.isPending = geometry !== null && this.state.measurement === null;
    this.measurer.show(this.isPending ? geometry : null);
  }

  stop(): void {
    this.measurer.stop();
    this.requested = null;
    this.isPending = false;
  }

  private onMeasured(measurement: Measurement): void {
    this.isPending = false;
    if (this.requested) {
      this.state.set({ measured: { geometry: this.requested, measurement } });
      this.onChange(measurement);
    }
  }

  private onFailed(error: unknown): void {
    if (!(error instanceof ApiError)) {
      console.error(error);
    }
    this.isPending = false;
    // The next change of the drawing asks again.
    this.error =
      error instanceof ApiError && error.status > 0
        ? error.message
        : gettext(
            "No se pudo consultar al servidor: la superficie es la que calcula el navegador.",
          );
    this.onChange(null);
  }
}
