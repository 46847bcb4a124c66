/** How a zone looks while it is drawn. */

import type { FeatureLike } from "ol/Feature.js";
import LineString from "ol/geom/LineString.js";
import MultiPoint from "ol/geom/MultiPoint.js";
import Polygon from "ol/geom/Polygon.js";
import CircleStyle from "ol/style/Circle.js";
import Fill from "ol/style/Fill.js";
import Stroke from "ol/style/Stroke.js";
import Style from "ol/style/Style.js";
import { cased, fill, ZONE_COLORS } from "../symbology.js";

function dot(radius: number, inside: string, outside: string): CircleStyle {
  return new CircleStyle({
    radius,
    fill: new Fill({ color: inside }),
    stroke: new Stroke({ color: outside, width: 2 }),
  });
}

const { mine, white } = ZONE_COLORS;

const PART = [new Style({ fill: fill(mine, "2e") }), ...cased(mine, 2.5)];
const CHOSEN_PART = [new Style({ fill: fill(mine, "66") }), ...cased(mine, 4)];
const CORNERS = new Style({
  image: dot(5, white, mine),
  geometry: (feature) => {
    const geometry = feature.getGeometry();
    return geometry instanceof Polygon
      ? new MultiPoint(geometry.getCoordinates().flat())
      : undefined;
  },
});

/** A finished part, with its corners while they can be moved. */
export function partStyle(withCorners: boolean, chosen: boolean): Style[] {
  const style = chosen ? CHOSEN_PART : PART;
  return withCorners ? [...style, CORNERS] : style;
}

const SKETCH_AREA = new Style({ fill: fill(mine, "1f") });
const SKETCH_LINE = cased(mine, 2.5, [8, 6]);
const SKETCH_POINT = new Style({ image: dot(6, mine, white) });
const GUIDE_LINE = cased(mine, 2, [3, 5]);
const SNAPPED = new Style({ image: dot(9, "#ffffff00", "#c8102e") });

const SKETCH_CORNERS = new Style({
  image: dot(4, white, mine),
  geometry: (feature) => {
    const geometry = feature.getGeometry();
    return geometry instanceof LineString ? new MultiPoint(geometry.getCoordinates()) : undefined;
  },
});

/** OpenLayers' sketch: an area, a line and the pointer. */
export function sketchStyle(feature: FeatureLike): Style[] {
  switch (feature.getGeometry()?.getType()) {
    case "Polygon":
      return [SKETCH_AREA];
    case "LineString":
      return [...SKETCH_LINE, SKETCH_CORNERS];
    default:
      return [SKETCH_POINT];
  }
}

/** The line to the next corner, and the ring where it snaps to a boundary. */
export function guideStyle(feature: FeatureLike): Style[] {
  return feature.getGeometry()?.getType() === "Point" ? [SNAPPED] : GUIDE_LINE;
}
