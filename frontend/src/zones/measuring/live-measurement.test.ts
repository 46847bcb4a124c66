import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ZoneApi } from "../api/client.js";
import { MEASUREMENT, zone } from "../api/contract.fixtures.js";
import type { Measurement } from "../api/contract.js";
import { finished, withSketch } from "../drawing/drawing.js";
import type { Position } from "../geometry/types.js";
import { ZoneWork } from "../state/edit-state.js";
import { LiveFigures } from "./live-measurement.js";

const CORNERS: Position[] = [
  [-72, -13],
  [-71.9, -13],
  [-71.9, -12.9],
];

function measured(percent: number): Measurement {
  return { ...MEASUREMENT, overlaps: [{ id: 7, title: "Mine", area_ha: 1, percent }] };
}

describe("the live measurement", () => {
  let work: ZoneWork;
  let api: ZoneApi;
  let figures: LiveFigures;

  beforeEach(() => {
    vi.useFakeTimers();
    work = new ZoneWork();
    api = new ZoneApi();
    figures = new LiveFigures(api, work, () => {});
    work.addEventListener("change", () => figures.update());
    work.open(null);
    work.edit({ title: "T" });
    work.step(finished(withSketch(work.drawing, CORNERS)));
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("doesn't count a zone among those that it overlaps once it is stored", async () => {
    const asked = vi.spyOn(api, "measure").mockResolvedValue(measured(100));
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked.mock.calls.map(([, zone]) => zone)).toEqual([null]);
    expect(work.measurement).not.toBeNull();
    work.saved(zone(1, work.content), work.content);
    expect(work.measurement).toBeNull();
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked.mock.calls.map(([, zone]) => zone)).toEqual([null, 7]);
  });

  it("asks nothing for what didn't change, and says why there is none", async () => {
    vi.spyOn(console, "error").mockImplementation(() => {});
    const asked = vi.spyOn(api, "measure").mockRejectedValue(new TypeError("network"));
    await vi.advanceTimersByTimeAsync(1000);
    work.edit({ description: "more" });
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked).toHaveBeenCalledTimes(1);
    expect(figures.isMeasuring).toBe(false);
    expect(figures.fault).not.toBe("");
  });
});
