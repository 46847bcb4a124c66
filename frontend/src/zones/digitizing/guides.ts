/** What helps to put the next corner: its line, what holds it, the part left aside. */

import Feature from "ol/Feature.js";
import LineString from "ol/geom/LineString.js";
import Point from "ol/geom/Point.js";
import VectorLayer from "ol/layer/Vector.js";
import VectorSource from "ol/source/Vector.js";
import { guideStyle } from "./styles.js";

const GUIDE_Z = 120;

export class Guides {
  private readonly source = new VectorSource();
  readonly layer = new VectorLayer({ source: this.source, zIndex: GUIDE_Z, style: guideStyle });

  /** `aside`: corners of a part that waits until its tool is taken up again; map coordinates. */
  show(line: number[][] | null, held: number[] | null, aside: number[][]): void {
    this.source.clear();
    for (const shown of [line ?? [], aside]) {
      if (shown.length > 1) {
        this.source.addFeature(new Feature(new LineString(shown)));
      }
    }
    if (held) {
      this.source.addFeature(new Feature(new Point(held)));
    }
  }
}
