/** The map while a zone is drawn: tools, keys, snapping. */

import { gettext, interpolate } from "../../i18n.js";
import type { ZoneHost } from "../../map/map-page.js";
import { canFinish, type Drawing } from "../drawing/drawing.js";
import { type Tool, ZoneCanvas } from "./canvas.js";
import { Crosshair } from "./crosshair.js";
import { SnapLoader, type SnapState, snapLayers } from "./snapping.js";

/** Longer than a zoom's animation. */
const REST_MS = 300;

export interface ZoneMapEvents {
  onStep(drawing: Drawing): void;
  onUndo(): void;
  onRedo(): void;
  /** The tool, or what corners are held by, is another one now. */
  onChange(): void;
}

export class ZoneMap {
  tool: Tool = "draw";
  snapping = true;
  /** What corners are held by, in words. */
  snapText = "";
  /** The stored zone being edited: its own old outline must not hold its corners. */
  edited: number | null = null;
  private readonly canvas: ZoneCanvas;
  private readonly crosshair: Crosshair;
  private readonly loader: SnapLoader;
  private timer = 0;
  private running = false;
  /** What describes the map while nothing is drawn: other keys do other things then. */
  private describedBy = "";

  constructor(
    private readonly host: ZoneHost,
    private readonly events: ZoneMapEvents,
  ) {
    const say = (message: string) => host.announcer.show(message);
    this.canvas = new ZoneCanvas(host.view.map);
    this.canvas.onStep = (drawing) => events.onStep(drawing);
    this.canvas.onMessage = say;
    this.crosshair = new Crosshair(this.canvas, say);
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
    this.describedBy = this.host.map.getAttribute("aria-describedby") ?? "";
    this.host.map.setAttribute("aria-describedby", "zone-hint zone-keys");
    this.canvas.start();
    this.crosshair.start();
    this.host.map.addEventListener("keydown", this.onKey);
    this.host.view.map.on("moveend", this.onRest);
    this.host.stack.addEventListener("change", this.onRest);
    this.canvas.setSnapping(this.snapping);
    this.onRest();
  }

  stop(): void {
    if (!this.running) {
      return;
    }
    this.running = false;
    this.host.map.setAttribute("aria-describedby", this.describedBy);
    window.clearTimeout(this.timer);
    this.host.map.removeEventListener("keydown", this.onKey);
    this.host.view.map.un("moveend", this.onRest);
    this.host.stack.removeEventListener("change", this.onRest);
    this.loader.clear();
    this.crosshair.stop();
    this.canvas.stop();
  }

  /** Shows a drawing that doesn't come from this map's own steps. */
  show(drawing: Drawing): void {
    if (this.canvas.present !== drawing) {
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
      const text = canFinish(this.canvas.present)
        ? gettext("La parte no se pudo terminar.")
        : gettext("Una parte necesita al menos 3 esquinas.");
      this.host.announcer.show(text);
    }
  }

  toggleSnapping(): void {
    this.snapping = !this.snapping;
    this.canvas.setSnapping(this.snapping);
    if (this.snapping) {
      this.onRest();
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
    this.onRest();
  }

  private readonly onRest = () => {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.loadSnapping(), REST_MS);
  };

  private async loadSnapping(): Promise<void> {
    if (this.snapping) {
      const { stack, view } = this.host;
      const layers = snapLayers(stack.layers, stack.active, view.zoom);
      await this.loader.load(layers, view.extent, this.edited);
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
    if (event.target === this.host.map && this.handle(event)) {
      event.preventDefault();
      event.stopPropagation();
    }
  };

  private handle(event: KeyboardEvent): boolean {
    const key = event.key.toLowerCase();
    if (event.ctrlKey || event.metaKey) {
      return this.handleStep(key, event.shiftKey);
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

  private handleStep(key: string, shift: boolean): boolean {
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
