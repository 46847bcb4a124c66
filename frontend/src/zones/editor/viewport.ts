/** What the map shows around a drawing: where it looks, the department, the other zones. */

import { ZONES_LAYER } from "../../map/catalogue.js";
import { fetchItem } from "../../map/identify.js";
import type { MapPage } from "../../map/map-page.js";
import type { Conflict } from "../conflict/merge.js";
import { type Drawing, extentOf, fromGeometry } from "../drawing/drawing.js";
import type { EditState } from "../state/edit-state.js";

/** From here on a department fills the map: there is no need to fly to it. */
const NEAR_ZOOM = 7;

export class Viewport {
  constructor(private readonly page: MapPage) {}

  /** Outlines where one may draw, and moves the view there, or with `zoomTo` to the zone. */
  frame({ status, zone, drawing, session }: EditState, zoomTo: boolean): void {
    const shown = status === "read-only" && zone ? fromGeometry(zone.geometry) : drawing;
    if (zoomTo) {
      this.fit(shown);
    }
    const department = session?.department;
    if (status !== "editing" || !department) {
      return;
    }
    this.outline(department.ubigeo);
    const { extent } = department;
    if (!extentOf(shown) && extent && this.page.view.zoom < NEAR_ZOOM) {
      this.page.view.fit(extent, this.page.padding());
    }
  }

  frameVersions({ base, mine, theirs }: Conflict): void {
    const shapes = [base?.geometry, theirs.geometry, mine.geometry];
    this.fit({ parts: shapes.flatMap((shape) => shape?.coordinates ?? []), sketch: [] });
  }

  /** Turns the other zones' layer on while one draws, where there is room for it. */
  showZonesLayer(): void {
    const { stack } = this.page;
    if (stack.layers.some(({ name }) => name === ZONES_LAYER) && !stack.isActive(ZONES_LAYER)) {
      stack.toggle(ZONES_LAYER);
    }
  }

  /** Loads the stored zones anew: one was saved or deleted. */
  refreshZonesLayer(): void {
    this.page.view.refresh(ZONES_LAYER);
  }

  private fit(drawing: Drawing): void {
    const extent = extentOf(drawing);
    if (extent) {
      this.page.view.fit(extent, this.page.padding());
    }
  }

  private outline(ubigeo: string): void {
    const layer = this.page.stack.layers.find(({ name }) => name === "departments");
    if (layer) {
      // Only an outline to find one's way by.
      fetchItem(layer.items, ubigeo).then((item) => this.page.view.highlight(item), console.error);
    }
  }
}
