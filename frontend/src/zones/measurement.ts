/** Figures of what is being drawn: the browser's at once, the server's when it answers. */

import { formatNumber } from "../format.js";
import type { Measurement, MultiPolygon } from "./contract.js";

/** Longer than the pause between two corners that are set in one go. */
const PAUSE_MS = 400;

/** Two decimals up to 10 ha, one up to 1 000, none beyond: more would feign exactness. */
export function formatHectares(hectares: number): string {
  const size = Math.abs(hectares);
  const digits = size < 10 ? 2 : size < 1000 ? 1 : 0;
  const rounded = Number(hectares.toFixed(digits));
  if (hectares > 0 && rounded === 0) {
    return "< 0.01 ha";
  }
  return `${formatNumber(rounded)} ha`;
}

/** Whole per cents; what is less than one, or less than all, isn't rounded to nothing or all. */
export function formatPercent(percent: number): string {
  if (percent > 0 && percent < 1) {
    return "< 1 %";
  }
  const rounded = Math.round(percent);
  return percent < 100 && rounded === 100 ? "> 99 %" : `${rounded} %`;
}

export interface Measured {
  geometry: MultiPolygon;
  measurement: Measurement;
}

type Ask = (geometry: MultiPolygon, signal: AbortSignal) => Promise<Measurement>;

/** Asks the server once the drawing rests; an answer to what is no longer drawn is dropped. */
export class Measurer {
  private timer = 0;
  private request: AbortController | undefined;

  constructor(
    private readonly ask: Ask,
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
      const measurement = await this.ask(geometry, request.signal);
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
