/** What of the map is looked at while a zone is drawn. */

import { ZONES_LAYER } from "../../map/catalogue.js";
import { fetchItem } from "../../map/identify.js";
import type { ZoneHost } from "../../map/map-page.js";
import type { Conflict } from "../conflict/merge.js";
import { type Drawing, extentOf, fromGeometry } from "../drawing/drawing.js";
import type { ZoneWork } from "../state/edit-state.js";

/** From here on a department fills the map: there is no need to fly to it. */
const NEAR_ZOOM = 7;

export class Sight {
  constructor(private readonly host: ZoneHost) {}

  /** Outlines where one may draw, and brings that, or with `look` the zone, into sight. */
  show({ status, zone, drawing, session }: ZoneWork, look: boolean): void {
    const shown = status === "read-only" && zone ? fromGeometry(zone.geometry) : drawing;
    if (look) {
      this.fit(shown);
    }
    const department = session?.department;
    if (status !== "editing" || !department) {
      return;
    }
    this.outline(department.ubigeo);
    const { extent } = department;
    if (!extentOf(shown) && extent && this.host.view.zoom < NEAR_ZOOM) {
      this.host.view.fit(extent, this.host.padding());
    }
  }

  versions({ base, mine, theirs }: Conflict): void {
    const shapes = [base?.geometry, theirs.geometry, mine.geometry];
    this.fit({ parts: shapes.flatMap((shape) => shape?.coordinates ?? []), sketch: [] });
  }

  /** Other zones are in sight while one draws, where there is room for their layer. */
  showZones(): void {
    const { stack } = this.host;
    if (stack.layers.some(({ name }) => name === ZONES_LAYER) && !stack.isActive(ZONES_LAYER)) {
      stack.toggle(ZONES_LAYER);
    }
  }

  /** The stored zones are others than before. */
  refreshZones(): void {
    this.host.view.refresh(ZONES_LAYER);
  }

  private fit(drawing: Drawing): void {
    const extent = extentOf(drawing);
    if (extent) {
      this.host.view.fit(extent, this.host.padding());
    }
  }

  private outline(ubigeo: string): void {
    const layer = this.host.stack.layers.find(({ name }) => name === "departments");
    if (layer) {
      // Only an outline to find one's way by.
      fetchItem(layer.items, ubigeo).then((item) => this.host.view.highlight(item), console.error);
    }
  }
}
