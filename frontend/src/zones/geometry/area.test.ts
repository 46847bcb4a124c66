import { describe, expect, it } from "vitest";
import { hectares } from "./area.js";
import type { MultiPolygon, Position, Ring } from "./types.js";

function ring(...corners: Position[]): Ring {
  return [...corners, corners[0] as Position];
}

function polygon(...rings: Ring[]): MultiPolygon {
  return { type: "MultiPolygon", coordinates: [rings] };
}

const OUTER = ring([-75, -10], [-74.9, -10], [-74.9, -9.9], [-75, -9.9]);
const HOLE = ring([-74.97, -9.97], [-74.95, -9.97], [-74.95, -9.95], [-74.97, -9.95]);

// The expected figures are pyproj's: Geod(ellps="WGS84").polygon_area_perimeter.
describe("hectares", () => {
  it.each<[string, Ring, number]>([
    [
      "a hectare at Iquitos",
      ring([-73.25, -3.75], [-73.2491, -3.75], [-73.2491, -3.7491], [-73.25, -3.7491]),
      0.9949575905,
    ],
    ["a square degree", ring([-75, -5], [-74, -5], [-74, -4], [-75, -4]), 1_227_229.488913],
    [
      "a quadrangle at Arequipa",
      ring([-71.5, -16.2], [-71.1, -16.5], [-70.9, -16.1], [-71.2, -15.9]),
      218_957.963488,
    ],
    [
      "a triangle across the equator",
      ring([-75, -0.2], [-74.8, -0.2], [-74.9, 0.03]),
      28_310.77821,
    ],
  ])("agrees with pyproj on %s", (_, outline, expected) => {
    expect(Math.abs(hectares(polygon(outline)) / expected - 1)).toBeLessThan(1e-4);
  });

  it("doesn't mind which way round a ring goes", () => {
    const backwards = polygon([...OUTER].reverse());
    expect(hectares(backwards)).toBeCloseTo(hectares(polygon(OUTER)), 6);
  });

  it("takes holes away and adds parts", () => {
    const holed = polygon(OUTER, HOLE);
    expect(Math.abs(hectares(holed) / 11_643.642745 - 1)).toBeLessThan(1e-4);
    const both = { ...holed, coordinates: [...holed.coordinates, [HOLE]] };
    expect(Math.abs(hectares(both) / 12_128.779395 - 1)).toBeLessThan(1e-4);
  });

  it("is nothing for nothing", () => {
    expect(hectares(null)).toBe(0);
    expect(hectares(polygon([]))).toBe(0);
  });
});
