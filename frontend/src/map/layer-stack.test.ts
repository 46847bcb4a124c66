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

describe("the features that a layer shows", () => {
  const filter = "language = 'Bora' OR name = 'a&b'";
  const values = [{ code: "bora", title: "Bora", filter }];
  const schools = { ...layer("schools", "Point"), tiles: "/t/{z}/{y}/{x}?f=mvt" };
  const chosen = { ...schools, choices: { title: "Lengua", values } } as LayerInfo;

  it("are all of them or those of one of its values", () => {
    const stack = new LayerStack([chosen, ...LAYERS], 8);
    stack.toggle("schools");
    expect(stack.tiles(chosen)).toBe("/t/{z}/{y}/{x}?f=mvt");
    stack.choose("schools", "bora");
    expect(stack.tiles(chosen)).toBe(`/t/{z}/{y}/{x}?f=mvt&filter=${encodeURIComponent(filter)}`);
    expect(stack.choices).toEqual([{ name: "schools", opacity: 1, value: "bora" }]);
    stack.choose("schools", "");
    expect(stack.choices).toEqual([{ name: "schools", opacity: 1 }]);
  });

  it("are all of them where the value is none of its own, or it has none", () => {
    const stack = new LayerStack([chosen, ...LAYERS], 8);
    stack.replace([
      { name: "schools", opacity: 1, value: "gone" },
      { name: "a", opacity: 1, value: "bora" },
    ]);
    expect(stack.value("schools")).toBe("");
    expect(stack.value("a")).toBe("");
    stack.replace([{ name: "schools", opacity: 1, value: "bora" }]);
    expect(stack.value("schools")).toBe("bora");
    stack.replace([{ name: "schools", opacity: 1 }]);
    expect(stack.value("schools")).toBe("");
  });

  it("are told from those of another value, and forgotten with the layer", () => {
    const stack = new LayerStack([chosen, ...LAYERS], 8);
    const changed = vi.fn();
    stack.addEventListener("change", changed);
    stack.choose("schools", "bora");
    expect(changed).not.toHaveBeenCalled();
    stack.toggle("schools");
    const before = stack.shown;
    stack.choose("schools", "bora");
    stack.choose("schools", "bora");
    expect(changed).toHaveBeenCalledTimes(2);
    expect(stack.shown).not.toBe(before);
    stack.toggle("schools");
    stack.toggle("schools");
    expect(stack.shown).toBe(before);
  });
});

it("takes whatever may hold areas for areas, so that an outline lies above them", () => {
  const holding = ["Polygon", "MultiPolygon", "GeometryCollection", "Geometry"] as const;
  const others = ["Point", "MultiPoint", "LineString", "MultiLineString"] as const;
  expect(holding.map((type) => holdsAreas(layer("a", type)))).not.toContain(false);
  expect(others.map((type) => holdsAreas(layer("a", type)))).not.toContain(true);
});
