/** Between degrees, in which drawings are kept, and the map's Web Mercator metres. */

import { fromLonLat, toLonLat } from "ol/proj.js";
import { rounded } from "./equality.js";
import type { Position } from "./types.js";

export function toMap(position: Position): number[] {
  return fromLonLat(position);
}

/** Rounded as the server writes coordinates, so that a corner taken over stays the same one. */
export function toDegrees(coordinate: readonly number[]): Position {
  return rounded(toLonLat([...coordinate]));
}
