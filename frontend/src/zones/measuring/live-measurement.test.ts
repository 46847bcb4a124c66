import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ZoneApi } from "../api/client.js";
import { MEASUREMENT, zone } from "../api/contract.fixtures.js";
import type { Measurement } from "../api/contract.js";
import { finished, withSketch } from "../drawing/drawing.js";
import type { Position } from "../geometry/types.js";
import { EditState } from "../state/edit-state.js";
import { LiveMeasurement } from "./live-measurement.js";

const CORNERS: Position[] = [
  [-72, -13],
  [-71.9, -13],
  [-71.9, -12.9],
];

function measured(percent: number): Measurement {
  return { ...MEASUREMENT, overlaps: [{ id: 7, title: "Mine", area_ha: 1, percent }] };
}

describe("the live measurement", () => {
  let state: EditState;
  let api: ZoneApi;
  let live: LiveMeasurement;

  beforeEach(() => {
    vi.useFakeTimers();
    state = new EditState();
    api = new ZoneApi();
    live = new LiveMeasurement(api, state, () => {});
    state.addEventListener("change", () => live.update());
    state.open(null);
    state.edit({ title: "T" });
    state.step(finished(withSketch(state.drawing, CORNERS)));
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("doesn't count a zone among those that it overlaps once it is stored", async () => {
    const asked = vi.spyOn(api, "measure").mockResolvedValue(measured(100));
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked.mock.calls.map(([, zone]) => zone)).toEqual([null]);
    expect(state.measurement).not.toBeNull();
    state.acceptSaved(zone(1, state.content), state.content);
    expect(state.measurement).toBeNull();
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked.mock.calls.map(([, zone]) => zone)).toEqual([null, 7]);
  });

  it("asks nothing for what didn't change, and says why there is none", async () => {
    vi.spyOn(console, "error").mockImplementation(() => {});
    const asked = vi.spyOn(api, "measure").mockRejectedValue(new TypeError("network"));
    await vi.advanceTimersByTimeAsync(1000);
    state.edit({ description: "more" });
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked).toHaveBeenCalledTimes(1);
    expect(live.isPending).toBe(false);
    expect(live.error).not.toBe("");
  });
});
