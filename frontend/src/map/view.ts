/** The OpenLayers map: backdrop, the stack's vector tiles, the highlight. */

import ScaleLine from "ol/control/ScaleLine.js";
import { boundingExtent, type Extent, isEmpty } from "ol/extent.js";
import Feature, { type FeatureLike } from "ol/Feature.js";
import GeoJSON from "ol/format/GeoJSON.js";
import Point from "ol/geom/Point.js";
import { defaults as defaultInteractions } from "ol/interaction/defaults.js";
import KeyboardPan from "ol/interaction/KeyboardPan.js";
import KeyboardZoom from "ol/interaction/KeyboardZoom.js";
import VectorLayer from "ol/layer/Vector.js";
import OlMap from "ol/Map.js";
import { fromLonLat, toLonLat, transformExtent } from "ol/proj.js";
import VectorSource from "ol/source/Vector.js";
import VectorTileSource from "ol/source/VectorTile.js";
import View from "ol/View.js";
import type { LayerInfo } from "./catalogue.js";
import { CoverageOutlines } from "./coverage.js";
import { holdsAreas, isRaster, type LayerStack } from "./layer-stack.js";
import { HIGHLIGHT, tileStyle } from "./styles.js";
import {
  backdrop,
  baseLayers,
  loadAnew,
  NAMING_LAYERS,
  oceanName,
  pictureLayers,
  placeLayers,
  showTilesOf,
  type TileLayers,
  tileLayers,
} from "./tile-layers.js";

/** Degrees, west south east north. */
export const PERU: Extent = [-81.4, -18.4, -68.6, 0.05];
// What neighbours.geojson covers; beyond it there would be nothing but sea.
const FRAME: Extent = [-118, -46, -34, 26];
const MAX_ZOOM = 18;
/** Closest look when flying to a place, so that its surroundings stay visible. */
const FLIGHT_MAX_ZOOM = 13;
const FLIGHT_MS = 700;
// Above the backdrop and the base, in this order: an outline hides neither a line nor a point.
const RASTERS_Z = 2;
const AREAS_Z = 10;
const COVERAGE_Z = 30;
const LINES_AND_POINTS_Z = 40;
const PLACES_Z = 80;
const HIGHLIGHT_Z = 90;
const LABELS_Z = 100;

/** Room that panels take from the map: top, right, bottom, left, pixels. */
export type Padding = [number, number, number, number];

export function prefersReducedMotion(): boolean {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}

function lowest(info: LayerInfo): number {
  if (isRaster(info)) {
    return RASTERS_Z;
  }
  return holdsAreas(info) ? AREAS_Z : LINES_AND_POINTS_Z;
}

export class MapView {
  readonly map: OlMap;
  /** Called when a tile could not be had. */
  onTileError: () => void = () => {};
  private readonly view: View;
  private readonly tiles = new Map<string, TileLayers>();
  private readonly places = placeLayers();
  private readonly coverage = new CoverageOutlines();
  private readonly highlightSource = new VectorSource();
  private readonly animationMs: number;

  constructor(
    target: HTMLElement,
    initial: { center: [number, number] | null; zoom: number | null },
  ) {
    this.animationMs = prefersReducedMotion() ? 0 : FLIGHT_MS;
    this.view = new View({
      extent: transformExtent(FRAME, "EPSG:4326", "EPSG:3857"),
      center: fromLonLat(initial.center ?? [-75, -9.3]),
      zoom: initial.zoom ?? 5,
      maxZoom: MAX_ZOOM,
      enableRotation: false,
      smoothExtentConstraint: false,
    });
    this.map = new OlMap({
      target,
      view: this.view,
      layers: [
        backdrop(),
        oceanName(),
        ...baseLayers(),
        ...this.places,
        this.coverage.layer(COVERAGE_Z),
        this.highlightLayer(),
      ],
      controls: [new ScaleLine({ minWidth: 80, maxWidth: 150 })],
      interactions: this.interactions(),
    });
  }

  private interactions() {
    const duration = this.animationMs === 0 ? 0 : 120;
    const options = { keyboard: false, altShiftDragRotate: false, pinchRotate: false };
    return defaultInteractions({ ...options, zoomDuration: duration }).extend([
      new KeyboardPan({ duration }),
      new KeyboardZoom({ duration }),
    ]);
  }

  private highlightLayer(): VectorLayer {
    return new VectorLayer({ source: this.highlightSource, style: HIGHLIGHT, zIndex: HIGHLIGHT_Z });
  }

