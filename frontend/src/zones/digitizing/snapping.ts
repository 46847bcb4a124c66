/** What corners snap to: boundaries and layers around the view, whole, never from tiles. */

import type { Extent } from "ol/extent.js";
import { containsExtent } from "ol/extent.js";
import type Feature from "ol/Feature.js";
import GeoJSON from "ol/format/GeoJSON.js";
import type Geometry from "ol/geom/Geometry.js";
import LineString from "ol/geom/LineString.js";
import MultiLineString from "ol/geom/MultiLineString.js";
import MultiPolygon from "ol/geom/MultiPolygon.js";
import Polygon from "ol/geom/Polygon.js";
import type VectorSource from "ol/source/Vector.js";
import { fetchJson } from "../../fetch-json.js";
import { type LayerInfo, ZONES_LAYER } from "../../map/catalogue.js";
import type { Line } from "../geometry/tracing.js";

// The zooms at which the boundaries of one level are close enough together to be of use.
const PROVINCES_ZOOM = 7;
const DISTRICTS_ZOOM = 9;
/** Of a layer and view; where there are more, one has to come closer. */
const MAX_FEATURES = 500;
/** What is asked for around the view, of its width: little moves need no new request. */
const MARGIN = 0.25;

export function boundaryLayer(zoom: number): string {
  if (zoom < PROVINCES_ZOOM) {
    return "departments";
  }
  return zoom < DISTRICTS_ZOOM ? "provinces" : "districts";
}

/** The layers to snap to: the level's boundaries, the zones, and what is switched on. */
export function snapLayers(
  layers: readonly LayerInfo[],
  active: readonly LayerInfo[],
  zoom: number,
): LayerInfo[] {
  const names = new Set([boundaryLayer(zoom), ZONES_LAYER, ...active.map(({ name }) => name)]);
  return layers.filter(({ name }) => names.has(name));
}

interface Collection {
  numberMatched?: number;
  features: { id?: string | number }[];
}

export interface SnapState {
  /** Layers whose shapes are loaded. */
  titles: string[];
  /** Layers with more shapes in view than are asked for. */
  crowded: string[];
  failed: string[];
}

function widened([west = 0, south = 0, east = 0, north = 0]: Extent): Extent {
  const dx = (east - west) * MARGIN;
  const dy = (north - south) * MARGIN;
  return [
    Math.max(-180, west - dx),
    Math.max(-90, south - dy),
    Math.min(180, east + dx),
    Math.min(90, north + dy),
  ];
}

function fetchAround(layer: LayerInfo, extent: Extent, signal: AbortSignal): Promise<Collection> {
  const bbox = extent.map((degrees) => degrees.toFixed(5)).join(",");
  const address = `${layer.items}?bbox=${bbox}&limit=${MAX_FEATURES}&f=json`;
  return fetchJson<Collection>(address, { signal, cache: "no-cache" });
}

export class SnapLoader {
  private loaded: { extent: Extent; names: string } | null = null;
  private request: AbortController | undefined;

  constructor(
    private readonly source: VectorSource,
    private readonly onState: (state: SnapState) => void,
  ) {}

  /** Loads what is around `extent` (degrees); `editedZone` must not snap to itself. */
  async load(
    layers: readonly LayerInfo[],
    extent: Extent,
    editedZone: number | null,
  ): Promise<void> {
    const names = `${layers.map(({ name }) => name).join()} ${editedZone ?? ""}`;
    if (this.loaded?.names === names && containsExtent(this.loaded.extent, extent)) {
      return;
    }
    this.request?.abort();
    const request = new AbortController();
    this.request = request;
    const around = widened(extent);
    const answers = await Promise.allSettled(
      layers.map((layer) => fetchAround(layer, around, request.signal)),
    );
    if (request.signal.aborted) {
      return;
    }
    this.loaded = { extent: around, names };
    this.show(layers, answers, editedZone);
  }

  /** Forgets what was loaded: a zone was saved, or snapping is off. */
  clear(): void {
    this.request?.abort();
    this.loaded = null;
    this.source.clear();
  }

  private show(
    layers: readonly LayerInfo[],
    answers: PromiseSettledResult<Collection>[],
    editedZone: number | null,
  ): void {
    const state: SnapState = { titles: [], crowded: [], failed: [] };
    const features: Feature[] = [];
    const format = new GeoJSON({ featureProjection: "EPSG:3857" });
    for (const [index, layer] of layers.entries()) {
      const answer = answers[index];
      if (answer?.status === "fulfilled") {
        const own = layer.name === ZONES_LAYER ? editedZone : null;
        const found = answer.value.features.filter(
          ({ id }) => own === null || String(id) !== String(own),
        );
        features.push(
          ...(format.readFeatures({ type: "FeatureCollection", features: found }) as Feature[]),
        );
        state.titles.push(layer.title);
        if ((answer.value.numberMatched ?? 0) > answer.value.features.length) {
          state.crowded.push(layer.title);
        }
      } else {
        console.error(answer?.reason);
        state.failed.push(layer.title);
        this.loaded = null;
      }
    }
    this.source.clear();
    this.source.addFeatures(features);
    this.onState(state);
  }
}

/** All rings and lines of a geometry; points have none. */
export function linesOf(geometry: Geometry | undefined): Line[] {
  if (geometry instanceof LineString) {
    return [geometry.getCoordinates()];
  }
  if (geometry instanceof MultiLineString || geometry instanceof Polygon) {
    return geometry.getCoordinates();
  }
  return geometry instanceof MultiPolygon ? geometry.getCoordinates().flat() : [];
}
