/** The three shapes of a conflict on the map. */

import Feature from "ol/Feature.js";
import MultiPolygonGeometry from "ol/geom/MultiPolygon.js";
import VectorLayer from "ol/layer/Vector.js";
import type OlMap from "ol/Map.js";
import VectorSource from "ol/source/Vector.js";
import { toMap } from "../geometry/projection.js";
import type { MultiPolygon } from "../geometry/types.js";
import type { Conflict } from "./merge.js";
import { VERSION_STYLES } from "./version-styles.js";

const VERSIONS_Z = 115;

export class VersionsLayer {
  private readonly source = new VectorSource();
  private readonly layer = new VectorLayer({ source: this.source, zIndex: VERSIONS_Z });

  constructor(private readonly map: OlMap) {}

  /** null: there is no conflict, and nothing to show. */
  show(conflict: Conflict | null): void {
    this.source.clear();
    this.map.removeLayer(this.layer);
    if (conflict) {
      // From the bottom up.
      this.add("base", conflict.base?.geometry ?? null);
      this.add("mine", conflict.mine.geometry);
      this.add("theirs", conflict.theirs.geometry);
      this.map.addLayer(this.layer);
    }
  }

  private add(version: keyof typeof VERSION_STYLES, geometry: MultiPolygon | null): void {
    if (geometry) {
      const coordinates = geometry.coordinates.map((part) => part.map((ring) => ring.map(toMap)));
      const feature = new Feature(new MultiPolygonGeometry(coordinates));
      feature.setStyle(VERSION_STYLES[version]);
      this.source.addFeature(feature);
    }
  }
}
