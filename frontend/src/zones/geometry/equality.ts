/** When two positions, or two geometries, are the same to the centimetre. */

import type { MultiPolygon, Part, Position, Ring } from "./types.js";

// A centimetre, as the server writes coordinates: a snapped corner stays that of the neighbour.
const DIGITS = 7;

export function rounded([lon, lat]: readonly number[]): Position {
  return [Number((lon ?? 0).toFixed(DIGITS)), Number((lat ?? 0).toFixed(DIGITS))];
}

export function samePosition(a: Position | undefined, b: Position | undefined): boolean {
  return a !== undefined && b !== undefined && a[0] === b[0] && a[1] === b[1];
}

function sameRing(a: Ring, b: Ring): boolean {
  return a === b || (a.length === b.length && a.every((at, index) => sameCentimetre(at, b[index])));
}

function sameCentimetre(a: Position, b: Position | undefined): boolean {
  return b !== undefined && samePosition(rounded(a), rounded(b));
}

function samePart(a: Part, b: Part | undefined): boolean {
  const sameAt = (ring: Ring, index: number) => sameRing(ring, b?.[index] ?? []);
  return a === b || (a.length === b?.length && a.every(sameAt));
}

/**
 * To the centimetre, part by part and corner by corner in their order.
 *
 * Asked at every key stroke: what two drawings share isn't looked into.
 */
export function sameGeometry(a: MultiPolygon | null, b: MultiPolygon | null): boolean {
  if (!a || !b) {
    return a === b;
  }
  const { coordinates } = b;
  const sameAt = (part: Part, index: number) => samePart(part, coordinates[index]);
  return a.coordinates.length === coordinates.length && a.coordinates.every(sameAt);
}
