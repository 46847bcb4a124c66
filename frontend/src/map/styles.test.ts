import Feature from "ol/Feature.js";
import { rulesToStyleFunction } from "ol/render/canvas/style.js";
import type { Rule } from "ol/style/flat.js";
import type Style from "ol/style/Style.js";
import { describe, expect, it } from "vitest";
import { BASE_DEPARTMENTS, BASE_PLACES, HIGHLIGHT, tileStyle } from "./styles.js";

/** Rules in the form that layers/styles/viewer.py writes. */
const RULES: Rule[] = [
  {
    else: true,
    filter: ["all", ["has", "population"], ["<", ["get", "population"], 1000]],
    style: { "fill-color": [255, 0, 0, 1] },
  },
  { else: true, style: { "fill-color": [0, 0, 255, 1] } },
  {
    else: true,
    filter: ["all", ["has", "name"], ["<", ["resolution"], 700]],
    style: { "text-value": ["to-string", ["get", "name"]] },
  },
];

function drawn(properties: Record<string, unknown>, resolution = 500): Style[] {
  const { shapes, labels } = tileStyle("districts", RULES);
  const style = rulesToStyleFunction([...shapes, ...labels]);
  return (style(new Feature(properties), resolution) ?? []) as Style[];
}

describe("tileStyle", () => {
  it("fills shapes by the first rule that matches", () => {
    const color = (population?: number) =>
      drawn({ layer: "districts", population })[0]?.getFill()?.getColor();
    expect(color(10)).toEqual([255, 0, 0, 1]);
    expect(color(5000)).toEqual([0, 0, 255, 1]);
    expect(drawn({ layer: "districts", name: "Lima", population: 10 })).toHaveLength(1);
  });

  it("labels the label points only, at their scale", () => {
    const label = (resolution: number) =>
      drawn({ layer: "districts_labels", name: "Lima" }, resolution).map((style) =>
        style.getText()?.getText(),
      );
    expect(label(500)).toEqual(["Lima"]);
    expect(label(700)).toEqual([]);
  });

  it("draws nothing of another layer in the same tile", () => {
    expect(drawn({ layer: "provinces", population: 10 })).toEqual([]);
  });
});

describe("the viewer's own styles", () => {
  it("are styles that OpenLayers can read", () => {
    expect(() => rulesToStyleFunction(BASE_DEPARTMENTS)).not.toThrow();
    expect(() => rulesToStyleFunction(HIGHLIGHT as Rule[])).not.toThrow();
    expect(() => rulesToStyleFunction(BASE_PLACES.labels)).not.toThrow();
  });
});
