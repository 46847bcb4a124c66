/** From a point on the map to the features there, and from a feature to its attributes. */

import { fetchJson } from "../fetch-json.js";
import { formatDate, formatFieldNumber } from "../format.js";
import { gettext } from "../i18n.js";
import { onSite } from "../on-site.js";
import { type FieldInfo, type LayerInfo, PLAN_LAYER } from "./catalogue.js";
import { labelsOf } from "./styles.js";

export interface Hit {
  layer: string;
  fid: string;
}

/** A feature as the server's GeoJSON gives it. */
export interface Item {
  type: "Feature";
  id: string | number;
  geometry: object | null;
  properties: Record<string, unknown>;
}

export interface Attribute {
  title: string;
  value: string;
}

// They are shown at the foot, or in a box, instead of in the table.
const SHOWN_ELSEWHERE = new Set([
  "source",
  "cutoff_date",
  "is_sample",
  "source_url",
  "commitments",
]);

interface Drawn {
  get(name: string): unknown;
}

/** One hit a feature, though it may be drawn several times: in neighbouring tiles, as a label. */
export function uniqueHits(found: readonly { feature: Drawn; layer: string }[]): Hit[] {
  const hits = new Map<string, Hit>();
  for (const { feature, layer } of found) {
    const source = feature.get("layer");
    const fid = feature.get("fid");
    const belongs = source === layer || source === labelsOf(layer);
    if (belongs && (typeof fid === "string" || typeof fid === "number")) {
      hits.set(`${layer} ${fid}`, { layer, fid: String(fid) });
    }
  }
  return [...hits.values()];
}

export function fetchItem(items: string, fid: string): Promise<Item> {
  return fetchJson<Item>(`${items}/${encodeURIComponent(fid)}?f=json`, {
    headers: { Accept: "application/geo+json" },
  });
}

function formatValue(field: FieldInfo, value: unknown): string {
  if (typeof value === "boolean") {
    return value ? gettext("sí") : gettext("no");
  }
  if (typeof value === "number") {
    const text = formatFieldNumber(field.name, value);
    return field.unit ? `${text} ${field.unit}` : text;
  }
  if (Array.isArray(value)) {
    return value.join(", ");
  }
  const text = field.labels[String(value)] ?? String(value);
  return field.type === "date" || field.type === "datetime" ? formatDate(text) : text;
}

/** What the popup's table shows, in the layer's order; what is unknown has no row. */
export function attributes(layer: LayerInfo, item: Item): Attribute[] {
  const rows: Attribute[] = [];
  for (const field of layer.fields) {
    const value = item.properties[field.name];
    const empty = value === null || value === undefined || value === "";
    if (!empty && field.name !== layer.title_field && !SHOWN_ELSEWHERE.has(field.name)) {
      rows.push({ title: field.title, value: formatValue(field, value) });
    }
  }
  return rows;
}

function text(item: Item, name: string): string | null {
  const value = item.properties[name];
  return typeof value === "string" && value !== "" ? value : null;
}

export function itemTitle(layer: LayerInfo, item: Item): string {
  return text(item, layer.title_field) ?? `${layer.title} ${item.id}`;
}

/** The layer's path with the feature's values in it; null where it lacks one of them. */
function ownSheet(layer: LayerInfo, item: Item): string | null {
  let isWhole = layer.sheet !== "";
  const path = layer.sheet.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = name === "fid" ? String(item.id) : text(item, name);
    isWhole &&= value !== null;
    return encodeURIComponent(value ?? "");
  });
  return isWhole ? path : null;
}

/** The page with more on it: the feature's own, or that of the unit which it belongs to. */
export function sheetAddress(layer: LayerInfo, item: Item): string | null {
  const own = ownSheet(layer, item);
  if (own) {
    return own;
  }
  const ubigeo = text(item, "ubigeo") ?? text(item, "declared_ubigeo");
  return ubigeo && onSite(`/t/${ubigeo}/`);
}

/** What was contributed about the feature, and the form for more; null where nobody may. */
export function participation(
  layer: LayerInfo,
  item: Item,
): { contributions: string; form: string } | null {
  if (!layer.takes_contributions) {
    return null;
  }
  const fid = encodeURIComponent(item.id);
  return {
    contributions: onSite(`/participar/elemento/${layer.name}/${fid}/`),
    form: onSite(`/participar/aporte/?capa=${layer.name}&elemento=${fid}`),
  };
}

export function provenance(
  layer: LayerInfo,
  item: Item,
): { source: string; cutoff: string | null } {
  const cutoff = text(item, "cutoff_date") ?? layer.cutoff_date;
  return { source: text(item, "source") ?? layer.source, cutoff: cutoff && formatDate(cutoff) };
}

export function itemCommitments(layer: LayerInfo, item: Item): number[] {
  const { commitments, number } = item.properties;
  if (Array.isArray(commitments)) {
    return commitments.map(Number);
  }
  // The plan's own layer has one row a commitment and place, so its number is a field.
  return layer.name === PLAN_LAYER && typeof number === "number" ? [number] : layer.commitments;
}

export function isSample(item: Item): boolean {
  return item.properties.is_sample === true;
}

/** Whether the outline is this site's approximation, not an official boundary. */
export function isApproximate(item: Item): boolean {
  return item.properties.boundary_source === "approximate";
}
