/** An edit that isn't saved, whole, so that the next page can go on with it. */

import type { ZoneValues } from "../api/content.js";
import type { Zone } from "../api/contract.js";
import type { Drawing } from "../drawing/drawing.js";

export interface Draft {
  username: string;
  /** The stored zone that is being edited, as it was read; null: a new one. */
  zone: Zone | null;
  values: ZoneValues;
  drawing: Drawing;
}
