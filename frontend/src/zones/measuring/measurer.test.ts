import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { MEASUREMENT } from "../api/contract.fixtures.js";
import type { Measurement } from "../api/contract.js";
import type { MultiPolygon } from "../geometry/types.js";
import { Measurer } from "./measurer.js";

function geometry(west: number): MultiPolygon {
  return { type: "MultiPolygon", coordinates: [[[[west, 0]]]] };
}

function answer(area_ha: number): Measurement {
  return { ...MEASUREMENT, area_ha };
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
    const onAnswer = vi.fn();
    const measurer = new Measurer(ask, onAnswer, onAnswer);
    measurer.show(geometry(1));
    await vi.advanceTimersByTimeAsync(100);
    measurer.show(geometry(2));
    await vi.advanceTimersByTimeAsync(1000);
    expect(ask).toHaveBeenCalledTimes(1);
    expect(onAnswer).toHaveBeenCalledExactlyOnceWith({
      geometry: geometry(2),
      measurement: answer(2),
    });
  });

  it("drops the answer to what is no longer drawn", async () => {
    const answers: ((measurement: Measurement) => void)[] = [];
    const ask = () => new Promise<Measurement>((resolve) => answers.push(resolve));
    const onAnswer = vi.fn();
    const measurer = new Measurer(ask, onAnswer, onAnswer);
    measurer.show(geometry(1));
    await vi.advanceTimersByTimeAsync(1000);
    measurer.show(geometry(2));
    await vi.advanceTimersByTimeAsync(1000);
    answers[1]?.(answer(2));
    answers[0]?.(answer(1));
    await vi.advanceTimersByTimeAsync(0);
    expect(onAnswer).toHaveBeenCalledTimes(1);
    expect(onAnswer.mock.calls[0]?.[0].measurement.area_ha).toBe(2);
  });

  it("reports a failure, but not one that nobody waits for", async () => {
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
