/** What the form of a contribution has beyond the page: the map, and the proof of work. */

import { PlaceMap } from "./place-map.js";
import { proveWhileWriting } from "./proof.js";

const form = document.querySelector<HTMLFormElement>("form[data-contribution]");
const container = form?.querySelector<HTMLElement>("[data-place-map]");
const geometry = form?.querySelector<HTMLInputElement>("#geometry");
const written = form?.querySelector<HTMLInputElement>("#id_place");

if (form) {
  proveWhileWriting(form);
}
if (container && geometry && written) {
  new PlaceMap(container, geometry, written);
}
