/** The map's layers in OpenLayers' terms: backdrop, base, and a published layer's tiles. */

import Feature from "ol/Feature.js";
import GeoJSON from "ol/format/GeoJSON.js";
import MVT from "ol/format/MVT.js";
import Point from "ol/geom/Point.js";
import type BaseLayer from "ol/layer/Base.js";
import TileLayer from "ol/layer/Tile.js";
import VectorLayer from "ol/layer/Vector.js";
import VectorTileLayer from "ol/layer/VectorTile.js";
import { fromLonLat } from "ol/proj.js";
import type RenderFeature from "ol/render/Feature.js";
import VectorSource from "ol/source/Vector.js";
import VectorTileSource from "ol/source/VectorTile.js";
import XYZ from "ol/source/XYZ.js";
import type Tile from "ol/Tile.js";
import type VectorTile from "ol/VectorTile.js";
import { gettext } from "../i18n.js";
import { onSite } from "../on-site.js";
import neighboursUrl from "./neighbours.geojson?url";
import {
  abroadLabelStyle,
  abroadStyle,
  BASE_DEPARTMENTS,
  BASE_PLACES,
  COLORS,
  type TileStyle,
} from "./styles.js";

/** Shapes first, then labels where there are any; or the pictures of a raster. */
export type TileLayers = (VectorTileLayer | TileLayer<XYZ>)[];

// Beyond it the tiles are magnified: boundaries hold no more detail than that.
const TILES_MAX_ZOOM = 15;
// As deep as the map goes: a cell may be smaller than a metre.
const PICTURES_MAX_ZOOM = 18;
const OCEAN: [number, number] = [-81.8, -14.2];

export const BASE_NAME = "departments";
const PLACES_NAME = "district_capitals";
/** Layers that name the same places themselves. */
export const NAMING_LAYERS = [PLACES_NAME, "districts"];
// Further out there are too many to name.
const PLACES_MIN_ZOOM = 8;

function tilesOf(name: string): string {
  return onSite(`/ogc/collections/${name}/tiles/WebMercatorQuad/{z}/{y}/{x}?f=mvt`);
}

/** A layer's shapes and, above all shapes of all layers, its labels; both from one source. */
export function tileLayers(
  name: string | undefined,
  url: string,
  { shapes, labels }: TileStyle,
): TileLayers {
  const source = new VectorTileSource({ format: new MVT(), url, maxZoom: TILES_MAX_ZOOM });
  const layers = [new VectorTileLayer({ source, style: shapes })];
  if (labels.length > 0) {
    // One value for all: labels of different layers give way to one another.
    layers.push(new VectorTileLayer({ source, style: labels, declutter: "labels" }));
  }
  // A click asks shapes alone: a name is often written over a neighbour.
  layers[0]?.set("name", name);
  return layers;
}

/** A raster's pictures. */
export function pictureLayers(url: string): TileLayers {
  const source = new XYZ({ url, maxZoom: PICTURES_MAX_ZOOM, transition: 0 });
  return [new TileLayer({ source })];
}

/** Makes them show the tiles at an address; where they do already nothing is loaded again. */
export function showTilesOf(layers: TileLayers, url: string): void {
  const source = layers[0]?.getSource();
  if (source && source.getUrls()?.[0] !== url) {
    source.setUrl(url);
  }
}

/** Loads a tile after asking the server whether the one that the browser keeps still holds. */
export function loadAnew(tile: Tile, url: string): void {
  const vectorTile = tile as VectorTile<RenderFeature>;
  vectorTile.setLoader((extent, _, projection) => {
    fetch(url, { cache: "no-cache" })
      .then((response) => (response.ok ? response.arrayBuffer() : Promise.reject(response)))
      .then((data) => {
        const options = { extent, featureProjection: projection };
        vectorTile.onLoad(vectorTile.getFormat().readFeatures(data, options), projection);
      })
      .catch(() => vectorTile.onError());
  });
}

export function baseLayers(): TileLayers {
  return tileLayers(BASE_NAME, tilesOf(BASE_NAME), { shapes: BASE_DEPARTMENTS, labels: [] });
}

/** They have no name of their own on the map, so a click doesn't ask them. */
export function placeLayers(): TileLayers {
  const layers = tileLayers(undefined, tilesOf(PLACES_NAME), BASE_PLACES);
  for (const layer of layers) {
    layer.setMinZoom(PLACES_MIN_ZOOM);
  }
  return layers;
}

export function backdrop(): BaseLayer {
  const source = new VectorSource({ url: neighboursUrl, format: new GeoJSON() });
  return new VectorLayer({
    source,
    background: COLORS.sea,
    style: (feature) => {
      const name: unknown = feature.get("name");
      const label: unknown = feature.get("label");
      if (typeof name !== "string" || !Array.isArray(label)) {
        return abroadStyle();
      }
      const text = abroadLabelStyle(name, false);
      text.setGeometry(new Point(fromLonLat(label as [number, number])));
      return [abroadStyle(), text];
    },
  });
}

export function oceanName(): BaseLayer {
  const feature = new Feature(new Point(fromLonLat(OCEAN)));
  const style = abroadLabelStyle(gettext("Océano Pacífico"), true);
  return new VectorLayer({ source: new VectorSource({ features: [feature] }), style });
}
