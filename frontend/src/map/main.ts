/** Entry of the map page: finds its elements, asks for the catalogue, starts the viewer. */

import "../styles/map.css";
import "./layer-panel.js";
import "./popup.js";
import { gettext } from "../i18n.js";
import { Combobox } from "../search/combobox.js";
import { Announcer } from "./announcer.js";
import { MapApp } from "./app.js";
import { fetchCommitments, fetchLayers } from "./catalogue.js";
import { EditorLauncher } from "./editor-launcher.js";
import type { LayerPanel } from "./layer-panel.js";
import { LayerStack, MAX_ACTIVE, MAX_ACTIVE_PHONE } from "./layer-stack.js";
import type { MapPage } from "./map-page.js";
import { parseState, type ViewState } from "./permalink.js";
import type { FeaturePopup } from "./popup.js";
import { MapView } from "./view.js";

// The width at which map.css turns the panel into a sheet.
const PHONE = window.matchMedia("(max-width: 47.99rem)");
const isPhone = () => PHONE.matches;

function element<T extends HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (!found) {
    throw new Error(`The page lacks #${id}.`);
  }
  return found as T;
}

function onClick(id: string, action: () => void): void {
  element(id).addEventListener("click", action);
}

function startPanelToggle(): void {
  const button = element<HTMLButtonElement>("panel-toggle");
  const panel = element("panel");
  const show = (open: boolean) => {
    button.setAttribute("aria-expanded", String(open));
    panel.hidden = !open;
  };
  show(!isPhone());
  button.addEventListener("click", () => {
    const open = panel.hidden !== false;
    show(open);
    if (open) {
      panel.focus();
    }
  });
  onClick("panel-close", () => {
    show(false);
    button.focus();
  });
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && isPhone()) {
      show(false);
      button.focus();
    }
  });
  PHONE.addEventListener("change", () => show(!isPhone()));
}

function startShare(announcer: Announcer): void {
  onClick("share", () => {
    navigator.clipboard.writeText(window.location.href).then(
      () => announcer.show(gettext("Enlace copiado.")),
      () => announcer.show(gettext("Copie el enlace desde la barra de direcciones.")),
    );
  });
}

function trackLoading(view: MapView, map: HTMLElement): void {
  view.map.on("loadstart", () => map.setAttribute("aria-busy", "true"));
  view.map.on("loadend", () => map.setAttribute("aria-busy", "false"));
}

function startEditorLauncher(page: MapPage): EditorLauncher {
  const button = element<HTMLButtonElement>("draw-zone");
  const toggle = element("panel-toggle");
  // Beside the layers there is no room left for both.
  const crowded = window.matchMedia("(max-width: 74.99rem)");
  return new EditorLauncher(page, button, () => {
    if (crowded.matches && toggle.getAttribute("aria-expanded") === "true") {
      toggle.click();
    }
  });
}

async function start(): Promise<void> {
  element("needs-script").remove();
  const map = element("map");
  const announcer = new Announcer(element("map-status"));
  const state = parseState(window.location.search);
  const view = new MapView(map, { center: state.center ?? state.marker, zoom: state.zoom });
  trackLoading(view, map);
  view.onTileError = () =>
    announcer.show(
      gettext("Una parte del mapa no se pudo cargar. Muévalo para intentarlo de nuevo."),
    );
  startPanelToggle();
  startShare(announcer);
  onClick("zoom-in", () => view.zoomBy(1));
  onClick("zoom-out", () => view.zoomBy(-1));
  const [layers, commitments] = await Promise.all([fetchLayers(), fetchCommitments()]);
  const stack = new LayerStack(layers, isPhone() ? MAX_ACTIVE_PHONE : MAX_ACTIVE);
  const elements = {
    map,
    announcer,
    panel: element<LayerPanel>("layers"),
    popup: element<FeaturePopup>("popup"),
    popupFrame: element("popup-frame"),
    sources: element("map-sources"),
  };
  const app = new MapApp(elements, view, stack, commitments, isPhone);
  onClick("zoom-all", () => app.showAll());
  new Combobox(element<HTMLFormElement>("map-search"), {
    onChoose: (place) => void app.goTo(place),
    enterTakesFirst: true,
  });
  const launcher = startEditorLauncher({
    mapElement: map,
    editorFrame: element("zone-frame"),
    view,
    stack,
    announcer,
    commitments,
    padding: () => app.padding(),
    setZone: (zone) => app.setZone(zone),
  });
  const show = async (shown: ViewState) => {
    await app.apply(shown);
    await launcher.apply(shown);
  };
  window.addEventListener("popstate", () => void show(parseState(window.location.search)));
  await show(state);
}

start().catch((error: unknown) => {
  console.error(error);
  const panel = element("layers");
  panel.textContent = gettext("No se pudo cargar la lista de capas. Recargue la página.");
  panel.setAttribute("role", "alert");
});
