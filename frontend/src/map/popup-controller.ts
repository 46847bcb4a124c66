/** Fills the popup: asks the server for what was hit, and follows which feature is open. */

import type { LayerInfo } from "./catalogue.js";
import { fetchHit } from "./hits.js";
import type { Hit, Item } from "./identify.js";
import type { LayerStack } from "./layer-stack.js";
import type { FeaturePopup, Found } from "./popup.js";

/** The feature whose attributes the popup shows. */
export interface OpenedFeature {
  layer: LayerInfo;
  item: Item;
}

export class PopupController {
  /** `frame` holds the popup and is hidden while there is none. */
  constructor(
    private readonly popup: FeaturePopup,
    private readonly frame: HTMLElement,
    private readonly stack: LayerStack,
    private readonly onOpened: (opened: OpenedFeature) => void,
  ) {
    popup.addEventListener("open-feature", (event) => {
      this.show((event as CustomEvent<number>).detail);
    });
  }

  get hasFocus(): boolean {
    return this.popup.contains(document.activeElement);
  }

  /** Lists the hits, loads them and opens the first; with `focus` the reader is led there. */
  async open(hits: readonly Hit[], focus: boolean): Promise<void> {
    const found = hits.flatMap((hit): Found[] => {
      const layer = this.stack.layers.find(({ name }) => name === hit.layer);
      return layer ? [{ hit, layer, item: "loading" }] : [];
    });
    this.popup.found = found;
    this.popup.opened = 0;
    this.frame.hidden = false;
    await Promise.all(found.map((one) => this.load(one)));
    // Meanwhile the person may have asked for something else.
    if (this.popup.found !== found) {
      return;
    }
    this.show(0);
    if (focus) {
      await this.popup.updateComplete;
      this.popup.querySelector<HTMLElement>("#popup-title")?.focus();
    }
  }

  close(): void {
    this.popup.found = [];
    this.frame.hidden = true;
  }

  private async load(found: Found): Promise<void> {
    try {
      found.item = await fetchHit(found.layer, found.hit.fid);
    } catch (error) {
      console.error(error);
      found.item = "failed";
    }
    this.popup.requestUpdate();
  }

  /** Opens one of the features; -1 folds them all. */
  private show(index: number): void {
    this.popup.opened = index;
    const found = this.popup.found[index];
    if (found && typeof found.item === "object") {
      this.onOpened({ layer: found.layer, item: found.item });
    }
  }
}
