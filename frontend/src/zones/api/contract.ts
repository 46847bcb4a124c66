/** The JSON of `/api/v1/zones/` and `/api/v1/session/`. */

import type { MultiPolygon } from "../geometry/types.js";

export interface Session {
  authenticated: boolean;
  username: string;
  name: string;
  role: "anonymous" | "member" | "planner" | "reviewer";
  department: {
    ubigeo: string;
    name: string;
    /** Degrees, west south east north. */
    extent: [number, number, number, number] | null;
  } | null;
  can_draw: boolean;
  csrf_token: string;
  login_url: string;
  logout_url: string;
}

export interface ZoneProperties {
  title: string;
  description: string;
  commitments: number[];
  status: "draft" | "submitted" | "approved";
  status_title: string;
  version: number;
  author: string;
  department: string;
  department_name: string;
  area_ha: number;
  created_at: string;
  updated_at: string;
  is_sample: boolean;
  url: string;
  can_edit: boolean;
}

export interface Zone {
  type: "Feature";
  id: number;
  geometry: MultiPolygon;
  properties: ZoneProperties;
  /** Just after it was stored: what was done to its geometry for that. */
  notes?: string[];
}

/** What was said with a decision of a zone's review. */
export interface Remark {
  /** The version that was decided on. */
  version: number;
  decision: "submit" | "approve" | "return";
  decision_title: string;
  remark: string;
  place: { type: "Point"; coordinates: [number, number] } | null;
  author: string;
  decided_at: string;
}

export interface Overlap {
  id: number;
  title: string;
  area_ha: number;
  /** Of the measured geometry's area. */
  percent: number;
}

/** A shape of a file that a person brings. */
export interface FoundShape {
  layer: string;
  /** Its number in the layer, from 1. */
  row: number;
  /** What its column of names says; empty where it has none. */
  title: string;
  /** null where it can't be part of a zone. */
  geometry: MultiPolygon | null;
  /** What was done to it. */
  notes: string[];
  /** Why it can't. */
  fault: string;
}

export interface FoundShapes {
  /** What the file is, by its content. */
  kind: string;
  crs: string;
  shapes: FoundShape[];
  remarks: string[];
}

/** How many of a layer's things lie within a drawing. */
export interface ThemeContents {
  layer: string;
  title: string;
  /** null: not known, or fewer than may be given. */
  count: number | null;
  has_more: boolean;
  /** Fewer than these, but some; 0 where that isn't why there is no number. */
  fewer_than: number;
  is_sample: boolean;
  /** Of `covers` alone: published files don't cover the rest. */
  is_partial: boolean;
  covers: { ubigeo: string; name: string }[];
}

/** By the finest terrain that has a value there; null is what can't be known. */
export interface ZoneTerrain {
  layer: string;
  title: string;
  source: string;
  cutoff_date: string | null;
  accuracy: string;
  altitude_mean_m: number | null;
  altitude_minimum_m: number | null;
  altitude_maximum_m: number | null;
  slope_deg: number | null;
  slope_note: string;
  /** The share of the zone that has a value, 0 to 1. */
  covered: number;
}

/** By the grid of population that covers it; null is what can't be known. */
export interface ZonePeople {
  people: number | null;
  /** The share of the zone that the grid covers, 0 to 1. */
  covered: number;
  raster: { name: string; title: string; cutoff_date: string | null } | null;
  /** Why nobody knows, or of which part the number is. */
  note: string;
}

export interface Measurement {
  area_ha: number;
  /** The largest first. */
  overlaps: Overlap[];
  /** That there are more than are listed; empty where there aren't. */
  overlaps_note: string;
  units: { ubigeo: string; name: string; level: string }[];
  /** Why only departments are named; empty where nothing is left out. */
  units_note: string;
  scope: { allowed: boolean; reason: string };
  valid: boolean;
  /** Why the geometry isn't valid. */
  reason: string;
  /** What storing it will do to the geometry, such as joining parts. */
  notes: string[];
  contents: ThemeContents[];
  /** What is counted of them. */
  contents_note: string;
  /** null: no raster of terrain has a value there. */
  terrain: ZoneTerrain | null;
  people: ZonePeople | null;
}
