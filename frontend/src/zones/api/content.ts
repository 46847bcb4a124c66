/** What a person may change of a zone, field by field. */

import { sameGeometry } from "../geometry/equality.js";
import type { MultiPolygon } from "../geometry/types.js";
import type { Zone } from "./contract.js";

/** The fields of the form; the rest of a zone's properties is the server's. */
export interface ZoneValues {
  title: string;
  description: string;
  /** In ascending order. */
  commitments: number[];
}

export interface ZoneContent extends ZoneValues {
  geometry: MultiPolygon | null;
}

export type FieldName = keyof ZoneContent;
export const FIELD_NAMES: readonly FieldName[] = [
  "title",
  "description",
  "commitments",
  "geometry",
];

export function valuesOf({ properties }: Zone): ZoneValues {
  const { title, description, commitments } = properties;
  return { title, description, commitments: [...commitments].sort((a, b) => a - b) };
}

export function contentOf(zone: Zone): ZoneContent {
  return { ...valuesOf(zone), geometry: zone.geometry };
}

export function sameField(name: FieldName, a: ZoneContent, b: ZoneContent): boolean {
  return name === "geometry"
    ? sameGeometry(a.geometry, b.geometry)
    : JSON.stringify(a[name]) === JSON.stringify(b[name]);
}

/** The names of the fields on which two contents differ. */
export function differences(a: ZoneContent, b: ZoneContent): FieldName[] {
  return FIELD_NAMES.filter((name) => !sameField(name, a, b));
}
