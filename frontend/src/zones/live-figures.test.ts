import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ZoneApi } from "./api.js";
import type { Measurement, Position, Zone } from "./contract.js";
import { finished, withSketch } from "./drawing.js";
import { LiveFigures } from "./live-figures.js";
import { ZoneWork } from "./work.js";

const CORNERS: Position[] = [
  [-72, -13],
  [-71.9, -13],
  [-71.9, -12.9],
];

function measured(percent: number): Measurement {
  const overlaps = [{ id: 7, title: "Mine", area_ha: 1, percent }];
  const scope = { allowed: true, reason: "" };
  return {
    area_ha: 1,
    overlaps,
    overlaps_note: "",
    units: [],
    units_note: "",
    scope,
    valid: true,
    reason: "",
  };
}

function stored(work: ZoneWork): Zone {
  const properties = { title: "T", description: "", commitments: [], version: 1, can_edit: true };
  return { type: "Feature", id: 7, geometry: work.content.geometry, properties } as unknown as Zone;
}

describe("the live figures", () => {
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

  it("don't count a zone among those that it overlaps once it is stored", async () => {
    const asked = vi.spyOn(api, "measure").mockResolvedValue(measured(100));
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked.mock.calls.map(([, zone]) => zone)).toEqual([null]);
    expect(work.measurement).not.toBeNull();
    work.saved(stored(work), work.content);
    expect(work.measurement).toBeNull();
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked.mock.calls.map(([, zone]) => zone)).toEqual([null, 7]);
  });

  it("ask nothing for what didn't change, and say why there are none", async () => {
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
