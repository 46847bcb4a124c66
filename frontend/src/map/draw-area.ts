/** A map on which one area is drawn; who puts it says what becomes of the shape. */

import GeoJSON from "ol/format/GeoJSON.js";
import Draw from "ol/interaction/Draw.js";
import VectorLayer from "ol/layer/Vector.js";
import VectorSource from "ol/source/Vector.js";
import { gettext } from "../i18n.js";
import { MapView, PERU } from "./view.js";

const AREA_Z = 95;
const PROJECTIONS = { dataProjection: "EPSG:4326", featureProjection: "EPSG:3857" };
// A tenth of a metre.
const DECIMALS = 6;
const ROOM: [number, number, number, number] = [8, 8, 8, 8];

/** What is done with a drawn shape (GeoJSON, EPSG:4326), and once it is taken away. */
export interface DrawingUse {
  onDrawn: (geometry: unknown) => void;
  onCleared?: () => void;
}

export class DrawArea {
  private readonly source = new VectorSource();
  private readonly view: MapView;
  private readonly draw = new Draw({ type: "Polygon", source: this.source });
  private readonly status = document.createElement("p");

  constructor(
    container: HTMLElement,
    private readonly use: DrawingUse,
  ) {
    const tools = document.createElement("div");
    tools.className = "place-map-tools";
    const frame = document.createElement("div");
    frame.className = "place-map-frame";
    frame.tabIndex = 0;
    frame.setAttribute("role", "application");
    frame.setAttribute("aria-label", gettext("Mapa para dibujar un área"));
    this.status.setAttribute("role", "status");
    tools.append(
      this.button(gettext("Borrar"), () => this.clear()),
      this.button(gettext("Acercar"), () => this.view.zoomBy(1)),
      this.button(gettext("Alejar"), () => this.view.zoomBy(-1)),
    );
    container.append(tools, frame, this.status);
    this.view = new MapView(frame, { center: null, zoom: null });
    this.view.map.addLayer(new VectorLayer({ source: this.source, zIndex: AREA_Z }));
    this.view.map.addInteraction(this.draw);
    this.view.fit(PERU, ROOM, false);
    this.draw.on("drawstart", () => this.source.clear());
    this.draw.on("drawend", ({ feature }) => {
      const shape = feature.getGeometry();
      if (shape) {
        this.use.onDrawn(
          new GeoJSON().writeGeometryObject(shape, { ...PROJECTIONS, decimals: DECIMALS }),
        );
      }
    });
  }

  /** Tell who draws, also one who doesn't see the map. */
  say(text: string): void {
    this.status.textContent = text;
  }

  /** Show an area that is there already; what can't be read is none. */
  show(text: string): void {
    try {
      this.source.addFeatures(new GeoJSON().readFeatures(text, PROJECTIONS));
    } catch {
      this.source.clear();
    }
  }

  private clear(): void {
    this.draw.abortDrawing();
    this.source.clear();
    this.say("");
    this.use.onCleared?.();
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
