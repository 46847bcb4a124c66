/**
 * A button that fills a form's latitude and longitude with where the person is, if they want so.
 *
 * Without this script they are typed. Nothing is asked before the button is pressed, and nothing is
 * sent before the form is: the person sees what goes. It is rounded to a hundred metres or so.
 */

import { gettext } from "../i18n.js";

/** Decimals of a degree: 0.001° is some 110 m. */
const DECIMALS = 3;
const PATIENCE_MS = 15_000;
const FRESH_MS = 60_000;

/** A coordinate as it is typed. */
export function rounded(degrees: number): string {
  return degrees.toFixed(DECIMALS);
}

/** Why there is no position, in words. */
export function why(code: number): string {
  return code === 1
    ? gettext("No se dio permiso para usar la posición: escríbala, o búsquela en el mapa.")
    : gettext("No se pudo saber la posición: escríbala, o búsquela en el mapa.");
}

/** Adds the button below the fields. */
export function offerOwnPosition(
  form: HTMLFormElement,
  geolocation: Geolocation | undefined = navigator.geolocation,
): void {
  const latitude = form.querySelector<HTMLInputElement>("input[name=lat]");
  const longitude = form.querySelector<HTMLInputElement>("input[name=lon]");
  const actions = form.querySelector<HTMLElement>(".actions");
  if (!latitude || !longitude || !actions || !geolocation) {
    return;
  }
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-quiet";
  button.textContent = gettext("Usar mi posición");
  const told = document.createElement("span");
  told.className = "muted";
  told.setAttribute("role", "status");
  actions.append(button, told);
  button.addEventListener("click", () => {
    button.disabled = true;
    told.textContent = gettext("Buscando la posición…");
    geolocation.getCurrentPosition(
      ({ coords }) => {
        latitude.value = rounded(coords.latitude);
        longitude.value = rounded(coords.longitude);
        told.textContent = gettext("Puesta en el formulario: falta «Buscar».");
        button.disabled = false;
      },
      ({ code }) => {
        told.textContent = why(code);
        button.disabled = false;
      },
      { enableHighAccuracy: false, timeout: PATIENCE_MS, maximumAge: FRESH_MS },
    );
  });
}
