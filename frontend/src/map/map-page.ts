/** The parts of the map page that the zone editor uses. */

import type { Announcer } from "./announcer.js";
import type { Commitment } from "./catalogue.js";
import type { LayerStack } from "./layer-stack.js";
import type { MapView, Padding } from "./view.js";

export interface MapPage {
  mapElement: HTMLElement;
  /** Holds the editor's panel; hidden while there is none. */
  editorFrame: HTMLElement;
  view: MapView;
  stack: LayerStack;
  announcer: Announcer;
  commitments: readonly Commitment[];
  /** Room that the panel and the buttons take from the map. */
  padding(): Padding;
  /** Remembers in the address which zone is open: its id, `nueva`, or none. */
  setZone(zone: string | null): void;
}
