/** GeoJSON geometries of zones. */

/** Longitude, latitude in degrees. */
export type Position = [number, number];
/** Closed: the first position again at the end. */
export type Ring = Position[];
/** The outer ring, then the holes. */
export type Part = Ring[];

export interface MultiPolygon {
  type: "MultiPolygon";
  coordinates: Part[];
}
