/** How the three versions of a conflict look on the map. */

import Stroke from "ol/style/Stroke.js";
import Style from "ol/style/Style.js";
import { cased, fill, ZONE_COLORS } from "../symbology.js";

const { mine, theirs, base } = ZONE_COLORS;

function dashed(color: string, width: number, lineDash: number[]): Style {
  return new Style({ stroke: new Stroke({ color, width, lineDash, lineCap: "butt" }) });
}

/** Distinguished by width and dashes too, not by colour alone; each lets those below it through. */
export const VERSION_STYLES: Record<"base" | "mine" | "theirs", Style[]> = {
  base: [new Style({ stroke: new Stroke({ color: `${base}b0`, width: 10 }) })],
  mine: [new Style({ fill: fill(mine, "1f") }), ...cased(mine, 3.5)],
  theirs: [new Style({ fill: fill(theirs, "1f") }), dashed(theirs, 3.5, [12, 8])],
};
