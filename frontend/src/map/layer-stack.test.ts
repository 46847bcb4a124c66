import { describe, expect, it, vi } from "vitest";
import type { LayerInfo } from "./catalogue.js";
import { holdsAreas, LayerStack } from "./layer-stack.js";

function layer(name: string, geometry_type: LayerInfo["geometry_type"] = "MultiPolygon") {
  return { name, geometry_type } as LayerInfo;
}

const LAYERS = [
  layer("points", "Point"),
  layer("a"),
  layer("lines", "MultiLineString"),
  layer("b"),
];

describe("LayerStack", () => {
  it("draws areas below lines below points, whatever was turned on first", () => {
    const stack = new LayerStack(LAYERS, 8);
    for (const { name } of LAYERS) {
      stack.toggle(name);
    }
    expect(stack.active.map(({ name }) => name)).toEqual(["a", "b", "lines", "points"]);
  });

  it("refuses one more than may be on, and takes it once another is off", () => {
    const stack = new LayerStack(LAYERS, 2);
    expect([stack.toggle("a"), stack.toggle("b"), stack.toggle("points")]).toEqual([
      true,
      true,
      false,
    ]);
    stack.toggle("a");
    expect(stack.toggle("points")).toBe(true);
  });

  it("takes from an address what exists, up to the limit", () => {
    const stack = new LayerStack(LAYERS, 2);
    stack.replace([
      { name: "gone", opacity: 1 },
      { name: "a", opacity: 0.5 },
      { name: "b", opacity: 1 },
      { name: "points", opacity: 1 },
    ]);
    expect(stack.choices).toEqual([
      { name: "a", opacity: 0.5 },
      { name: "b", opacity: 1 },
    ]);
  });

  it("reports every change, and none where nothing changed", () => {
    const stack = new LayerStack(LAYERS, 1);
    const changed = vi.fn();
    stack.addEventListener("change", changed);
    stack.toggle("a");
    stack.toggle("b");
    stack.setOpacity("b", 0.4);
    stack.setOpacity("a", 0.4);
    expect(changed).toHaveBeenCalledTimes(2);
  });
});

it("takes whatever may hold areas for areas, so that an outline lies above them", () => {
  const holding = ["Polygon", "MultiPolygon", "GeometryCollection", "Geometry"] as const;
  const others = ["Point", "MultiPoint", "LineString", "MultiLineString"] as const;
  expect(holding.map((type) => holdsAreas(layer("a", type)))).not.toContain(false);
  expect(others.map((type) => holdsAreas(layer("a", type)))).not.toContain(true);
});
