import { describe, expect, it } from "vitest";
import { rounded, sameGeometry } from "./equality.js";
import type { MultiPolygon, Part, Position } from "./types.js";

const A: Position = [-75, -10];
const B: Position = [-74, -10];
const C: Position = [-74, -9];
const D: Position = [-75, -9];

function geometry(...parts: Part[]): MultiPolygon {
  return { type: "MultiPolygon", coordinates: parts };
}

const SQUARE = geometry([[A, B, C, D, A]]);

describe("two geometries", () => {
  it.each<[string, MultiPolygon]>([
    ["a corner elsewhere", geometry([[A, B, [-73, -9], D, A]])],
    ["a corner more", geometry([[A, B, [-73, -9], C, D, A]])],
    ["a part more", geometry([[A, B, C, D, A]], [[A, B, C, A]])],
    [
      "a hole",
      geometry([
        [A, B, C, D, A],
        [A, B, C, A],
      ]),
    ],
  ])("aren't the same with %s", (_, other) => {
    expect(sameGeometry(SQUARE, other)).toBe(false);
    expect(sameGeometry(other, SQUARE)).toBe(false);
    expect(sameGeometry(other, structuredClone(other))).toBe(true);
  });

  it("are the same when they differ by less than a centimetre", () => {
    const moved: Position = [-75.00000001, -10];
    expect(sameGeometry(SQUARE, geometry([[moved, B, C, D, moved]]))).toBe(true);
    expect(sameGeometry(SQUARE, geometry([[[-75.0000002, -10], B, C, D, A]]))).toBe(false);
  });

  it("are the same where neither is there", () => {
    expect(sameGeometry(SQUARE, null)).toBe(false);
    expect(sameGeometry(null, null)).toBe(true);
  });
});

it("rounds a position to the centimetre", () => {
  expect(rounded([-75.123456789, -9.1])).toEqual([-75.1234568, -9.1]);
});