  /** Makes the map's layers those of the stack; layers already there keep their tiles. */
  show(stack: LayerStack): void {
    const active = stack.active;
    void this.coverage.show(active);
    for (const [name, layers] of this.tiles) {
      if (!active.some((info) => info.name === name)) {
        for (const layer of layers) {
          this.map.removeLayer(layer);
        }
        this.tiles.delete(name);
      }
    }
    for (const layer of this.places) {
      layer.setZIndex(PLACES_Z);
      layer.setVisible(!NAMING_LAYERS.some((name) => stack.isActive(name)));
    }
    for (const [index, info] of active.entries()) {
      const layers = this.tiles.get(info.name) ?? this.addTiles(info, stack.tiles(info));
      showTilesOf(layers, stack.tiles(info));
      const shapes = lowest(info);
      for (const [part, layer] of layers.entries()) {
        layer.setZIndex((part === 0 ? shapes : LABELS_Z) + index);
        layer.setOpacity(stack.opacity(info.name));
      }
    }
  }

  private addTiles(info: LayerInfo, url: string): TileLayers {
    const layers = isRaster(info)
      ? pictureLayers(url)
      : tileLayers(info.name, url, tileStyle(info.name, info.style));
    layers[0]?.getSource()?.on("tileloaderror", () => this.onTileError());
    for (const layer of layers) {
      if (info.min_zoom !== null) {
        // OpenLayers leaves the bound itself out.
        layer.setMinZoom(info.min_zoom - 1e-6);
      }
      if (info.max_zoom !== null) {
        layer.setMaxZoom(info.max_zoom);
      }
      this.map.addLayer(layer);
    }
    this.tiles.set(info.name, layers);
    return layers;
  }

  /** Asks for a layer's tiles anew: its features are others than before. */
  refresh(name: string): void {
    const source = this.tiles.get(name)?.[0]?.getSource();
    if (source instanceof VectorTileSource) {
      source.setTileLoadFunction(loadAnew);
      source.refresh();
    }
  }

  /** Degrees. */
  get center(): [number, number] {
    const [lon, lat] = toLonLat(this.view.getCenter() ?? [0, 0]);
    return [lon ?? 0, lat ?? 0];
  }

  get zoom(): number {
    return this.view.getZoom() ?? 0;
  }

  /** What the view shows, degrees. */
  get extent(): Extent {
    return transformExtent(this.view.calculateExtent(), "EPSG:3857", "EPSG:4326");
  }

  jump(center: [number, number], zoom: number): void {
    this.view.setCenter(fromLonLat(center));
    this.view.setZoom(zoom);
  }

  zoomBy(delta: number): void {
    const duration = this.animationMs === 0 ? 0 : 200;
    this.view.animate({ zoom: this.zoom + delta, duration });
  }

  /** Flies to an extent in degrees, with room for what covers the map. */
  fit(extent: Extent, padding: Padding, animate = true): void {
    this.view.fit(transformExtent(extent, "EPSG:4326", "EPSG:3857"), {
      padding,
      maxZoom: FLIGHT_MAX_ZOOM,
      duration: animate ? this.animationMs : 0,
    });
  }

  flyTo(point: [number, number], padding: Padding): void {
    this.fit(boundingExtent([point]), padding);
  }

  /** Moves the map just so far that a pixel comes out from under what covers the map. */
  reveal([x = 0, y = 0]: number[], [top, right, bottom, left]: Padding): void {
    const [width = 0, height = 0] = this.map.getSize() ?? [];
    const outside = (at: number, low: number, high: number) =>
      Math.min(at - low, 0) || Math.max(at - high, 0);
    const dx = outside(x, left, width - right);
    const dy = outside(y, top, height - bottom);
    const center = this.view.getCenter();
    const resolution = this.view.getResolution();
    if ((dx || dy) && center && resolution) {
      const [east = 0, north = 0] = center;
      this.view.animate({
        center: [east + dx * resolution, north - dy * resolution],
        duration: this.animationMs === 0 ? 0 : 250,
      });
    }
  }

  /** Highlights a GeoJSON feature (degrees), or nothing. */
  highlight(geojson: object | null): void {
    this.highlightSource.clear();
    if (geojson) {
      const options = { dataProjection: "EPSG:4326", featureProjection: "EPSG:3857" };
      this.highlightSource.addFeatures(new GeoJSON().readFeatures(geojson, options));
    }
  }

  fitHighlight(padding: Padding): void {
    const extent = this.highlightSource.getExtent();
    if (extent && !isEmpty(extent)) {
      this.view.fit(extent, { padding, maxZoom: FLIGHT_MAX_ZOOM });
    }
  }

  highlightPoint(point: [number, number]): void {
    this.highlightSource.clear();
    this.highlightSource.addFeature(new Feature(new Point(fromLonLat(point))));
  }

  /** The features drawn at a pixel, topmost first, each with the name of its layer. */
  featuresAt(pixel: number[], hitTolerance: number): { feature: FeatureLike; layer: string }[] {
    const found: { feature: FeatureLike; layer: string }[] = [];
    this.map.forEachFeatureAtPixel(
      pixel,
      (feature, layer) => {
        found.push({ feature, layer: String(layer.get("name")) });
      },
      { hitTolerance, layerFilter: (layer) => layer.get("name") !== undefined },
    );
    return found;
  }
}
