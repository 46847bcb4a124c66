/** The finished parts on the map, a polygon each. */

import Feature from "ol/Feature.js";
import Polygon from "ol/geom/Polygon.js";
import VectorLayer from "ol/layer/Vector.js";
import VectorSource from "ol/source/Vector.js";
import type { Drawing } from "../drawing/drawing.js";
import { toDegrees, toMap } from "../geometry/projection.js";
import { partStyle } from "./styles.js";

// Above everything that the map shows, names included.
const PARTS_Z = 110;

export class PartsLayer {
  readonly source = new VectorSource<Feature<Polygon>>();
  readonly layer = new VectorLayer({
    source: this.source,
    zIndex: PARTS_Z,
    style: (feature) => partStyle(this.withCorners, feature.get("part") === this.chosen),
  });
  private withCorners = false;
  private chosen: number | null = null;

  show({ parts }: Drawing): void {
    this.source.clear();
    this.source.addFeatures(
      parts.map((part, index) => {
        const geometry = new Polygon(part.map((ring) => ring.map(toMap)));
        return new Feature({ geometry, part: index });
      }),
    );
  }

  /** The parts as an interaction left them. */
  read(): Drawing["parts"] {
    const features = [...this.source.getFeatures()];
    features.sort((a, b) => a.get("part") - b.get("part"));
    return features.map((feature) => {
      const rings = feature.getGeometry()?.getCoordinates() ?? [];
      return rings.map((ring) => ring.map(toDegrees));
    });
  }

  /** Shows the corners too, while they can be taken. */
  showCorners(shown: boolean): void {
    this.withCorners = shown;
    this.source.changed();
  }

  /** Sets one part off from the others, or none (null). */
  choose(index: number | null): void {
    this.chosen = index;
    this.source.changed();
  }
}
