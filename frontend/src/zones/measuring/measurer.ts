/** Asks the server to measure what is being drawn. */

import type { Measurement } from "../api/contract.js";
import type { MultiPolygon } from "../geometry/types.js";

/** Longer than the pause between two corners that are set in one go. */
const PAUSE_MS = 400;

export interface Measured {
  geometry: MultiPolygon;
  measurement: Measurement;
}

type Measure = (geometry: MultiPolygon, signal: AbortSignal) => Promise<Measurement>;

/** Asks the server once the drawing rests; an answer to what is no longer drawn is dropped. */
export class Measurer {
  private timer = 0;
  private request: AbortController | undefined;

  constructor(
    private readonly measure: Measure,
    private readonly onMeasured: (measured: Measured) => void,
    private readonly onFailed: (error: unknown) => void,
  ) {}

  /** null: there is nothing to measure. */
  show(geometry: MultiPolygon | null): void {
    this.stop();
    if (geometry) {
      this.timer = window.setTimeout(() => void this.run(geometry), PAUSE_MS);
    }
  }

  stop(): void {
    window.clearTimeout(this.timer);
    this.request?.abort();
  }

  private async run(geometry: MultiPolygon): Promise<void> {
    const request = new AbortController();
    this.request = request;
    try {
      const measurement = await this.measure(geometry, request.signal);
      if (!request.signal.aborted) {
        this.onMeasured({ geometry, measurement });
      }
    } catch (error) {
      if (!request.signal.aborted) {
        this.onFailed(error);
      }
    }
  }
}
