/** What is drawn: finished parts and the corners of the one at hand. Nothing here is changed. */

import { samePosition } from "../geometry/equality.js";
import type { MultiPolygon, Part, Position, Ring } from "../geometry/types.js";

export interface Drawing {
  parts: readonly Part[];
  /** Corners set so far of the part at hand, not closed. */
  sketch: readonly Position[];
}

/** A corner of a finished part. */
export interface CornerPlace {
  part: number;
  ring: number;
  corner: number;
}

export const EMPTY_DRAWING: Drawing = { parts: [], sketch: [] };

export const MIN_CORNERS = 3;

/** The corners without those that repeat the one before, and without a closing one. */
export function distinctCorners(corners: readonly Position[]): Position[] {
  const kept = corners.filter((corner, index) => !samePosition(corner, corners[index - 1]));
  while (kept.length > 1 && samePosition(kept[0], kept.at(-1))) {
    kept.pop();
  }
  return kept;
}

function closed(corners: readonly Position[]): Ring {
  return [...corners, corners[0] as Position];
}

export function canFinish({ sketch }: Drawing): boolean {
  return distinctCorners(sketch).length >= MIN_CORNERS;
}

/** Makes the corners set so far a part; the drawing as it is where they are too few. */
export function finished(drawing: Drawing): Drawing {
  const corners = distinctCorners(drawing.sketch);
  if (corners.length < MIN_CORNERS) {
    return drawing;
  }
  return { parts: [...drawing.parts, [closed(corners)]], sketch: [] };
}

export function withSketch(drawing: Drawing, sketch: readonly Position[]): Drawing {
  return { ...drawing, sketch };
}

export function withoutPart(drawing: Drawing, index: number): Drawing {
  return { ...drawing, parts: drawing.parts.filter((_, part) => part !== index) };
}

export function corner({ parts }: Drawing, place: CornerPlace): Position | undefined {
  return parts[place.part]?.[place.ring]?.[place.corner];
}

/** Applies a change to the corners of the ring that holds `place`. */
function changedRing(
  drawing: Drawing,
  place: CornerPlace,
  change: (corners: Position[]) => Position[],
): Drawing {
  const changedIn = (part: Part) =>
    part.map((ring, index) => (index === place.ring ? closed(change(ring.slice(0, -1))) : ring));
  const parts = drawing.parts.map((part, index) => (index === place.part ? changedIn(part) : part));
  return { ...drawing, parts };
}

export function movedCorner(drawing: Drawing, place: CornerPlace, to: Position): Drawing {
  return changedRing(drawing, place, (corners) => corners.with(place.corner, to));
}

/** With a new corner before the one at `place`. */
export function insertedCorner(drawing: Drawing, place: CornerPlace, at: Position): Drawing {
  return changedRing(drawing, place, (corners) => corners.toSpliced(place.corner, 0, at));
}

/** Without a corner; null where the ring would be left with too few. */
export function removedCorner(drawing: Drawing, place: CornerPlace): Drawing | null {
  const ring = drawing.parts[place.part]?.[place.ring];
  if (!ring || ring.length - 1 <= MIN_CORNERS) {
    return null;
  }
  return changedRing(drawing, place, (corners) => corners.toSpliced(place.corner, 1));
}

export function fromGeometry(geometry: MultiPolygon): Drawing {
  return { parts: geometry.coordinates, sketch: [] };
}

/** The parts as they are saved; null where there is none. */
export function toGeometry({ parts }: Drawing): MultiPolygon | null {
  return parts.length > 0 ? { type: "MultiPolygon", coordinates: [...parts] } : null;
}

/** What can be measured already: the parts and, from three corners on, the one at hand. */
export function measurable(drawing: Drawing): MultiPolygon | null {
  return toGeometry(finished(drawing));
}

/** Degrees, west south east north; null for nothing. */
export function extentOf({ parts, sketch }: Drawing): [number, number, number, number] | null {
  const all = [...parts.flat(2), ...sketch];
  if (all.length === 0) {
    return null;
  }
  // Not Math.min(...all): an argument for each of a hundred thousand corners is too many.
  return all.reduce<[number, number, number, number]>(
    ([west, south, east, north], [lon, lat]) => [
      Math.min(west, lon),
      Math.min(south, lat),
      Math.max(east, lon),
      Math.max(north, lat),
    ],
    [180, 90, -180, -90],
  );
}
