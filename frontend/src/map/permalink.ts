/**
 * The map's state in the page's address: `?v=1&l=districts,provinces:60&c=-75,-9.2&z=6.5`.
 *
 * `l`: layers by their stable names, each with its opacity in per cent when it isn't 100;
 * `f`: of which value the features of a layer are, where not all are shown: `eib_schools:bora`;
 * `c`: centre as longitude, latitude; `z`: zoom; `u`: the highlighted unit's ubigeo;
 * `m`: a marked point as longitude, latitude; `zona`: the zone that the editor has open, by its
 * id, or `nueva`. What can't be read is left out, one by one, so that an old or damaged address
 * still opens what it can.
 */

export interface LayerChoice {
  name: string;
  /** 0 to 1. */
  opacity: number;
  /** The code of the value whose features are shown; without one all are. */
  value?: string;
}

export interface ViewState {
  /** null: the address says nothing about layers. */
  layers: LayerChoice[] | null;
  center: [number, number] | null;
  zoom: number | null;
  unit: string | null;
  marker: [number, number] | null;
  zone: string | null;
}

export const EMPTY_STATE: ViewState = {
  layers: null,
  center: null,
  zoom: null,
  unit: null,
  marker: null,
  zone: null,
};

/** Stands in the address for a zone that isn't stored yet. */
export const NEW_ZONE = "nueva";

const VERSION = "1";
const LAYER = /^([a-z][a-z0-9_]*)(?::(\d{1,3}))?$/;
const VALUE = /^([a-z][a-z0-9_]*):([a-z0-9][a-z0-9-]{0,59})$/;
const ZONE_ID = /^[1-9]\d{0,15}$/;
const UBIGEO = /^(?:\d{2}|\d{4}|\d{6})$/;
// About a metre: more digits only make the address longer.
const DEGREE_DIGITS = 5;

function parseLayers(text: string | null): LayerChoice[] | null {
  if (text === null) {
    return null;
  }
  const choices: LayerChoice[] = [];
  for (const item of text.split(",")) {
    const match = LAYER.exec(item);
    const name = match?.[1];
    if (name && !choices.some((choice) => choice.name === name)) {
      choices.push({ name, opacity: Math.min(Number(match[2] ?? 100), 100) / 100 });
    }
  }
  return choices;
}

/** Gives each layer the value that the address names for it; of two the first. */
function withValues(choices: LayerChoice[] | null, text: string | null): LayerChoice[] | null {
  const values = new Map<string, string>();
  for (const item of text?.split(",") ?? []) {
    const [, name, value] = VALUE.exec(item) ?? [];
    if (name && value && !values.has(name)) {
      values.set(name, value);
    }
  }
  return (
    choices?.map((choice) => {
      const value = values.get(choice.name);
      return value ? { ...choice, value } : choice;
    }) ?? null
  );
}

function parseLonLat(text: string | null): [number, number] | null {
  const numbers = text?.split(",").map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  const [lon, lat] = numbers ?? [];
  if (numbers?.length !== 2 || lon === undefined || lat === undefined) {
    return null;
  }
  const valid = Math.abs(lon) <= 180 && Math.abs(lat) <= 85;
  return valid ? [lon, lat] : null;
}

function parseZoom(text: string | null): number | null {
  const zoom = text === null || text === "" ? Number.NaN : Number(text);
  return zoom >= 0 && zoom <= 24 ? zoom : null;
}

export function parseState(search: string): ViewState {
  const parameters = new URLSearchParams(search);
  if ((parameters.get("v") ?? VERSION) !== VERSION) {
    return EMPTY_STATE;
  }
  const unit = parameters.get("u");
  const zone = parameters.get("zona");
  return {
    layers: withValues(parseLayers(parameters.get("l")), parameters.get("f")),
    center: parseLonLat(parameters.get("c")),
    zoom: parseZoom(parameters.get("z")),
    unit: unit && UBIGEO.test(unit) ? unit : null,
    marker: parseLonLat(parameters.get("m")),
    zone: zone && (zone === NEW_ZONE || ZONE_ID.test(zone)) ? zone : null,
  };
}

function lonLat([lon, lat]: [number, number]): string {
  return `${Number(lon.toFixed(DEGREE_DIGITS))},${Number(lat.toFixed(DEGREE_DIGITS))}`;
}

function layerText({ name, opacity }: LayerChoice): string {
  const percent = Math.round(opacity * 100);
  return percent === 100 ? name : `${name}:${percent}`;
}

/** The query string of a state; it holds only characters that need no escaping. */
export function formatState(state: ViewState): string {
  const parts = [`v=${VERSION}`];
  if (state.layers) {
    parts.push(`l=${state.layers.map(layerText).join(",")}`);
    const values = state.layers.filter(({ value }) => value);
    if (values.length > 0) {
      parts.push(`f=${values.map(({ name, value }) => `${name}:${value}`).join(",")}`);
    }
  }
  if (state.center) {
    parts.push(`c=${lonLat(state.center)}`);
  }
  if (state.zoom !== null) {
    parts.push(`z=${Number(state.zoom.toFixed(2))}`);
  }
  if (state.unit) {
    parts.push(`u=${state.unit}`);
  }
  if (state.marker) {
    parts.push(`m=${lonLat(state.marker)}`);
  }
  if (state.zone) {
    parts.push(`zona=${state.zone}`);
  }
  return `?${parts.join("&")}`;
}
