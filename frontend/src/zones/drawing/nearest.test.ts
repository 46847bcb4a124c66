import { describe, expect, it } from "vitest";
import type { Position } from "../geometry/types.js";
import { EMPTY_DRAWING, finished, withSketch } from "./drawing.js";
import { nearestCorner, nearestEdge } from "./nearest.js";

const DRAWING = finished(
  withSketch(
    finished(
      withSketch(EMPTY_DRAWING, [
        [0, 0],
        [2, 0],
        [2, 2],
        [0, 2],
      ]),
    ),
    [
      [5, 0],
      [7, 0],
      [6, 2],
    ],
  ),
);
const tens = ([x, y]: Position) => [x * 10, y * 10];

describe("what lies nearest", () => {
  it("is a corner within the tolerance, in the plane given", () => {
    expect(nearestCorner(DRAWING, [69, 1], tens, 5)).toEqual({ part: 1, ring: 0, corner: 1 });
    expect(nearestCorner(DRAWING, [10, 10], tens, 5)).toBeNull();
  });

  it("is an edge, given by the place of a new corner on it", () => {
    expect(nearestEdge(DRAWING, [10, 1], tens, 5)).toEqual({ part: 0, ring: 0, corner: 1 });
    expect(nearestEdge(DRAWING, [10, 10], tens, 5)).toBeNull();
  });

  it("is the edge that closes the ring, too", () => {
    expect(nearestEdge(DRAWING, [1, 10], tens, 5)).toEqual({ part: 0, ring: 0, corner: 4 });
  });

  it("is nothing in nothing", () => {
    expect(nearestCorner(EMPTY_DRAWING, [0, 0], tens, 5)).toBeNull();
  });
});
