/** The shapes of a file on the map, over the zone's parts, to be chosen by touching them. */

import Feature from "ol/Feature.js";
import MultiPolygonGeometry from "ol/geom/MultiPolygon.js";
import VectorLayer from "ol/layer/Vector.js";
import type OlMap from "ol/Map.js";
import type MapBrowserEvent from "ol/MapBrowserEvent.js";
import VectorSource from "ol/source/Vector.js";
import Style from "ol/style/Style.js";
import { toMap } from "../geometry/projection.js";
import type { Part } from "../geometry/types.js";
import { cased, fill, ZONE_COLORS } from "../symbology.js";
import type { FileImport } from "./file-import.js";

const SHAPES_Z = 116;
const HIT_TOLERANCE_PX = 6;
const { mine, theirs } = ZONE_COLORS;
// Told apart by fill and dashes too, not by colour alone.
const OFFERED = [new Style({ fill: fill(theirs, "14") }), ...cased(theirs, 2.5, [8, 6])];
const CHOSEN = [new Style({ fill: fill(theirs, "66") }), ...cased(theirs, 4)];
const PRESENT = [new Style({ fill: fill(mine, "2e") }), ...cased(mine, 2.5)];

function featureOf(parts: readonly Part[], values: object): Feature {
  const coordinates = parts.map((part) => part.map((ring) => ring.map(toMap)));
  return new Feature({ geometry: new MultiPolygonGeometry(coordinates), ...values });
}

export class ShapesLayer {
  private readonly source = new VectorSource();
  private readonly layer = new VectorLayer({
    source: this.source,
    zIndex: SHAPES_Z,
    style: (feature) => {
      const index: number | null = feature.get("shape");
      return index === null ? PRESENT : this.file.chosen.has(index) ? CHOSEN : OFFERED;
    },
  });
  private shown = false;

  constructor(
    private readonly map: OlMap,
    private readonly file: FileImport,
  ) {}

  /** Shows what the file offers beside the parts that there are, or nothing. */
  update(parts: readonly Part[]): void {
    const shown = this.file.status === "choosing";
    if (shown && !this.shown) {
      this.source.addFeature(featureOf(parts, { shape: null }));
      for (const [index, { geometry }] of this.file.usable) {
        this.source.addFeature(featureOf(geometry?.coordinates ?? [], { shape: index }));
      }
      this.map.addLayer(this.layer);
      this.map.on("click", this.onClick);
    } else if (!shown && this.shown) {
      this.source.clear();
      this.map.removeLayer(this.layer);
      this.map.un("click", this.onClick);
    }
    this.shown = shown;
    this.source.changed();
  }

  private readonly onClick = (event: MapBrowserEvent) => {
    const options = {
      layerFilter: (layer: unknown) => layer === this.layer,
      hitTolerance: HIT_TOLERANCE_PX,
    };
    const index = this.map.forEachFeatureAtPixel(
      event.pixel,
      (feature) => feature.get("shape") as number | null,
      options,
    );
    if (typeof index === "number") {
      this.file.toggle(index);
    }
  };
}
