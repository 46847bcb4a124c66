/** The drawing on the map: OpenLayers' interactions, kept in step with an immutable `Drawing`. */

import { never } from "ol/events/condition.js";
import Polygon from "ol/geom/Polygon.js";
import Draw, { type DrawEvent } from "ol/interaction/Draw.js";
import Modify from "ol/interaction/Modify.js";
import Snap from "ol/interaction/Snap.js";
import type VectorLayer from "ol/layer/Vector.js";
import type OlMap from "ol/Map.js";
import type MapBrowserEvent from "ol/MapBrowserEvent.js";
import VectorSource from "ol/source/Vector.js";
import { gettext } from "../../i18n.js";
import {
  type Drawing,
  distinctCorners,
  EMPTY_DRAWING,
  finished,
  removedCorner,
  withSketch,
} from "../drawing/drawing.js";
import { nearestCorner } from "../drawing/nearest.js";
import { samePosition } from "../geometry/equality.js";
import { toDegrees, toMap } from "../geometry/projection.js";
import { traced } from "../geometry/tracing.js";
import type { Position } from "../geometry/types.js";
import { Guides } from "./guides.js";
import { PartsLayer } from "./parts-layer.js";
import { linesOf } from "./snapping.js";
import { sketchStyle } from "./styles.js";

export type Tool = "draw" | "move" | "erase";

// A finger is less exact than a mouse.
const COARSE = window.matchMedia("(pointer: coarse)");
const HIT_TOLERANCE_PX = { mouse: 12, touch: 22 };
/** From a boundary, so that a corner counts as lying on it; snapping puts it there exactly. */
const TRACING_TOLERANCE_PX = 1.5;

export class ZoneCanvas {
  readonly snapSource = new VectorSource();
  /** Called with the drawing after each step that the person takes. */
  onStep: (drawing: Drawing) => void = () => {};
  onMessage: (message: string) => void = () => {};
  /** Whether corners between two on the same boundary follow it. */
  tracing = true;
  private readonly parts = new PartsLayer();
  private readonly guides = new Guides();
  private readonly layers: VectorLayer[];
  private readonly draw: Draw;
  private readonly modify: Modify;
  private readonly snap: Snap;
  private sketchFeature: DrawEvent["feature"] | null = null;
  private current = EMPTY_DRAWING;
  private tool: Tool = "draw";

  constructor(readonly map: OlMap) {
    this.layers = [this.parts.layer, this.guides.layer];
    const { hitTolerance } = this;
    this.draw = new Draw({
      type: "Polygon",
      style: sketchStyle,
      freehandCondition: never,
      snapTolerance: hitTolerance,
    });
    this.modify = new Modify({
      source: this.parts.source,
      pixelTolerance: hitTolerance,
      style: sketchStyle,
    });
    this.snap = new Snap({ source: this.snapSource, pixelTolerance: hitTolerance });
    this.listen();
  }

  get hitTolerance(): number {
    return HIT_TOLERANCE_PX[COARSE.matches ? "touch" : "mouse"];
  }

  get resolution(): number {
    return this.map.getView().getResolution() ?? 1;
  }

  start(): void {
    for (const layer of this.layers) {
      this.map.addLayer(layer);
    }
    for (const interaction of [this.draw, this.modify, this.snap]) {
      this.map.addInteraction(interaction);
    }
    this.map.on("click", this.onClick);
    window.addEventListener("pointerup", this.onPointerUp);
    this.setTool(this.tool);
  }

  stop(): void {
    for (const layer of this.layers) {
      this.map.removeLayer(layer);
    }
    for (const interaction of [this.draw, this.modify, this.snap]) {
      this.map.removeInteraction(interaction);
    }
    this.map.un("click", this.onClick);
    window.removeEventListener("pointerup", this.onPointerUp);
    this.map.getTargetElement()?.classList.remove("is-drawing");
  }

  get drawing(): Drawing {
    return this.current;
  }

  /** Shows a drawing that comes from elsewhere: a stored zone, a step taken back. */
  show(drawing: Drawing): void {
    this.current = drawing;
    this.parts.show(drawing);
    this.showSketch();
  }

  /** Shows parts alone, without making them the drawing: a corner that is being moved. */
  showParts(drawing: Drawing): void {
    this.parts.show(drawing);
  }

  setTool(tool: Tool): void {
    this.tool = tool;
    this.draw.setActive(tool === "draw");
    this.modify.setActive(tool === "move");
    this.map.getTargetElement()?.classList.toggle("is-drawing", tool === "draw");
    this.showSketch();
    this.parts.showCorners(tool !== "draw");
  }

  setSnapping(on: boolean): void {
    this.snap.setActive(on);
    this.showGuide(null, null);
  }

  choosePart(index: number | null): void {
    this.parts.choose(index);
  }

  /** The place on a boundary that a coordinate snaps to, or null. */
  snapped(coordinate: number[]): number[] | null {
    const pixel = this.map.getPixelFromCoordinate(coordinate);
    const result = this.snap.getActive() ? this.snap.snapTo(pixel, coordinate, this.map) : null;
    return result?.vertex ?? null;
  }

  addCorner(position: Position): void {
    this.extend(distinctCorners([...this.current.sketch, position]));
    this.showSketch();
  }

  /** Makes the part at hand a finished one; false where it has too few corners. */
  finish(): boolean {
    return this.close(this.current.sketch);
  }

