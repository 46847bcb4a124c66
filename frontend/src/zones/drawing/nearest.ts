/** The corner or the edge of a drawing that lies nearest to a point, in the plane given. */

import { distance2, onSegment } from "../geometry/segment.js";
import type { Position } from "../geometry/types.js";
import type { CornerPlace, Drawing } from "./drawing.js";

/** From degrees to the plane in which distances are measured: pixels or projected metres. */
export type ToPlane = (position: Position) => readonly number[];

function eachCorner(drawing: Drawing, visit: (place: CornerPlace, ring: Position[]) => void): void {
  for (const [part, rings] of drawing.parts.entries()) {
    for (const [ring, positions] of rings.entries()) {
      for (let corner = 0; corner < positions.length - 1; corner += 1) {
        visit({ part, ring, corner }, positions);
      }
    }
  }
}

/** The nearest corner no further than `tolerance`. */
export function nearestCorner(
  drawing: Drawing,
  at: readonly number[],
  toPlane: ToPlane,
  tolerance: number,
): CornerPlace | null {
  let best = tolerance ** 2;
  let found: CornerPlace | null = null;
  eachCorner(drawing, (place, ring) => {
    const off = distance2(at, toPlane(ring[place.corner] as Position));
    if (off <= best) {
      best = off;
      found = place;
    }
  });
  return found;
}

/** Where a new corner goes on the nearest edge no further than `tolerance`. */
export function nearestEdge(
  drawing: Drawing,
  at: readonly number[],
  toPlane: ToPlane,
  tolerance: number,
): CornerPlace | null {
  let best = tolerance ** 2;
  let found: CornerPlace | null = null;
  eachCorner(drawing, (place, ring) => {
    const from = toPlane(ring[place.corner] as Position);
    const to = toPlane(ring[place.corner + 1] as Position);
    const off = onSegment(at, from, to).distance2;
    if (off <= best) {
      best = off;
      found = { ...place, corner: place.corner + 1 };
    }
  });
  return found;
}
