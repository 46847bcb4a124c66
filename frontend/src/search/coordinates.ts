/** Coordinates as people type them: degrees, or UTM zone, easting and northing (WGS 84). */

import Projection from "ol/proj/Projection.js";
import { makeTransforms } from "ol/proj/utm.js";

export interface Point {
  lon: number;
  lat: number;
}

/** Longitude and latitude that hold Peru and its waters. */
const PERU = { west: -85, east: -68, south: -21, north: 1 };

export function isInPeru({ lon, lat }: Point): boolean {
  return lon >= PERU.west && lon <= PERU.east && lat >= PERU.south && lat <= PERU.north;
}

const NUMBER = String.raw`[-+]?\d+(?:[.,]\d+)?`;
// "18S 279000 8667000", "18 L 279000, 8667000", "zona 18 279000 8667000"
const UTM = new RegExp(
  String.raw`^(?:utm\s*)?(?:zona\s*)?(1[789])\s*([a-z])?[\s,;]+(${NUMBER})\s*(?:m?\s*e)?[\s,;]+(${NUMBER})\s*(?:m?\s*n)?$`,
  "i",
);
// "-12.05, -77.04", "12,05 S; 77,04 O", "-12.05 -77.04"
const DEGREES = new RegExp(
  String.raw`^(${NUMBER})\s*°?\s*([NS])?(?:\s*[;,]\s*|\s+)(${NUMBER})\s*°?\s*([EWO])?$`,
  "i",
);

function toNumber(text: string): number {
  return Number(text.replace(",", "."));
}

function fromUtm(zone: string, easting: number, northing: number): Point | null {
  const transforms = makeTransforms(new Projection({ code: `EPSG:327${zone}` }));
  if (!transforms) {
    return null;
  }
  const [lon, lat] = transforms.inverse([easting, northing]);
  return lon === undefined || lat === undefined ? null : { lon, lat };
}

/** Both orders and lost signs are recognised, since Peru's ranges don't overlap. */
function asPeruvian(first: number, second: number): Point {
  const candidates: Point[] = [
    { lat: first, lon: second },
    { lat: second, lon: first },
    { lat: -first, lon: -second },
    { lat: -second, lon: -first },
  ];
  return candidates.find(isInPeru) ?? { lat: first, lon: second };
}

/**
 * The point that `text` names, in degrees, or null when it isn't a coordinate at all.
 *
 * A point outside Peru is returned as well: the caller says so instead of finding nothing.
 */
export function parseCoordinates(text: string): Point | null {
  const trimmed = text.trim();
  const utm = UTM.exec(trimmed);
  if (utm?.[1] && utm[3] && utm[4]) {
    return fromUtm(utm[1], toNumber(utm[3]), toNumber(utm[4]));
  }
  const degrees = DEGREES.exec(trimmed);
  if (!degrees?.[1] || !degrees[3]) {
    return null;
  }
  const first = toNumber(degrees[1]);
  const second = toNumber(degrees[3]);
  if (degrees[2] && degrees[4]) {
    const north = degrees[2].toUpperCase() === "N";
    const east = degrees[4].toUpperCase() === "E";
    return {
      lat: north ? Math.abs(first) : -Math.abs(first),
      lon: east ? Math.abs(second) : -Math.abs(second),
    };
  }
  return asPeruvian(first, second);
}

/** "12.05000° S, 77.04000° O", which can be typed again. */
export function describePoint({ lon, lat }: Point): string {
  const degrees = (value: number) => `${Math.abs(value).toFixed(5)}°`;
  return `${degrees(lat)} ${lat < 0 ? "S" : "N"}, ${degrees(lon)} ${lon < 0 ? "O" : "E"}`;
}
