/** Draws a zone on the map: tools, keys, snapping. */

import { gettext, interpolate } from "../../i18n.js";
import type { MapPage } from "../../map/map-page.js";
import { canFinish, type Drawing } from "../drawing/drawing.js";
import { type Tool, ZoneCanvas } from "./canvas.js";
import { Crosshair } from "./crosshair.js";
import { SnapLoader, type SnapState, snapLayers } from "./snapping.js";

/** Longer than a zoom's animation. */
const REST_MS = 300;

export interface DigitizerEvents {
  onStep(drawing: Drawing): void;
  onUndo(): void;
  onRedo(): void;
  /** The tool, or what corners snap to, is another one now. */
  onChange(): void;
}

export class Digitizer {
  tool: Tool = "draw";
  snapping = true;
  /** What corners snap to, in words. */
  snapText = "";
  /** The stored zone being edited: its corners must not snap to its own old outline. */
  editedZone: number | null = null;
  private readonly canvas: ZoneCanvas;
  private readonly crosshair: Crosshair;
  private readonly loader: SnapLoader;
  private timer = 0;
  private running = false;
  /** The map's own description, for while nothing is drawn: other keys do other things then. */
  private describedBy = "";

  constructor(
    private readonly page: MapPage,
    private readonly events: DigitizerEvents,
  ) {
    const announce = (message: string) => page.announcer.show(message);
    this.canvas = new ZoneCanvas(page.view.map);
    this.canvas.onStep = (drawing) => events.onStep(drawing);
    this.canvas.onMessage = announce;
    this.crosshair = new Crosshair(this.canvas, announce);
    this.loader = new SnapLoader(this.canvas.snapSource, (state) => this.onSnapState(state));
  }

  get tracing(): boolean {
    return this.canvas.tracing;
  }

  start(): void {
    if (this.running) {
      return;
    }
    this.running = true;
    this.describedBy = this.page.mapElement.getAttribute("aria-describedby") ?? "";
    this.page.mapElement.setAttribute("aria-describedby", "zone-hint zone-keys");
    this.canvas.start();
    this.crosshair.start();
    this.page.mapElement.addEventListener("keydown", this.onKey);
    this.page.view.map.on("moveend", this.scheduleSnapping);
    this.page.stack.addEventListener("change", this.scheduleSnapping);
    this.canvas.setSnapping(this.snapping);
    this.scheduleSnapping();
  }

  stop(): void {
    if (!this.running) {
      return;
    }
    this.running = false;
    this.page.mapElement.setAttribute("aria-describedby", this.describedBy);
    window.clearTimeout(this.timer);
    this.page.mapElement.removeEventListener("keydown", this.onKey);
    this.page.view.map.un("moveend", this.scheduleSnapping);
    this.page.stack.removeEventListener("change", this.scheduleSnapping);
    this.loader.clear();
    this.crosshair.stop();
    this.canvas.stop();
  }

  /** Shows a drawing that doesn't come from this map's own steps. */
  show(drawing: Drawing): void {
    if (this.canvas.drawing !== drawing) {
      this.crosshair.reset();
      this.canvas.show(drawing);
    }
  }

  choosePart(index: number | null): void {
    this.canvas.choosePart(index);
  }

  chooseTool(tool: Tool): void {
    this.crosshair.reset();
    this.tool = tool;
    this.canvas.setTool(tool);
    this.events.onChange();
  }

  finish(): void {
    if (!this.canvas.finish()) {
      const text = canFinish(this.canvas.drawing)
        ? gettext("La parte no se pudo terminar.")
        : gettext("Una parte necesita al menos 3 esquinas.");
      this.page.announcer.show(text);
    }
  }

  toggleSnapping(): void {
    this.snapping = !this.snapping;
    this.canvas.setSnapping(this.snapping);
    if (this.snapping) {
      this.scheduleSnapping();
    } else {
      this.loader.clear();
      this.snapText = "";
    }
    this.events.onChange();
  }

  toggleTracing(): void {
    this.canvas.tracing = !this.canvas.tracing;
    this.events.onChange();
  }

  /** The stored zones are others than before. */
  reloadSnapping(): void {
    this.loader.clear();
    this.scheduleSnapping();
  }

  private readonly scheduleSnapping = () => {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.loadSnapping(), REST_MS);
  };

  private async loadSnapping(): Promise<void> {
    if (this.snapping) {
      const { stack, view } = this.page;
      const layers = snapLayers(stack.layers, stack.active, view.zoom);
      await this.loader.load(layers, view.extent, this.editedZone);
    }
  }

  private onSnapState({ titles, crowded, failed }: SnapState): void {
    const texts = [interpolate(gettext("Ajusta a: %(names)s."), { names: titles.join("; ") })];
    if (crowded.length > 0) {
      const text = gettext(
        "Hay demasiados elementos de %(names)s: acérquese para ajustar a todos.",
      );
      texts.push(interpolate(text, { names: crowded.join("; ") }));
    }
    if (failed.length > 0) {
      const text = gettext("No se pudo leer %(names)s.");
      texts.push(interpolate(text, { names: failed.join("; ") }));
    }
    this.snapText = texts.join(" ");
    this.events.onChange();
  }

  private readonly onKey = (event: KeyboardEvent) => {
    if (event.target === this.page.mapElement && this.handleKey(event)) {
      event.preventDefault();
      event.stopPropagation();
    }
  };

  private handleKey(event: KeyboardEvent): boolean {
    const key = event.key.toLowerCase();
    if (event.ctrlKey || event.metaKey) {
      return this.handleHistoryKey(key, event.shiftKey);
    }
    switch (key) {
      case "enter":
        this.crosshair.act(this.tool);
        return true;
      case "backspace":
      case "delete":
        this.crosshair.remove(this.tool);
        return true;
      case "t":
        this.finish();
        return true;
      case "escape":
        return this.crosshair.cancel();
      default:
        return false;
    }
  }

  private handleHistoryKey(key: string, shift: boolean): boolean {
    if (key === "y" || (key === "z" && shift)) {
      this.events.onRedo();
      return true;
    }
    if (key === "z") {
      this.events.onUndo();
      return true;
    }
    return false;
  }
}
