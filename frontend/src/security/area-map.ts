/**
 * The map on which an area is drawn, of which the page answers what is published.
 *
 * The server says which districts the area holds whole; the page is then asked about those. Without
 * it, or with the keyboard, their codes are written in the field below.
 */

import GeoJSON from "ol/format/GeoJSON.js";
import Draw from "ol/interaction/Draw.js";
import VectorLayer from "ol/layer/Vector.js";
import VectorSource from "ol/source/Vector.js";
import { fetchJson } from "../fetch-json.js";
import { gettext } from "../i18n.js";
import { MapView, PERU } from "../map/view.js";

/** What the server says of a drawn shape. */
interface Answer {
  answered: boolean;
  reason: string;
  units: { ubigeo: string; name: string }[];
  cut: number;
}

const AREA_Z = 95;
const PROJECTIONS = { dataProjection: "EPSG:4326", featureProjection: "EPSG:3857" };
// A tenth of a metre.
const DECIMALS = 6;
const ROOM: [number, number, number, number] = [8, 8, 8, 8];

/** Where the page answers for these districts. */
export function addressOf(codes: readonly string[]): string {
  return `?u=${codes.join(",")}#respuesta`;
}

class AreaMap {
  private readonly source = new VectorSource();
  private readonly view: MapView;
  private readonly draw = new Draw({ type: "Polygon", source: this.source });
  private readonly status = document.createElement("p");

  constructor(
    container: HTMLElement,
    private readonly address: string,
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
        const geometry = new GeoJSON().writeGeometryObject(shape, {
          ...PROJECTIONS,
          decimals: DECIMALS,
        });
        void this.ask(geometry);
      }
    });
  }

  private async ask(geometry: unknown): Promise<void> {
    this.status.textContent = gettext("Buscando los distritos…");
    try {
      const answer = await fetchJson<Answer>(this.address, {
        method: "POST",
        // Nobody has to be known for it.
        credentials: "omit",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ geometry }),
      });
      if (answer.answered) {
        window.location.assign(addressOf(answer.units.map((unit) => unit.ubigeo)));
      } else {
        this.status.textContent = answer.reason;
      }
    } catch {
      this.status.textContent = gettext("No se pudo leer lo dibujado: dibuje otra área.");
    }
  }

  private clear(): void {
    this.draw.abortDrawing();
    this.source.clear();
    this.status.textContent = "";
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

for (const container of document.querySelectorAll<HTMLElement>("[data-draw-area]")) {
  new AreaMap(container, container.dataset.drawArea ?? "");
}
