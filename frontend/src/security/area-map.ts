/**
 * The map on which an area is drawn, of which the page answers what is published.
 *
 * The server says which districts the area holds whole; the page is then asked about those. Without
 * it, or with the keyboard, their codes are written in the field below.
 */

import { fetchJson } from "../fetch-json.js";
import { gettext } from "../i18n.js";
import { DrawArea } from "../map/draw-area.js";

/** What the server says of a drawn shape. */
interface Answer {
  answered: boolean;
  reason: string;
  units: { ubigeo: string; name: string }[];
  cut: number;
}

/** Where the page answers for these districts. */
export function addressOf(codes: readonly string[]): string {
  return `?u=${codes.join(",")}#respuesta`;
}

async function ask(map: DrawArea, address: string, geometry: unknown): Promise<void> {
  map.say(gettext("Buscando los distritos…"));
  try {
    const answer = await fetchJson<Answer>(address, {
      method: "POST",
      // Nobody has to be known for it.
      credentials: "omit",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ geometry }),
    });
    if (answer.answered) {
      window.location.assign(addressOf(answer.units.map((unit) => unit.ubigeo)));
    } else {
      map.say(answer.reason);
    }
  } catch {
    map.say(gettext("No se pudo leer lo dibujado: dibuje otra área."));
  }
}

for (const container of document.querySelectorAll<HTMLElement>("[data-draw-area]")) {
  const map: DrawArea = new DrawArea(container, {
    onDrawn: (geometry) => void ask(map, container.dataset.drawArea ?? "", geometry),
  });
}
