import { describe, expect, it } from "vitest";
import { formatHectares, formatPercent } from "./format.js";

const NARROW = "\u202f";

describe("a measure", () => {
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
