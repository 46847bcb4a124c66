/** Guides to the next corner: the line to it, where it snaps, the sketch of a paused part. */

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

  /** `paused`: corners of a part that waits until the draw tool is chosen again; map coordinates. */
  show(line: number[][] | null, snapped: number[] | null, paused: number[][]): void {
    this.source.clear();
    for (const shown of [line ?? [], paused]) {
      if (shown.length > 1) {
        this.source.addFeature(new Feature(new LineString(shown)));
      }
    }
    if (snapped) {
      this.source.addFeature(new Feature(new Point(snapped)));
    }
  }
}
