/** The remark of an open zone's review, and its place on the map. */

import Feature from "ol/Feature.js";
import Point from "ol/geom/Point.js";
import VectorLayer from "ol/layer/Vector.js";
import VectorSource from "ol/source/Vector.js";
import CircleStyle from "ol/style/Circle.js";
import Fill from "ol/style/Fill.js";
import Stroke from "ol/style/Stroke.js";
import Style from "ol/style/Style.js";
import type { MapPage } from "../../map/map-page.js";
import type { ZoneApi } from "../api/client.js";
import type { Remark, Zone } from "../api/contract.js";
import { toMap } from "../geometry/projection.js";
import { standingRemark } from "./standing.js";

// Above the drawing, which would hide what it is about.
const PLACE_Z = 118;
const PLACE = new Style({
  image: new CircleStyle({
    radius: 9,
    fill: new Fill({ color: "#ffd54f" }),
    stroke: new Stroke({ color: "#1d2733", width: 3 }),
  }),
});

export class RemarkOnMap {
  remark: Remark | null = null;
  private readonly source = new VectorSource();
  private readonly layer = new VectorLayer({ source: this.source, style: PLACE, zIndex: PLACE_Z });

  constructor(
    private readonly api: ZoneApi,
    private readonly page: MapPage,
    private readonly onChange: () => void,
  ) {}

  /** Asks what was said of a stored zone; without an answer the zone can be edited all the same. */
  async load(zone: Zone | null): Promise<void> {
    this.hide();
    if (!zone) {
      return;
    }
    try {
      this.show(standingRemark(zone, await this.api.remarks(zone.id)));
    } catch (error) {
      console.error(error);
    }
  }

  hide(): void {
    this.show(null);
  }

  /** Moves the map to the remark's place. */
  visit(): void {
    const place = this.remark?.place;
    if (place) {
      this.page.view.flyTo(place.coordinates, this.page.padding());
      this.page.mapElement.focus();
    }
  }

  private show(remark: Remark | null): void {
    this.remark = remark;
    this.source.clear();
    this.page.view.map.removeLayer(this.layer);
    if (remark?.place) {
      this.source.addFeature(new Feature(new Point(toMap(remark.place.coordinates))));
      this.page.view.map.addLayer(this.layer);
    }
    this.onChange();
  }
}