  /** Takes a step: the drawing is this one from now on. */
  step(drawing: Drawing): void {
    this.show(drawing);
    this.onStep(drawing);
  }

  /** The corners of a boundary between two places on it, degrees. */
  pathBetween(from: Position, to: Position): Position[] {
    if (!this.tracing || !this.snap.getActive()) {
      return [];
    }
    const [start, end] = [toMap(from), toMap(to)];
    const tolerance = this.resolution * TRACING_TOLERANCE_PX;
    const [x = 0, y = 0] = start;
    const around = [x - tolerance, y - tolerance, x + tolerance, y + tolerance];
    const near = this.snapSource.getFeaturesInExtent(around);
    const lines = near.flatMap((feature) => linesOf(feature.getGeometry()));
    return traced(lines, start, end, tolerance).map(toDegrees);
  }

  /** The line that leads to the next corner, and the ring where it snaps; map coordinates. */
  showGuide(line: number[][] | null, snapped: number[] | null): void {
    const { sketch } = this.current;
    this.guides.show(line, snapped, this.tool === "draw" ? [] : sketch.map(toMap));
  }

  private listen(): void {
    this.draw.on("drawstart", ({ feature }) => {
      this.sketchFeature = feature;
    });
    this.draw.on("drawabort", () => {
      this.sketchFeature = null;
    });
    this.draw.on("drawend", () => {
      const corners = this.sketched(1);
      this.sketchFeature = null;
      this.close(corners);
    });
    this.modify.on("modifyend", () => this.step({ ...this.current, parts: this.parts.read() }));
    this.snap.on("snap", ({ vertex }) => this.showSnap(vertex));
    this.snap.on("unsnap", () => this.showGuide(null, null));
  }

  private showSnap(vertex: number[]): void {
    const last = this.tool === "draw" ? this.current.sketch.at(-1) : undefined;
    const path = last ? this.pathBetween(last, toDegrees(vertex)) : [];
    const line = last && path.length > 0 ? [toMap(last), ...path.map(toMap), vertex] : null;
    this.showGuide(line, vertex);
  }

  // After OpenLayers has dealt with it: only then does its sketch hold the new corner.
  private readonly onPointerUp = () => {
    window.setTimeout(() => {
      if (this.sketchFeature) {
        this.extend(this.sketched(2));
      }
    });
  };

  private readonly onClick = (event: MapBrowserEvent) => {
    if (this.tool === "erase") {
      this.erase(event.pixel);
    }
  };

  /** Removes the corner at a pixel, or says why not. */
  erase(pixel: number[]): void {
    const toPlane = (position: Position) => this.map.getPixelFromCoordinate(toMap(position));
    const place = nearestCorner(this.current, pixel, toPlane, this.hitTolerance);
    const drawing = place && removedCorner(this.current, place);
    if (drawing) {
      this.step(drawing);
    } else {
      this.onMessage(
        place
          ? gettext("Una parte necesita al menos 3 esquinas: borre la parte entera.")
          : gettext("No hay ninguna esquina aquí."),
      );
    }
  }

  /** The corners of OpenLayers' sketch, without those at its end that aren't set. */
  private sketched(unset: number): Position[] {
    const geometry = this.sketchFeature?.getGeometry();
    const ring = (geometry instanceof Polygon && geometry.getCoordinates()[0]) || [];
    // With its first corner, OpenLayers doesn't close the ring yet.
    const end = ring.length === 2 ? 1 : ring.length - unset;
    // A click on the newest corner sets it once more.
    return distinctCorners(ring.slice(0, end).map(toDegrees));
  }

  /** The corners with those of the boundary that the newest one was led along. */
  private withPath(corners: readonly Position[]): readonly Position[] {
    const known = this.current.sketch;
    const last = corners.at(-1);
    const before = known.at(-1);
    if (!before || !last || corners.length !== known.length + 1) {
      return corners;
    }
    return [...known, ...unvisited(this.pathBetween(before, last), known), last];
  }

  private extend(corners: readonly Position[]): void {
    if (corners.length <= this.current.sketch.length) {
      return;
    }
    const sketch = this.withPath(corners);
    this.current = withSketch(this.current, sketch);
    if (sketch.length !== corners.length) {
      this.showSketch();
    }
    this.onStep(this.current);
  }

  private close(corners: readonly Position[]): boolean {
    const all = this.withPath(corners);
    const [first, last] = [all[0], all.at(-1)];
    const back = first && last ? unvisited(this.pathBetween(last, first), all) : [];
    const before = this.current;
    const drawing = finished(withSketch(before, [...all, ...back]));
    if (drawing.sketch.length > 0 || drawing.parts.length === before.parts.length) {
      this.showSketch();
      return false;
    }
    this.step(drawing);
    return true;
  }

  /** Gives OpenLayers the corners set so far, so that the pointer goes on from the last one. */
  private showSketch(): void {
    this.draw.abortDrawing();
    if (this.tool === "draw" && this.current.sketch.length > 0) {
      this.draw.appendCoordinates(this.current.sketch.map(toMap));
    }
    this.showGuide(null, null);
  }
}

/** A path over corners that are there already would go back over itself: a straight line then. */
function unvisited(path: readonly Position[], corners: readonly Position[]): readonly Position[] {
  return path.some((at) => corners.some((corner) => samePosition(at, corner))) ? [] : path;
}
