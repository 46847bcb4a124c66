/** The corner or the edge of a drawing that lies nearest to a point, in the plane given. */

import { distance2, onSegment } from "../geometry/segment.js";
import type { Position } from "../geometry/types.js";
import type { CornerPlace, Drawing } from "./drawing.js";

/** From degrees to the plane in which distances are measured: pixels or projected metres. */
export type ToPlane = (position: Position) => readonly number[];

/** The corner for which `distance2To` is least, where that is no more than `tolerance` squared. */
function nearest(
  drawing: Drawing,
  tolerance: number,
  distance2To: (ring: readonly Position[], corner: number) => number,
): CornerPlace | null {
  let best = tolerance ** 2;
  let found: CornerPlace | null = null;
  for (const [part, rings] of drawing.parts.entries()) {
    for (const [ring, positions] of rings.entries()) {
      for (let corner = 0; corner < positions.length - 1; corner += 1) {
        const off = distance2To(positions, corner);
        if (off <= best) {
          best = off;
          found = { part, ring, corner };
        }
      }
    }
  }
  return found;
}

/** The nearest corner no further than `tolerance`. */
export function nearestCorner(
  drawing: Drawing,
  at: readonly number[],
  toPlane: ToPlane,
  tolerance: number,
): CornerPlace | null {
  return nearest(drawing, tolerance, (ring, corner) =>
    distance2(at, toPlane(ring[corner] as Position)),
  );
}

/** Where a new corner goes on the nearest edge no further than `tolerance`. */
export function nearestEdge(
  drawing: Drawing,
  at: readonly number[],
  toPlane: ToPlane,
  tolerance: number,
): CornerPlace | null {
  const start = nearest(drawing, tolerance, (ring, corner) => {
    const [from, to] = [toPlane(ring[corner] as Position), toPlane(ring[corner + 1] as Position)];
    return onSegment(at, from, to).distance2;
  });
  return start && { ...start, corner: start.corner + 1 };
}
