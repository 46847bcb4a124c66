import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Measurement, MultiPolygon } from "./contract.js";
import { formatHectares, formatPercent, Measurer } from "./measurement.js";

const NARROW = "\u202f";

describe("figures", () => {
  it.each([
    [0, "0 ha"],
    [0.004, "< 0.01 ha"],
    [1.2345, "1.23 ha"],
    [12.345, "12.3 ha"],
    [999.96, `1${NARROW}000 ha`],
    [12_345.6, `12${NARROW}346 ha`],
    [1_227_229.5, `1${NARROW}227${NARROW}230 ha`],
  ])("writes %s hectares as %s", (value, text) => {
    expect(formatHectares(value)).toBe(text);
  });

  it.each([
    [0.2, "< 1 %"],
    [12.4, "12 %"],
    [99.7, "> 99 %"],
    [100, "100 %"],
  ])("writes %s per cent as %s", (value, text) => {
    expect(formatPercent(value)).toBe(text);
  });
});

function geometry(west: number): MultiPolygon {
  return { type: "MultiPolygon", coordinates: [[[[west, 0]]]] };
}

function answer(area_ha: number): Measurement {
  const scope = { allowed: true, reason: "" };
  return {
    area_ha,
    overlaps: [],
    overlaps_note: "",
    units: [],
    units_note: "",
    scope,
    valid: true,
    reason: "",
  };
}

describe("the measurer", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("asks once, for the last of what was drawn in one go", async () => {
    const ask = vi.fn(async ({ coordinates }: MultiPolygon) =>
      answer(coordinates[0]?.[0]?.[0]?.[0] ?? 0),
    );
    const told = vi.fn();
    const measurer = new Measurer(ask, told, told);
    measurer.show(geometry(1));
    await vi.advanceTimersByTimeAsync(100);
    measurer.show(geometry(2));
    await vi.advanceTimersByTimeAsync(1000);
    expect(ask).toHaveBeenCalledTimes(1);
    expect(told).toHaveBeenCalledExactlyOnceWith({
      geometry: geometry(2),
      measurement: answer(2),
    });
  });

  it("drops the answer to what is no longer drawn", async () => {
    const answers: ((measurement: Measurement) => void)[] = [];
    const ask = () => new Promise<Measurement>((resolve) => answers.push(resolve));
    const told = vi.fn();
    const measurer = new Measurer(ask, told, told);
    measurer.show(geometry(1));
    await vi.advanceTimersByTimeAsync(1000);
    measurer.show(geometry(2));
    await vi.advanceTimersByTimeAsync(1000);
    answers[1]?.(answer(2));
    answers[0]?.(answer(1));
    await vi.advanceTimersByTimeAsync(0);
    expect(told).toHaveBeenCalledTimes(1);
    expect(told.mock.calls[0]?.[0].measurement.area_ha).toBe(2);
  });

  it("tells of a failure, but not of one that nobody waits for", async () => {
    const failed = vi.fn();
    const measurer = new Measurer(
      async () => {
        throw new Error("no");
      },
      () => {},
      failed,
    );
    measurer.show(geometry(1));
    await vi.advanceTimersByTimeAsync(1000);
    expect(failed).toHaveBeenCalledTimes(1);
    measurer.show(geometry(1));
    measurer.show(null);
    await vi.advanceTimersByTimeAsync(1000);
    expect(failed).toHaveBeenCalledTimes(1);
  });
});
