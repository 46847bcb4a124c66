/** What the published files of a layer cover, where they don't cover the country: drawn and said. */

import type Feature from "ol/Feature.js";
import GeoJSON from "ol/format/GeoJSON.js";
import VectorLayer from "ol/layer/Vector.js";
import VectorSource from "ol/source/Vector.js";
import { fetchJson } from "../fetch-json.js";
import { gettext, interpolate, ngettext } from "../i18n.js";
import { onSite } from "../on-site.js";
import type { LayerInfo } from "./catalogue.js";
import { COVERAGE } from "./styles.js";

/** More units than this are given as a number, not one by one. */
const NAMED_UNITS = 8;

/** What a legend says of the outline; empty for a layer of the whole country. */
export function coverageText({ is_partial, covers }: LayerInfo): string {
  if (!is_partial) {
    return "";
  }
  if (!covers || covers.length === 0) {
    return gettext("Filas añadidas a mano: no se sabe qué territorio cubren.");
  }
  const names = covers.slice(0, NAMED_UNITS).map(({ name }) => name);
  const more = covers.length - names.length;
  if (more > 0) {
    const text = ngettext("%(count)s unidad más", "%(count)s unidades más", more);
    names.push(interpolate(text, { count: more }));
  }
  return interpolate(
    gettext("Lo que cubren los archivos publicados: %(names)s. Fuera del contorno no se sabe."),
    { names: names.join(", ") },
  );
}

/** Outlines around what the layers that are on cover. */
export class CoverageOutlines {
  private readonly source = new VectorSource();
  private readonly asked = new Map<string, Promise<Feature[]>>();
  private shown = "";

  /** Above the layers' areas and below their lines, points and names; a click doesn't ask it. */
  layer(zIndex: number): VectorLayer {
    return new VectorLayer({ source: this.source, style: COVERAGE, zIndex });
  }

  async show(active: readonly LayerInfo[]): Promise<void> {
    const names = active.filter(({ is_partial }) => is_partial).map(({ name }) => name);
    const wanted = names.join();
    if (wanted === this.shown) {
      return;
    }
    this.shown = wanted;
    const found = await Promise.all(names.map((name) => this.outlines(name)));
    // Meanwhile other layers may have been asked for.
    if (wanted === this.shown) {
      this.source.clear();
      this.source.addFeatures(found.flat().map((feature) => feature.clone()));
    }
  }

  private outlines(name: string): Promise<Feature[]> {
    const known = this.asked.get(name) ?? fetchOutlines(name);
    this.asked.set(name, known);
    return known;
  }
}

/** None where they can't be had: the legend names the units all the same. */
async function fetchOutlines(name: string): Promise<Feature[]> {
  const options = { dataProjection: "EPSG:4326", featureProjection: "EPSG:3857" };
  try {
    const answer = await fetchJson(onSite(`/api/v1/layers/${name}/coverage/`));
    return new GeoJSON().readFeatures(answer, options);
  } catch {
    return [];
  }
}
