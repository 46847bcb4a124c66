import { describe, expect, it } from "vitest";
import { traced } from "./tracing.js";

// A ring with a long western side; and a line.
const RING = [
  [0, 0],
  [4, 0],
  [4, 3],
  [4, 6],
  [0, 6],
  [0, 0],
];
const RIVER = [
  [10, 0],
  [11, 2],
  [10, 4],
  [12, 6],
];

describe("tracing a boundary", () => {
  it.each<[string, number[], number[], number[][]]>([
    ["corner to corner", [4, 0], [4, 6], [[4, 3]]],
    ["and back", [4, 6], [4, 0], [[4, 3]]],
    [
      "from edge to edge",
      [3, 0],
      [4, 5],
      [
        [4, 0],
        [4, 3],
      ],
    ],
    [
      "and back",
      [4, 5],
      [3, 0],
      [
        [4, 3],
        [4, 0],
      ],
    ],
    ["over the ring's end", [0, 1], [1, 0], [[0, 0]]],
    ["over the ring's end and back", [1, 0], [0, 1], [[0, 0]]],
    ["from the ring's own end", [0, 0], [4, 3], [[4, 0]]],
    ["on one edge", [4, 1], [4, 2], []],
  ])("takes the shorter way: %s", (_, from, to, path) => {
    expect(traced([RING], from, to, 0.01)).toEqual(path);
  });

  it("follows a line, which has one way only", () => {
    expect(traced([RIVER], [10, 0], [12, 6], 0.01)).toEqual([
      [11, 2],
      [10, 4],
    ]);
    expect(traced([RIVER], [12, 6], [10, 0], 0.01)).toEqual([
      [10, 4],
      [11, 2],
    ]);
  });

  it.each<[string, number[], number[]]>([
    ["a corner inland", [4, 0], [2, 3]],
    ["corners on two lines", [4, 0], [10, 0]],
    ["a corner just beside", [4, 0], [4.02, 6]],
  ])("leaves a straight line to %s", (_, from, to) => {
    expect(traced([RING, RIVER], from, to, 0.01)).toEqual([]);
  });

  it("follows the neighbour whose border is the shorter one", () => {
    const detour = [
      [4, 0],
      [9, 0],
      [9, 6],
      [4, 6],
    ];
    expect(traced([detour, RING], [4, 0], [4, 6], 0.01)).toEqual([[4, 3]]);
  });

  it("stays where it is on a single point", () => {
    expect(traced([RING], [4, 3], [4, 3], 0.01)).toEqual([]);
  });
});
