/** What the server says about its layers and the plan's commitments. */

import type { Rule } from "ol/style/flat.js";
import { fetchJson } from "../fetch-json.js";
import { gettext } from "../i18n.js";
import { onSite } from "../on-site.js";

/**
 * A simple feature's type, or what is no feature at all; none of a table without geometry, which
 * no map shows.
 */
export type GeometryType =
  | "Raster"
  | "Point"
  | "LineString"
  | "Polygon"
  | "MultiPoint"
  | "MultiLineString"
  | "MultiPolygon"
  | "GeometryCollection"
  | "Geometry"
  | "";

export interface FieldInfo {
  name: string;
  title: string;
  type: "string" | "integer" | "number" | "boolean" | "date" | "datetime" | "integer_list";
  unit: string;
  /** What to read instead of a code. */
  labels: Record<string, string>;
}

export interface SymbolFill {
  color: string;
  opacity: number;
  hatch: boolean;
}

export interface SymbolStroke {
  color: string;
  width_px: number;
  opacity: number;
  dash: number[];
}

export interface LegendEntry {
  name: string;
  title: string;
  kind: "polygon" | "line" | "point";
  fill: SymbolFill | null;
  stroke: SymbolStroke | null;
  size_px?: number;
  shape?: "circle" | "square";
  /** The lines of a hatched symbol around its middle, as SVG; empty where it isn't hatched. */
  hatch_path?: string;
  min_scale: number | null;
  max_scale: number | null;
}

/** By what a person may choose among a layer's features on the map. */
export interface LayerChoices {
  title: string;
  /** `code` stands in addresses; `filter` is the condition, CQL2 text. */
  values: { code: string; title: string; filter: string }[];
}

export interface LayerInfo {
  name: string;
  title: string;
  abstract: string;
  theme: string;
  theme_title: string;
  commitments: number[];
  geometry_type: GeometryType;
  fields: FieldInfo[];
  title_field: string;
  /** Path of the page that a feature's thing has, with names of fields in braces; empty: none. */
  sheet: string;
  /** Whether somebody may contribute something about its features. */
  takes_contributions: boolean;
  source: string;
  source_url: string;
  licence: string;
  attribution: string;
  cutoff_date: string | null;
  has_samples: boolean;
  /** Published for a part of the country: for the units of `covers`, none where nobody knows. */
  is_partial: boolean;
  covers: { ubigeo: string; name: string }[] | null;
  /** Degrees, west south east north. */
  extent: [number, number, number, number] | null;
  min_zoom: number | null;
  max_zoom: number | null;
  /** null: all of its features are shown, or none. */
  choices: LayerChoices | null;
  tiles: string;
  items: string;
  style: Rule[];
  legend: LegendEntry[];
}

/** A raster as the server lists it. */
interface RasterInfo
  extends Pick<
    LayerInfo,
    | "name"
    | "title"
    | "abstract"
    | "theme"
    | "theme_title"
    | "source"
    | "source_url"
    | "licence"
    | "attribution"
    | "cutoff_date"
    | "extent"
    | "legend"
  > {
  bands: { name: string; title: string; unit: string }[];
  accuracy: string;
  map_tiles: string;
  feature_info: string;
}

export interface Commitment {
  number: number;
  short_title: string;
  theme: string;
  theme_title: string;
  layers: string[];
}

/** It maps the plan's words for every commitment, so it publishes none of them. */
export const PLAN_LAYER = "commitment_territories";

/** What planners draw; its features have pages of their own. */
export const ZONES_LAYER = "intervention_zones";

/** Whom the map names at its foot: the base map's source and those of the layers that are on. */
export function sourcesOf(active: readonly LayerInfo[]): string {
  const names = active.flatMap(({ attribution }) => attribution.split("; "));
  return [...new Set(["Natural Earth", ...names])].filter(Boolean).join(" · ");
}

/** All results of a list that the server gives in pages. */
async function fetchResults<T>(url: string): Promise<T[]> {
  const results: T[] = [];
  for (let next: string | null = url; next !== null; ) {
    const page: { results: T[]; next: string | null } = await fetchJson(next);
    results.push(...page.results);
    next = page.next;
  }
  return results;
}

/** The layers that a map can show, rasters last: tables without geometry are left out. */
export async function fetchLayers(): Promise<LayerInfo[]> {
  const [layers, rasters] = await Promise.all([
    fetchResults<LayerInfo>(onSite("/api/v1/layers/")),
    fetchJson<RasterInfo[]>(onSite("/api/v1/rasters/")),
  ]);
  const drawn = layers.filter(({ geometry_type }) => geometry_type !== "");
  return [...drawn, ...rasters.map(rasterLayer)];
}

/** A raster as the map's other layers are: what a point is told are its fields. */
export function rasterLayer(raster: RasterInfo): LayerInfo {
  const { bands, accuracy, map_tiles, feature_info, ...same } = raster;
  const values = bands.map((band): FieldInfo => ({ ...band, type: "number", labels: {} }));
  const text = (name: string, title: string): FieldInfo => {
    return { name, title, type: "string", unit: "", labels: {} };
  };
  return {
    ...same,
    commitments: [],
    geometry_type: "Raster",
    fields: [...values, text("accuracy", gettext("Exactitud"))],
    title_field: "coverage",
    sheet: "",
    takes_contributions: false,
    has_samples: false,
    is_partial: false,
    covers: null,
    min_zoom: null,
    max_zoom: null,
    choices: null,
    tiles: map_tiles,
    items: feature_info,
    style: [],
  };
}

export function fetchCommitments(): Promise<Commitment[]> {
  return fetchResults<Commitment>(onSite("/api/v1/commitments/"));
}
