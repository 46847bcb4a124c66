/**
 * The field of a review's place, filled by touching the zone's small map.
 *
 * Without this script, or with the keyboard, the coordinates are typed.
 */

import { gettext } from "../i18n.js";

type Box = [number, number, number, number];

const RADIUS_M = 6_378_137;
const SVG = "http://www.w3.org/2000/svg";

/** Longitude and latitude of a place of a picture, each side counted from 0 to 1 (EPSG:3857). */
export function placeAt([minx, miny, maxx, maxy]: Box, right: number, down: number) {
  const x = minx + (maxx - minx) * right;
  const y = maxy - (maxy - miny) * down;
  const longitude = (x / RADIUS_M) * (180 / Math.PI);
  const latitude = (2 * Math.atan(Math.exp(y / RADIUS_M)) - Math.PI / 2) * (180 / Math.PI);
  return { longitude, latitude };
}

/**
 * Where a point of a frame lies on the picture that covers it (`object-fit: cover`), each side
 * counted from 0 to 1.
 */
export function onPicture(
  frame: { width: number; height: number },
  picture: { width: number; height: number },
  x: number,
  y: number,
): { right: number; down: number } {
  const scale = Math.max(frame.width / picture.width, frame.height / picture.height);
  const [width, height] = [picture.width * scale, picture.height * scale];
  return {
    right: (x + (width - frame.width) / 2) / width,
    down: (y + (height - frame.height) / 2) / height,
  };
}

/** Makes the picture of the page the field's map. */
export function pickPlaces(field: HTMLInputElement): void {
  const box = (field.dataset.placeOn ?? "").split(",").map(Number) as Box;
  const frame = document.querySelector<HTMLElement>(".locator-frame");
  const drawing = frame?.querySelector("svg");
  if (!frame || !drawing || box.length !== 4 || box.some(Number.isNaN)) {
    return;
  }
  const { width, height } = drawing.viewBox.baseVal;
  const mark = document.createElementNS(SVG, "circle");
  mark.setAttribute("class", "zone-place");
  mark.setAttribute("r", "11");
  const hint = document.createElement("span");
  hint.className = "muted";
  hint.textContent = gettext("O toque el lugar en el mapa de esta página.");
  field.after(hint);
  frame.classList.add("is-pickable");
  frame.addEventListener("click", (event) => {
    const bounds = frame.getBoundingClientRect();
    const { right, down } = onPicture(
      bounds,
      { width, height },
      event.clientX - bounds.left,
      event.clientY - bounds.top,
    );
    const { longitude, latitude } = placeAt(box, right, down);
    field.value = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
    mark.setAttribute("cx", String(right * width));
    mark.setAttribute("cy", String(down * height));
    drawing.append(mark);
  });
  field.addEventListener("input", () => mark.remove());
}
