/** A stored zone and a measurement of it, for tests. */

import type { MultiPolygon, Position } from "../geometry/types.js";
import type { ZoneContent } from "./content.js";
import type { Measurement, Remark, Zone } from "./contract.js";

/** Of a triangle, a degree wide. */
export function corners(west: number): Position[] {
  return [
    [west, -4],
    [west + 1, -4],
    [west + 1, -3],
  ];
}

export function shape(west: number): MultiPolygon {
  const ring = corners(west);
  return { type: "MultiPolygon", coordinates: [[[...ring, ring[0] as Position]]] };
}

/** Zone 7 as stored in a version. */
export function zone(version: number, content: Partial<ZoneContent> = {}): Zone {
  const { geometry, ...values } = content;
  const properties = {
    title: "Stored",
    description: "",
    commitments: [3],
    status: "draft" as const,
    status_title: "Borrador",
    version,
    author: "Autora",
    department: "16",
    department_name: "Loreto",
    area_ha: 1,
    created_at: "",
    updated_at: "",
    is_sample: true,
    url: "/zonas/7/",
    can_edit: true,
  };
  return {
    type: "Feature",
    id: 7,
    geometry: geometry ?? shape(-75),
    properties: { ...properties, ...values },
  };
}

/** What was said with a decision on version 1. */
export function remark(decision: Remark["decision"]): Remark {
  return {
    version: 1,
    decision,
    decision_title: decision,
    remark: "Falta el puente",
    place: null,
    author: "Revisora",
    decided_at: "2026-01-02T03:04:05Z",
  };
}

/** Of a valid zone that overlaps no other. */
export const MEASUREMENT: Measurement = {
  area_ha: 1,
  overlaps: [],
  overlaps_note: "",
  units: [],
  units_note: "",
  scope: { allowed: true, reason: "" },
  valid: true,
  reason: "",
  notes: [],
  contents: [],
  contents_note: "",
  terrain: null,
  people: null,
};
