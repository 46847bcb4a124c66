/** Every page but the map: the styles, and the search that suggests while one types. */

import "./styles/site.css";
import "./styles/board.css";
import { follow } from "./jobs/following.js";
import { onSite } from "./on-site.js";
import { pickPlaces } from "./review/place-picker.js";
import { Combobox } from "./search/combobox.js";
import type { Place } from "./search/places.js";
import { sendOnce } from "./sent-once.js";

/** Zoom at which a typed point is looked at. */
const POINT_ZOOM = 13;

function open(place: Place): void {
  if (place.kind === "found") {
    window.location.assign(place.found.address);
    return;
  }
  const { lon, lat } = place.point;
  const middle = `${lon.toFixed(5)},${lat.toFixed(5)}`;
  window.location.assign(onSite(`/mapa/?v=1&m=${middle}&z=${POINT_ZOOM}`));
}

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-place-search]")) {
  new Combobox(form, { onChoose: open, enterTakesFirst: false });
}

for (const field of document.querySelectorAll<HTMLInputElement>("input[data-place-on]")) {
  pickPlaces(field);
}

follow();
sendOnce(document);

if (document.querySelector("input[data-upload]")) {
  void import("./uploads/main.js");
}

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-own-position]")) {
  void import("./emergency/own-position.js").then((module) => module.offerOwnPosition(form));
}

if (document.querySelector("form[data-contribution]")) {
  void import("./participation/main.js");
}

if (document.querySelector("[data-draw-area]")) {
  void import("./security/area-map.js");
}

if (document.querySelector("textarea[data-draw-footprint]")) {
  void import("./studies/footprint.js");
}
