import { describe, expect, it } from "vitest";
import type { Position } from "../geometry/types.js";
import {
  canFinish,
  type Drawing,
  distinctCorners,
  EMPTY_DRAWING,
  extentOf,
  finished,
  fromGeometry,
  insertedCorner,
  measurable,
  movedCorner,
  removedCorner,
  toGeometry,
  withoutPart,
  withSketch,
} from "./drawing.js";

const A: Position = [-75, -10];
const B: Position = [-74, -10];
const C: Position = [-74, -9];
const D: Position = [-75, -9];

function square(): Drawing {
  return finished(withSketch(EMPTY_DRAWING, [A, B, C, D]));
}

describe("a drawing", () => {
  it("becomes a closed part", () => {
    expect(square()).toEqual({ parts: [[[A, B, C, D, A]]], sketch: [] });
    expect(toGeometry(square())).toEqual({
      type: "MultiPolygon",
      coordinates: [[[A, B, C, D, A]]],
    });
  });

  it.each<[string, Position[]]>([
    ["two corners", [A, B]],
    ["one corner three times", [A, A, A]],
    ["two corners and back", [A, B, A]],
  ])("isn't finished with %s, and loses nothing", (_, sketch) => {
    const drawing = withSketch(EMPTY_DRAWING, sketch);
    expect(canFinish(drawing)).toBe(false);
    expect(finished(drawing)).toBe(drawing);
    expect(measurable(drawing)).toBeNull();
  });

  it("drops what a double click repeats", () => {
    expect(distinctCorners([A, B, B, C, C, A])).toEqual([A, B, C]);
  });

  it("is measured with the part at hand", () => {
    const drawing = withSketch(square(), [A, B, C]);
    expect(measurable(drawing)?.coordinates).toHaveLength(2);
    expect(toGeometry(drawing)?.coordinates).toHaveLength(1);
  });

  it("loses one part and keeps the others", () => {
    const two = finished(withSketch(square(), [A, B, C]));
    expect(withoutPart(two, 0).parts).toEqual([[[A, B, C, A]]]);
    expect(toGeometry(withoutPart(square(), 0))).toBeNull();
  });

  it("keeps its ring closed when the first corner moves", () => {
    const place = { part: 0, ring: 0, corner: 0 };
    const moved = movedCorner(square(), place, [-76, -11]);
    expect(moved.parts[0]?.[0]).toEqual([[-76, -11], B, C, D, [-76, -11]]);
    expect(square().parts[0]?.[0]?.[0]).toEqual(A);
  });

  it("takes a corner in and out again", () => {
    const middle: Position = [-74.5, -10];
    const more = insertedCorner(square(), { part: 0, ring: 0, corner: 1 }, middle);
    expect(more.parts[0]?.[0]).toEqual([A, middle, B, C, D, A]);
    expect(removedCorner(more, { part: 0, ring: 0, corner: 1 })).toEqual(square());
  });

  it("takes a corner in between the last and the first", () => {
    const more = insertedCorner(square(), { part: 0, ring: 0, corner: 4 }, [-75, -9.5]);
    expect(more.parts[0]?.[0]).toEqual([A, B, C, D, [-75, -9.5], A]);
  });

  it("refuses to leave a ring with two corners", () => {
    const triangle = finished(withSketch(EMPTY_DRAWING, [A, B, C]));
    expect(removedCorner(triangle, { part: 0, ring: 0, corner: 1 })).toBeNull();
  });

  it("changes a hole and leaves the outline as it is", () => {
    const hole: Position[] = [
      [-74.6, -9.6],
      [-74.4, -9.6],
      [-74.4, -9.4],
      [-74.6, -9.4],
      [-74.6, -9.6],
    ];
    const drawing = fromGeometry({ type: "MultiPolygon", coordinates: [[[A, B, C, D, A], hole]] });
    const moved = movedCorner(drawing, { part: 0, ring: 1, corner: 2 }, [-74.3, -9.3]);
    expect(moved.parts[0]?.[0]).toEqual([A, B, C, D, A]);
    expect(moved.parts[0]?.[1]?.[2]).toEqual([-74.3, -9.3]);
  });

  it("knows its extent, the part at hand included", () => {
    expect(extentOf(withSketch(square(), [[-77, -12]]))).toEqual([-77, -12, -74, -9]);
    expect(extentOf(EMPTY_DRAWING)).toBeNull();
  });
});
