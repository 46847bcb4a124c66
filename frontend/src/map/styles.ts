/** The drawing that is the viewer's own: backdrop, highlight; and the layers' served styles. */

import Fill from "ol/style/Fill.js";
import type { FlatStyleLike, Rule } from "ol/style/flat.js";
import Stroke from "ol/style/Stroke.js";
import Style from "ol/style/Style.js";
import Text from "ol/style/Text.js";
import type { LegendEntry } from "./catalogue.js";

export const COLORS = {
  sea: "#dbe8ef",
  abroad: "#eceeee",
  abroadOutline: "#cfd5d9",
  abroadLabel: "#6c7a85",
  land: "#fbfaf6",
  coast: "#9fb3c1",
  departmentOutline: "#b9b2bf",
  place: "#5d6873",
  highlight: "#0b4f8a",
  // Unlike what is selected.
  coverage: "#a3480f",
} as const;

export const FONT = "'Noto Sans', sans-serif";

/** Name of the MVT layer that holds a layer's label points. */
export function labelsOf(name: string): string {
  return `${name}_labels`;
}

export interface TileStyle {
  shapes: Rule[];
  /** Empty where the style has no labels. */
  labels: Rule[];
}

function inMvtLayer(mvtLayer: string, rule: Rule): Rule {
  const inLayer = ["==", ["get", "layer"], mvtLayer];
  return { ...rule, filter: rule.filter ? ["all", inLayer, rule.filter] : inLayer };
}

/** A served style has rules for shapes and rules for labels; each reads its own MVT layer. */
export function tileStyle(name: string, rules: readonly Rule[]): TileStyle {
  const isLabel = (rule: Rule) => "text-value" in rule.style;
  return {
    shapes: rules.filter((rule) => !isLabel(rule)).map((rule) => inMvtLayer(name, rule)),
    labels: rules.filter(isLabel).map((rule) => inMvtLayer(labelsOf(name), rule)),
  };
}

export const BASE_DEPARTMENTS: Rule[] = tileStyle("departments", [
  {
    style: {
      "fill-color": COLORS.land,
      "stroke-color": COLORS.departmentOutline,
      "stroke-width": 1,
    },
  },
]).shapes;

/** Names of towns to find one's way by, quieter than any layer's. */
export const BASE_PLACES: TileStyle = tileStyle("district_capitals", [
  { style: { "circle-radius": 2, "circle-fill-color": COLORS.place } },
  {
    filter: ["has", "capital"],
    style: {
      "text-value": ["get", "capital"],
      "text-font": `11px ${FONT}`,
      "text-fill-color": COLORS.place,
      "text-stroke-color": COLORS.land,
      "text-stroke-width": 3,
      "text-offset-y": 10,
      "text-padding": [3, 6, 3, 6],
    },
  },
]);

const abroad = new Style({
  fill: new Fill({ color: COLORS.abroad }),
  stroke: new Stroke({ color: COLORS.abroadOutline, width: 1 }),
});

export function abroadStyle(): Style {
  return abroad;
}

export function abroadLabelStyle(name: string, italic: boolean): Style {
  return new Style({
    text: new Text({
      text: name,
      font: `${italic ? "italic " : ""}12px ${FONT}`,
      fill: new Fill({ color: italic ? "#5f7f94" : COLORS.abroadLabel }),
    }),
  });
}

/** Around what published files cover. */
export const COVERAGE: FlatStyleLike = [
  { "stroke-color": "#ffffff", "stroke-width": 6, "stroke-line-join": "round" },
  { "stroke-color": COLORS.coverage, "stroke-width": 3, "stroke-line-join": "round" },
];

export const HIGHLIGHT: FlatStyleLike = [
  {
    filter: ["==", ["geometry-type"], "Point"],
    style: [
      { "circle-radius": 11, "circle-stroke-color": "#ffffff", "circle-stroke-width": 6 },
      { "circle-radius": 11, "circle-stroke-color": COLORS.highlight, "circle-stroke-width": 3 },
    ],
  },
  {
    // Dashed as everywhere, since the boundary is not an official one.
    else: true,
    filter: ["==", ["get", "boundary_source"], "approximate"],
    style: [
      { "stroke-color": "#ffffff", "stroke-width": 6 },
      {
        "stroke-color": COLORS.highlight,
        "stroke-width": 3,
        "stroke-line-dash": [9, 5],
        "fill-color": [11, 79, 138, 0.06],
      },
    ],
  },
  {
    else: true,
    style: [
      { "stroke-color": "#ffffff", "stroke-width": 6 },
      { "stroke-color": COLORS.highlight, "stroke-width": 3, "fill-color": [11, 79, 138, 0.06] },
    ],
  },
];

/** The coverage's line in a legend. */
export const COVERAGE_ENTRY: LegendEntry = {
  name: "coverage",
  title: "",
  kind: "polygon",
  fill: null,
  stroke: { color: COLORS.coverage, width_px: 3, opacity: 1, dash: [] },
  min_scale: null,
  max_scale: null,
};
