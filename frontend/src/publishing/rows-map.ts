/** A map of the rows that a file would change: as many as the server gives of what is in view. */

import GeoJSON from "ol/format/GeoJSON.js";
import ImageLayer from "ol/layer/Image.js";
import VectorLayer from "ol/layer/Vector.js";
import OlMap from "ol/Map.js";
import { transformExtent } from "ol/proj.js";
import ImageWMS from "ol/source/ImageWMS.js";
import VectorSource from "ol/source/Vector.js";
import { Circle, Fill, Stroke, Style } from "ol/style.js";
import View from "ol/View.js";
import { onSite } from "../on-site.js";

const DEGREES = "EPSG:4326";
const METRES = "EPSG:3857";
const POINT_PX = 5;
const PADDING_PX = 24;
const CLOSEST_ZOOM = 14;

/** The colours of the legend beside the map (publishing.css). */
const COLORS: Record<string, string> = {
  new: "#1b6e3c",
  changed: "#8a5a00",
  gone: "#a3200f",
  same: "#5b6570",
};

function styles(): Map<string, Style> {
  return new Map(
    Object.entries(COLORS).map(([change, color]) => {
      const stroke = new Stroke({ color, width: 2 });
      const fill = new Fill({ color: `${color}55` });
      const image = new Circle({ radius: POINT_PX, stroke, fill });
      return [change, new Style({ stroke, fill, image })];
    }),
  );
}

/** Draws the rows into the element, whose attributes name their address and extent in degrees. */
export function drawRows(element: HTMLElement): OlMap {
  const { features = "", extent = "" } = element.dataset;
  const rows = new VectorSource({
    format: new GeoJSON(),
    strategy: (view) => [view],
    url: (view) => {
      const bbox = transformExtent(view, METRES, DEGREES).map((side) => side.toFixed(5));
      return `${features}?bbox=${bbox.join(",")}`;
    },
  });
  const known = styles();
  const map = new OlMap({
    target: element,
    layers: [
      new ImageLayer({
        source: new ImageWMS({
          url: onSite("/ows/wms"),
          params: { LAYERS: "departments", VERSION: "1.3.0" },
          ratio: 1,
        }),
      }),
      new VectorLayer({ source: rows, style: (row) => known.get(row.get("change")) }),
    ],
    view: new View({ maxZoom: 18 }),
  });
  const box = transformExtent(extent.split(",").map(Number), DEGREES, METRES);
  map.getView().fit(box, {
    size: [element.clientWidth, element.clientHeight],
    padding: Array(4).fill(PADDING_PX),
    maxZoom: CLOSEST_ZOOM,
  });
  element.querySelector(".preview-map-note")?.remove();
  return map;
}
