/**
 * The map on which the place of a contribution is marked: a point, or an outline.
 *
 * Without it, or with the keyboard, the place is written in the field below.
 */

import GeoJSON from "ol/format/GeoJSON.js";
import Draw from "ol/interaction/Draw.js";
import VectorLayer from "ol/layer/Vector.js";
import VectorSource from "ol/source/Vector.js";
import { gettext } from "../i18n.js";
import { MapView, PERU } from "../map/view.js";

type Kind = "Point" | "Polygon";

const PLACE_Z = 95;
const PROJECTIONS = { dataProjection: "EPSG:4326", featureProjection: "EPSG:3857" };
// A tenth of a metre.
const DECIMALS = 6;
const ROOM: [number, number, number, number] = [8, 8, 8, 8];

export class PlaceMap {
  private readonly source = new VectorSource();
  private readonly view: MapView;
  private readonly buttons = new Map<Kind, HTMLButtonElement>();
  private draw: Draw | null = null;

  constructor(
    container: HTMLElement,
    private readonly geometry: HTMLInputElement,
    private readonly written: HTMLInputElement,
  ) {
    const tools = document.createElement("div");
    tools.className = "place-map-tools";
    const frame = document.createElement("div");
    frame.className = "place-map-frame";
    frame.tabIndex = 0;
    frame.setAttribute("role", "application");
    frame.setAttribute("aria-label", gettext("Mapa para marcar el lugar"));
    tools.append(
      this.tool("Point", gettext("Marcar un punto")),
      this.tool("Polygon", gettext("Dibujar un contorno")),
      this.button(gettext("Borrar la marca"), () => this.clear()),
      this.button(gettext("Acercar"), () => this.view.zoomBy(1)),
      this.button(gettext("Alejar"), () => this.view.zoomBy(-1)),
    );
    container.append(tools, frame);
    container.hidden = false;
    this.view = new MapView(frame, { center: null, zoom: null });
    this.view.map.addLayer(new VectorLayer({ source: this.source, zIndex: PLACE_Z }));
    this.view.fit(PERU, ROOM, false);
    this.restore();
    this.use("Point");
    written.addEventListener("input", () => this.clear());
  }

  private restore(): void {
    if (this.geometry.value) {
      const marked = new GeoJSON().readFeature(this.geometry.value, PROJECTIONS);
      this.source.addFeatures([marked].flat());
    }
  }

  private clear(): void {
    this.draw?.abortDrawing();
    this.source.clear();
    this.geometry.value = "";
  }

  private use(kind: Kind): void {
    if (this.draw) {
      this.view.map.removeInteraction(this.draw);
    }
    this.draw = new Draw({ type: kind, source: this.source });
    this.draw.on("drawstart", () => this.source.clear());
    this.draw.on("drawend", ({ feature }) => {
      const shape = feature.getGeometry();
      if (shape) {
        // A point has no drawing that lasts: what was marked before goes now.
        this.source.clear();
        this.geometry.value = new GeoJSON().writeGeometry(shape, {
          ...PROJECTIONS,
          decimals: DECIMALS,
        });
        this.written.value = "";
      }
    });
    this.view.map.addInteraction(this.draw);
    for (const [other, button] of this.buttons) {
      button.setAttribute("aria-pressed", String(other === kind));
    }
  }

  private tool(kind: Kind, title: string): HTMLButtonElement {
    const button = this.button(title, () => this.use(kind));
    this.buttons.set(kind, button);
    return button;
  }

  private button(title: string, act: () => void): HTMLButtonElement {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-quiet";
    button.textContent = title;
    button.addEventListener("click", act);
    return button;
  }
}
