/** What the search offers: units from the server, a point from typed coordinates. */

import { fetchJson } from "../fetch-json.js";
import { gettext } from "../i18n.js";
import { describePoint, isInPeru, type Point, parseCoordinates } from "./coordinates.js";

export type Extent = [number, number, number, number];

export interface Unit {
  ubigeo: string;
  name: string;
  level: "department" | "province" | "district";
  level_title: string;
  path: string;
  /** Degrees, west south east north. */
  extent: Extent | null;
  point: [number, number] | null;
  url: string;
}

export type Place =
  | { kind: "unit"; label: string; detail: string; unit: Unit }
  | { kind: "point"; label: string; detail: string; point: Point };

export const RESULT_LIMIT = 8;

export function unitPlace(unit: Unit): Place {
  return {
    kind: "unit",
    label: unit.name,
    detail: [unit.level_title, unit.path, unit.ubigeo].filter(Boolean).join(" · "),
    unit,
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
  const answer = await fetchJson<{ results: Unit[] }>(`/api/v1/units/?${parameters}`, {
    signal,
    headers: { Accept: "application/json" },
  });
  return answer.results.map(unitPlace);
}
