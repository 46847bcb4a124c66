/** Colours and strokes of zones, as the map and the legend draw them. */

import Fill from "ol/style/Fill.js";
import Stroke from "ol/style/Stroke.js";
import Style from "ol/style/Style.js";

export const ZONE_COLORS = {
  mine: "#0b4f8a",
  theirs: "#a03d00",
  base: "#b08900",
  white: "#ffffff",
} as const;

export function fill(color: string, alpha: string): Fill {
  return new Fill({ color: `${color}${alpha}` });
}

/** A line with a white one below it, so that it is seen on any ground. */
export function cased(color: string, width: number, lineDash: number[] = []): Style[] {
  return [
    new Style({ stroke: new Stroke({ color: ZONE_COLORS.white, width: width + 3 }) }),
    new Style({ stroke: new Stroke({ color, width, lineDash }) }),
  ];
}
