/** What is at a point of the map: the features drawn there, and the cells of rasters. */

import type { Coordinate } from "ol/coordinate.js";
import { toLonLat } from "ol/proj.js";
import { fetchJson } from "../fetch-json.js";
import type { LayerInfo } from "./catalogue.js";
import { fetchItem, type Hit, type Item, uniqueHits } from "./identify.js";
import { isRaster, type LayerStack } from "./layer-stack.js";
import type { MapView } from "./view.js";

const DIGITS = 6;
/** Half the side of the pixel that is asked for, degrees: its middle is the point. */
const HALF_PIXEL = 1e-6;

/** An area or a cell answers where it lies, a point or a line also a little beside it. */
export function hitsAt(
  view: MapView,
  stack: LayerStack,
  pixel: number[],
  tolerance: number,
): Hit[] {
  const isArea = ({ layer }: Hit) =>
    stack.layers.find(({ name }) => name === layer)?.geometry_type.endsWith("Polygon");
  const near = uniqueHits(view.featuresAt(pixel, tolerance));
  const here = uniqueHits(view.featuresAt(pixel, 0));
  const fid = placeOf(view.map.getCoordinateFromPixel(pixel));
  const cells = stack.active.filter(isRaster).map(({ name }) => ({ layer: name, fid }));
  return [...near.filter((hit) => !isArea(hit)), ...here.filter(isArea), ...cells];
}

/** A position of the map (EPSG:3857) as longitude, latitude: what names a cell. */
export function placeOf(position: Coordinate): string {
  const [longitude = 0, latitude = 0] = toLonLat(position);
  return `${longitude.toFixed(DIGITS)},${latitude.toFixed(DIGITS)}`;
}

/** The feature, or the raster's cell at the place. */
export function fetchHit(layer: LayerInfo, fid: string): Promise<Item> {
  return isRaster(layer) ? fetchCell(layer, fid) : fetchItem(layer.items, fid);
}

/** WMS's answer at a place; where the raster has no value an item without any. */
async function fetchCell(layer: LayerInfo, fid: string): Promise<Item> {
  const [longitude = 0, latitude = 0] = fid.split(",").map(Number);
  const found = await fetchJson<{ features: Item[] }>(infoAddress(layer, longitude, latitude));
  return (
    found.features[0] ?? {
      type: "Feature",
      id: fid,
      geometry: { type: "Point", coordinates: [longitude, latitude] },
      properties: { [layer.title_field]: layer.title },
    }
  );
}

/** GetFeatureInfo of a map that is one pixel around the place (OGC 06-042, 7.4). */
export function infoAddress(layer: LayerInfo, longitude: number, latitude: number): string {
  const box = [-1, 1].flatMap((side) => [
    longitude + side * HALF_PIXEL,
    latitude + side * HALF_PIXEL,
  ]);
  const parameters = new URLSearchParams({
    SERVICE: "WMS",
    VERSION: "1.3.0",
    REQUEST: "GetFeatureInfo",
    LAYERS: layer.name,
    QUERY_LAYERS: layer.name,
    STYLES: "",
    CRS: "CRS:84",
    BBOX: box.map((side) => side.toFixed(DIGITS)).join(),
    WIDTH: "1",
    HEIGHT: "1",
    I: "0",
    J: "0",
    INFO_FORMAT: "application/json",
  });
  return `${layer.items}?${parameters}`;
}
