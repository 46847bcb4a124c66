/** What the search offers: whatever is published from the server, a point from typed coordinates. */

import { fetchJson } from "../fetch-json.js";
import { gettext, interpolate } from "../i18n.js";
import { onSite } from "../on-site.js";
import { describePoint, isInPeru, type Point, parseCoordinates } from "./coordinates.js";

export type Extent = [number, number, number, number];

/** A thing that was found, as `/api/v1/search/` gives it. */
export interface Found {
  /** `units`, `commitments`, `layers` or a layer's name. */
  kind: string;
  kind_title: string;
  title: string;
  detail: string;
  is_sample: boolean;
  /** Its page. */
  address: string;
  /** The feature; both empty where it is none. */
  layer: string;
  fid: string;
  /** Degrees, longitude and latitude. */
  position: [number, number] | null;
  /** Degrees, west south east north. */
  extent: Extent | null;
}

export type Place =
  | { kind: "found"; label: string; detail: string; found: Found }
  | { kind: "point"; label: string; detail: string; point: Point };

export const RESULT_LIMIT = 8;
const UNITS = "units";

export function isUnit(found: Found): boolean {
  return found.kind === UNITS;
}

/** What the map has to show; null where it is nowhere. */
export function extentOf({ extent, position }: Found): Extent | null {
  return extent ?? (position && [...position, ...position]);
}

/** What a screen reader announces once the map was asked for it. */
export function whereabouts(found: Found, shown: boolean): string {
  const text = shown
    ? gettext("%(name)s, %(kind)s: el mapa lo muestra.")
    : gettext("%(name)s, %(kind)s: no tiene posición en el mapa.");
  return interpolate(text, { name: found.title, kind: found.kind_title });
}

export function foundPlace(found: Found): Place {
  return {
    kind: "found",
    label: found.is_sample ? `${gettext("EJEMPLO")} · ${found.title}` : found.title,
    detail: [found.kind_title, found.detail].filter(Boolean).join(" · "),
    found,
  };
}

export function pointPlace(point: Point): Place {
  const detail = isInPeru(point)
    ? gettext("Coordenadas")
    : gettext("Estas coordenadas caen fuera del Perú");
  return { kind: "point", label: describePoint(point), detail, point };
}

/** The places that `query` may mean, best first; throws when the server can't answer. */
export async function findPlaces(query: string, signal: AbortSignal): Promise<Place[]> {
  const point = parseCoordinates(query);
  if (point) {
    return [pointPlace(point)];
  }
  const parameters = new URLSearchParams({ q: query.trim(), limit: String(RESULT_LIMIT) });
  const answer = await fetchJson<{ results: Found[] }>(onSite(`/api/v1/search/?${parameters}`), {
    signal,
    headers: { Accept: "application/json" },
  });
  return answer.results.map(foundPlace);
}
