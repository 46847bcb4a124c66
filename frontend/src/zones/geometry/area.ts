/**
 * Area on the WGS84 ellipsoid, for a figure that is there before the server's.
 *
 * Latitudes become authalic ones, on the sphere of equal area (Snyder 1987, 3-11 to 3-13), and
 * each edge gives the signed excess between itself and the equator. The edges are great
 * circles of that sphere instead of the ellipsoid's geodesics: less than a hundredth of one per
 * cent apart for anything the size of a zone.
 */

import type { MultiPolygon, Ring } from "./types.js";

const SEMI_MAJOR_M = 6_378_137;
const FLATTENING = 1 / 298.257_223_563;
const E2 = FLATTENING * (2 - FLATTENING);
const E = Math.sqrt(E2);
const M2_PER_HA = 10_000;
const RADIANS = Math.PI / 180;

function authalic(sine: number): number {
  return (1 - E2) * (sine / (1 - E2 * sine * sine) + Math.atanh(E * sine) / E);
}

const AT_POLE = authalic(1);
const RADIUS2_M2 = (SEMI_MAJOR_M * SEMI_MAJOR_M * AT_POLE) / 2;

/** The tangent of half the authalic latitude. */
function halfTangent(latitude: number): number {
  const beta = Math.asin(authalic(Math.sin(latitude * RADIANS)) / AT_POLE);
  return Math.tan(beta / 2);
}

function ringHectares(ring: Ring): number {
  let excess = 0;
  for (const [index, [lon, lat]] of ring.entries()) {
    const next = ring[index + 1];
    if (next) {
      const from = halfTangent(lat);
      const to = halfTangent(next[1]);
      const turn = Math.tan(((next[0] - lon) * RADIANS) / 2);
      excess += 2 * Math.atan2(turn * (from + to), 1 + from * to);
    }
  }
  return Math.abs(excess * RADIUS2_M2) / M2_PER_HA;
}

export function hectares(geometry: MultiPolygon | null): number {
  let total = 0;
  for (const [outer, ...holes] of geometry?.coordinates ?? []) {
    total += outer ? ringHectares(outer) : 0;
    total -= holes.reduce((sum, hole) => sum + ringHectares(hole), 0);
  }
  return total;
}
