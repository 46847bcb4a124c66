/** Which layers are on, how opaque, and how many may be on at once. */

import type { LayerInfo } from "./catalogue.js";
import type { LayerChoice } from "./permalink.js";

// A phone's browser has little memory for canvases (docs: VIEWER, pitfalls).
export const MAX_ACTIVE = 8;
export const MAX_ACTIVE_PHONE = 3;

/** Rasters lie below areas, these below lines, lines below points; what may hold areas is one. */
function drawOrder(layer: LayerInfo): number {
  const { geometry_type } = layer;
  if (isRaster(layer)) {
    return -1;
  }
  if (geometry_type.endsWith("Point")) {
    return 2;
  }
  return geometry_type.endsWith("LineString") ? 1 : 0;
}

/** Whether a layer may hold areas. */
export function holdsAreas(layer: LayerInfo): boolean {
  return drawOrder(layer) === 0;
}

/** Whether it is pictures of cells, not features. */
export function isRaster({ geometry_type }: LayerInfo): boolean {
  return geometry_type === "Raster";
}

/** Raises `change` after every change of what is on. */
export class LayerStack extends EventTarget {
  private readonly opacities = new Map<string, number>();
  private readonly values = new Map<string, string>();

  constructor(
    readonly layers: readonly LayerInfo[],
    readonly limit: number,
  ) {
    super();
  }

  get isFull(): boolean {
    return this.opacities.size >= this.limit;
  }

  isActive(name: string): boolean {
    return this.opacities.has(name);
  }

  opacity(name: string): number {
    return this.opacities.get(name) ?? 1;
  }

  /** Active layers from the bottom up: areas below lines below points. */
  get active(): LayerInfo[] {
    return this.layers
      .filter((layer) => this.isActive(layer.name))
      .sort((a, b) => drawOrder(a) - drawOrder(b));
  }

  /** What is shown, but for how opaque: the same for the same layers and values. */
  get shown(): string {
    return this.active.map(({ name }) => `${name}:${this.value(name)}`).join();
  }

  get choices(): LayerChoice[] {
    return this.active.map(({ name }) => {
      const value = this.value(name);
      return { name, opacity: this.opacity(name), ...(value ? { value } : {}) };
    });
  }

  /** The code of the value whose features are shown; empty where all are. */
  value(name: string): string {
    return this.values.get(name) ?? "";
  }

  /** Where the tiles of an active layer are, of the features that are shown. */
  tiles({ name, tiles, choices }: LayerInfo): string {
    const chosen = choices?.values.find(({ code }) => code === this.value(name));
    return chosen ? `${tiles}&filter=${encodeURIComponent(chosen.filter)}` : tiles;
  }

  /** Shows a layer's features of one value, or all of them (an empty one). */
  choose(name: string, value: string): void {
    if (this.isActive(name) && value !== this.value(name)) {
      this.setValue(name, value);
      this.changed();
    }
  }

  /** Turns a layer on or off; false when no more may be on. */
  toggle(name: string): boolean {
    if (this.opacities.delete(name)) {
      this.values.delete(name);
      this.changed();
      return true;
    }
    if (this.isFull) {
      return false;
    }
    this.opacities.set(name, 1);
    this.changed();
    return true;
  }

  setOpacity(name: string, opacity: number): void {
    if (this.isActive(name)) {
      this.opacities.set(name, opacity);
      this.changed();
    }
  }

  /**
   * Replaces everything, as an address asks; unknown layers, those over the limit and values that
   * a layer hasn't fall away.
   */
  replace(choices: readonly LayerChoice[]): void {
    this.opacities.clear();
    this.values.clear();
    for (const { name, opacity, value = "" } of choices) {
      if (!this.isFull && this.layers.some((layer) => layer.name === name)) {
        this.opacities.set(name, opacity);
        this.setValue(name, value);
      }
    }
    this.changed();
  }

  private setValue(name: string, value: string): void {
    const layer = this.layers.find((known) => known.name === name);
    if (layer?.choices?.values.some(({ code }) => code === value)) {
      this.values.set(name, value);
    } else {
      this.values.delete(name);
    }
  }

  private changed(): void {
    this.dispatchEvent(new Event("change"));
  }
}
