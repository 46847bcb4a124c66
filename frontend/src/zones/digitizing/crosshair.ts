/** Drawing by keys: the crosshair in the map's centre stands for the pointer. */

import { gettext, interpolate } from "../../i18n.js";
import {
  type CornerPlace,
  corner,
  insertedCorner,
  movedCorner,
  withSketch,
} from "../drawing/drawing.js";
import { nearestCorner, nearestEdge } from "../drawing/nearest.js";
import { toDegrees, toMap } from "../geometry/projection.js";
import type { Position } from "../geometry/types.js";
import type { Tool, ZoneCanvas } from "./canvas.js";

export class Crosshair {
  /** The corner that goes along with the map until it is put down. */
  private carried: CornerPlace | null = null;
  /** Whether the keys were used last, not the pointer. */
  private isActive = false;
  /** The view that the guides were last drawn for: drawing them renders the map again. */
  private drawnFor = "";

  constructor(
    private readonly canvas: ZoneCanvas,
    private readonly onMessage: (message: string) => void,
  ) {}

  start(): void {
    this.canvas.map.on("postrender", this.onMoved);
    this.canvas.map.on("pointermove", this.onPointer);
  }

  stop(): void {
    this.canvas.map.un("postrender", this.onMoved);
    this.canvas.map.un("pointermove", this.onPointer);
    this.reset();
  }

  /** Puts a corner, takes one or puts it down, or removes one, as the tool has it. */
  act(tool: Tool): void {
    this.isActive = true;
    if (tool === "draw") {
      this.canvas.addCorner(toDegrees(this.target()));
    } else if (tool === "erase") {
      this.canvas.erase(this.centrePixel());
    } else if (this.carried) {
      this.putDown(this.carried);
    } else {
      this.pickUp();
    }
    this.showNext();
  }

  /** Takes back the newest corner, or removes the nearest one where corners are moved. */
  remove(tool: Tool): void {
    const { drawing } = this.canvas;
    if (tool !== "draw") {
      this.reset();
      this.canvas.erase(this.centrePixel());
    } else if (drawing.sketch.length > 0) {
      this.canvas.step(withSketch(drawing, drawing.sketch.slice(0, -1)));
    }
  }

  /** Drops what is under way; false where nothing is. */
  cancel(): boolean {
    const { drawing } = this.canvas;
    if (this.carried) {
      this.reset();
      this.canvas.show(drawing);
      this.onMessage(gettext("La esquina vuelve a su lugar."));
      return true;
    }
    if (drawing.sketch.length > 0) {
      this.canvas.step(withSketch(drawing, []));
      this.onMessage(gettext("La parte sin terminar se quitó. Deshacer la devuelve."));
      return true;
    }
    return false;
  }

  /** Forgets the corner that was on its way: the drawing or the tool is another one now. */
  reset(): void {
    this.carried = null;
    this.canvas.showGuide(null, null);
  }

  private centrePixel(): number[] {
    const [width = 0, height = 0] = this.canvas.map.getSize() ?? [];
    return [width / 2, height / 2];
  }

  private centreCoordinate(): number[] {
    return this.canvas.map.getCoordinateFromPixel(this.centrePixel());
  }

  /** Where a corner would go: snapped to a boundary, or at the centre. */
  private target(): number[] {
    return this.canvas.snapped(this.centreCoordinate()) ?? this.centreCoordinate();
  }

  private pickUp(): void {
    const { drawing, hitTolerance, map } = this.canvas;
    const toPlane = (position: Position) => map.getPixelFromCoordinate(toMap(position));
    const near = nearestCorner(drawing, this.centrePixel(), toPlane, hitTolerance);
    if (near) {
      this.carried = near;
      this.onMessage(gettext("Esquina tomada. Muévala con las flechas y suéltela con Intro."));
      return;
    }
    const edge = nearestEdge(drawing, this.centrePixel(), toPlane, hitTolerance);
    if (edge) {
      this.canvas.step(insertedCorner(drawing, edge, toDegrees(this.centreCoordinate())));
      this.carried = edge;
      this.onMessage(gettext("Esquina nueva. Muévala con las flechas y suéltela con Intro."));
      return;
    }
    this.onMessage(gettext("No hay ninguna esquina ni borde bajo la cruz."));
  }

  private putDown(place: CornerPlace): void {
    this.carried = null;
    this.canvas.step(movedCorner(this.canvas.drawing, place, toDegrees(this.target())));
    const [lon, lat] = corner(this.canvas.drawing, place) ?? [0, 0];
    const text = gettext("Esquina puesta en longitud %(lon)s, latitud %(lat)s.");
    this.onMessage(interpolate(text, { lon: lon.toFixed(4), lat: lat.toFixed(4) }));
  }

  private readonly onPointer = () => {
    this.isActive = false;
  };

  private readonly onMoved = () => {
    const view = this.canvas.map.getView();
    const now = `${view.getCenter()} ${view.getResolution()}`;
    if (this.isActive && now !== this.drawnFor) {
      this.drawnFor = now;
      this.showNext();
    }
  };

  /** Shows where the next corner would go. */
  private showNext(): void {
    const target = this.target();
    const snapped = this.canvas.snapped(this.centreCoordinate());
    if (this.carried) {
      this.canvas.showParts(movedCorner(this.canvas.drawing, this.carried, toDegrees(target)));
      this.canvas.showGuide(null, snapped);
      return;
    }
    const last = this.canvas.drawing.sketch.at(-1);
    const path = last ? this.canvas.pathBetween(last, toDegrees(target)).map(toMap) : [];
    this.canvas.showGuide(last ? [toMap(last), ...path, target] : null, snapped);
  }
}
