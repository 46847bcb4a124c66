/** Where the popup is put: beside its point on a wide screen, at the foot of a phone's. */

import type OlMap from "ol/Map.js";
import Overlay from "ol/Overlay.js";
import { fromLonLat } from "ol/proj.js";
import type { FeaturePopup } from "./popup.js";
import { prefersReducedMotion } from "./view.js";

const OFFSET_PX = 14;
const EDGE_PX = 16;

export class PopupPlace {
  private readonly bubble: HTMLElement;
  private readonly overlay: Overlay;

  /** `sheet` is the element at the foot of the map that takes the popup on a phone. */
  constructor(
    private readonly map: OlMap,
    private readonly sheet: HTMLElement,
    private readonly popup: FeaturePopup,
    private readonly isPhone: () => boolean,
  ) {
    this.bubble = document.createElement("div");
    this.bubble.className = "popup-bubble";
    this.overlay = new Overlay({
      element: this.bubble,
      positioning: "bottom-center",
      offset: [0, -OFFSET_PX],
      stopEvent: true,
    });
    map.addOverlay(this.overlay);
    // The map listens for keys too: those pressed inside the popup are the popup's.
    popup.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") {
        event.stopPropagation();
      }
    });
  }

  get isOpen(): boolean {
    return this.popup.found.length > 0;
  }

  open(point: [number, number]): void {
    if (this.isPhone()) {
      this.overlay.setPosition(undefined);
      this.sheet.append(this.popup);
    } else {
      this.bubble.append(this.popup);
      this.overlay.setPosition(fromLonLat(point));
      void this.popup.updateComplete.then(() => this.pan());
    }
    this.sheet.hidden = !this.isPhone();
  }

  /** Moves the map until the whole popup is in sight; called again as the popup grows. */
  pan(): void {
    if (!this.isPhone() && this.overlay.getPosition()) {
      const duration = prefersReducedMotion() ? 0 : 200;
      this.overlay.panIntoView({ animation: { duration }, margin: EDGE_PX });
    }
  }

  close(): void {
    this.popup.found = [];
    this.overlay.setPosition(undefined);
    this.sheet.hidden = true;
    this.map.render();
  }
}
