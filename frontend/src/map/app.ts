/** The map page: joins the view, the stack of layers, the panel, the popup and the address. */

import { containsCoordinate } from "ol/extent.js";
import { gettext, interpolate, ngettext } from "../i18n.js";
import { extentOf, type Found, isUnit, type Place, whereabouts } from "../search/places.js";
import type { Announcer } from "./announcer.js";
import { type Commitment, type LayerInfo, sourcesOf } from "./catalogue.js";
import { hitsAt } from "./hits.js";
import { fetchItem, itemTitle } from "./identify.js";
import type { LayerPanel } from "./layer-panel.js";
import type { LayerStack } from "./layer-stack.js";
import { formatState, type ViewState } from "./permalink.js";
import type { FeaturePopup } from "./popup.js";
import { type OpenedFeature, PopupController } from "./popup-controller.js";
import { BASE_NAME } from "./tile-layers.js";
import { type MapView, type Padding, PERU } from "./view.js";

const DEFAULT_LAYERS = [{ name: "departments", opacity: 1 }];
// A finger is less exact than a mouse.
const HIT_TOLERANCE_PX = { mouse: 3, touch: 10 };
/** Share of a phone's map that the popup's sheet covers (map.css), and a little more. */
const SHEET_SHARE = 0.58;
const MARGIN_PX = 40;
/** What the buttons cover, on the right. */
const CONTROLS_PX = 70;
/** What the popup covers on a wide screen, with its margins (map.css). */
const POPUP_PX = 390;
/** And the zone editor's panel (zones.css). */
const EDITOR_PX = 430;
const OPACITY_PAUSE_MS = 300;

const UNIT_LAYERS: Record<number, string> = { 2: "departments", 4: "provinces", 6: "districts" };

export interface AppElements {
  map: HTMLElement;
  panel: LayerPanel;
  popup: FeaturePopup;
  popupFrame: HTMLElement;
  announcer: Announcer;
  sources: HTMLElement;
}

export class MapApp {
  private readonly popup: PopupController;
  private unit: string | null = null;
  private marker: [number, number] | null = null;
  /** The zone that the editor has open: clicks and keys are the editor's meanwhile. */
  private zone: string | null = null;
  /** While an address is being applied, the address is not written back. */
  private applying = false;
  private shownLayers = "";
  private timer = 0;

  constructor(
    private readonly elements: AppElements,
    private readonly view: MapView,
    private readonly stack: LayerStack,
    commitments: Commitment[],
    private readonly isPhone: () => boolean,
  ) {
    const { map, panel, popup, popupFrame } = elements;
    const onOpened = (feature: OpenedFeature) => this.onOpened(feature);
    this.popup = new PopupController(popup, popupFrame, stack, onOpened);
    panel.stack = stack;
    panel.commitments = commitments;
    stack.addEventListener("change", () => this.onStackChange());
    view.map.on("moveend", () => this.onMove());
    view.map.on("click", (event) => {
      const cause = event.originalEvent;
      const touch = cause instanceof PointerEvent && cause.pointerType === "touch";
      this.identify(event.pixel, HIT_TOLERANCE_PX[touch ? "touch" : "mouse"], false);
    });
    map.addEventListener("keydown", (event) => this.onKey(event));
    panel.addEventListener("show-extent", (event) => {
      const layer = (event as CustomEvent<LayerInfo>).detail;
      this.view.fit(layer.extent ?? PERU, this.padding());
    });
    popup.addEventListener("close-popup", () => this.dismissPopup());
    popup.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        this.dismissPopup();
      }
    });
  }

  /** Remembers in the address which zone the editor has open. */
  setZone(zone: string | null): void {
    if (zone && !this.zone) {
      this.closePopup();
    }
    this.zone = zone;
    this.write(false);
  }

  /** Shows what an address asks for. */
  async apply(state: ViewState): Promise<void> {
    this.applying = true;
    const known = (name: string) => this.stack.layers.some((layer) => layer.name === name);
    const layers = state.layers ?? DEFAULT_LAYERS.filter(({ name }) => known(name));
    this.stack.replace(layers);
    const missing = layers.filter(({ name }) => !known(name)).map(({ name }) => name);
    if (missing.length > 0) {
      const text = gettext("El enlace pide capas que ya no existen: %(names)s");
      this.elements.announcer.show(interpolate(text, { names: missing.join(", ") }));
    }
    const center = state.center ?? state.marker;
    if (center && state.zoom !== null) {
      this.view.jump(center, state.zoom);
    } else if (!state.unit) {
      this.showAll(false);
    }
    this.closePopup();
    this.marker = state.marker;
    if (state.marker) {
      this.view.highlightPoint(state.marker);
    }
    if (state.unit) {
      await this.restoreUnit(state.unit, center === null);
    }
    this.applying = false;
    this.shownLayers = this.stack.shown;
  }

  showAll(animate = true): void {
    this.view.fit(PERU, [24, 24, 24, 24], animate);
  }

  async goTo(place: Place): Promise<void> {
    this.closePopup();
    if (place.kind === "point") {
      const point: [number, number] = [place.point.lon, place.point.lat];
      this.marker = point;
      this.view.flyTo(point, this.padding());
      this.view.highlightPoint(point);
      this.elements.announcer.say(`${place.label}. ${place.detail}`);
      this.write(true);
      return;
    }
    await this.goToFound(place.found);
  }

  /** The feature with its popup and its layer on; what is none on the map has a page. */
  private async goToFound(found: Found): Promise<void> {
    const layer = this.stack.layers.find(({ name }) => name === found.layer);
    if (!layer) {
      window.location.assign(found.address);
      return;
    }
    if (isUnit(found)) {
      this.unit = found.fid;
    } else if (!this.stack.isActive(layer.name) && !this.stack.toggle(layer.name)) {
      this.elements.announcer.show(gettext("Apague una capa para ver la que encontró."));
    }
    this.write(true);
    const target = found.fid ? extentOf(found) : layer.extent;
    this.view.fit(target ?? PERU, this.padding());
    this.elements.announcer.say(whereabouts(found, target !== null));
    if (found.fid) {
      await this.popup.open([{ layer: layer.name, fid: found.fid }], false);
    }
  }

  private async restoreUnit(ubigeo: string, fly: boolean): Promise<void> {
    const layer = this.unitLayer(ubigeo);
    if (!layer) {
      return;
    }
    try {
      const item = await fetchItem(layer.items, ubigeo);
      this.unit = ubigeo;
      this.view.highlight(item);
      if (fly) {
        this.view.fitHighlight(this.padding());
      }
    } catch (error) {
      console.error(error);
      this.elements.announcer.show(gettext("El enlace pide un lugar que no se encontró."));
      this.showAll(false);
    }
  }

  private unitLayer(ubigeo: string): LayerInfo | undefined {
    const name = UNIT_LAYERS[ubigeo.length];
    return this.stack.layers.find((layer) => layer.name === name);
  }

  private onKey(event: KeyboardEvent): void {
    if (this.zone) {
      return;
    }
    if (event.key === "Escape") {
      this.dismissPopup();
    }
    if (event.key === "Enter" && event.target === this.elements.map) {
      const [width = 0, height = 0] = this.view.map.getSize() ?? [];
      this.identify([width / 2, height / 2], HIT_TOLERANCE_PX.mouse, true);
    }
  }

  private identify(pixel: number[], tolerance: number, focus: boolean): void {
    if (this.zone) {
      return;
    }
    const hits = hitsAt(this.view, this.stack, pixel, tolerance);
    // The backdrop answers only where nothing else does.
    const asked = hits.filter(({ layer }) => this.stack.isActive(layer));
    const chosen = asked.length > 0 ? asked : hits.filter(({ layer }) => layer === BASE_NAME);
    this.closePopup();
    if (chosen.length === 0) {
      this.elements.announcer.show(gettext("No hay ningún elemento en este punto."));
      return;
    }
    const text = ngettext("%(count)s elemento aquí", "%(count)s elementos aquí", chosen.length);
    this.elements.announcer.say(interpolate(text, { count: chosen.length }));
    this.view.reveal(pixel, this.padding());
    void this.popup.open(chosen, focus);
  }

  private dismissPopup(): void {
    this.closePopup();
    this.write(false);
  }

  private closePopup(): void {
    if (this.popup.hasFocus) {
      this.elements.map.focus();
    }
    this.popup.close();
    this.view.highlight(null);
    this.unit = null;
    this.marker = null;
  }

  /** The popup shows this feature: the map outlines it and the address remembers a unit. */
  private onOpened({ layer, item }: OpenedFeature): void {
    this.marker = null;
    this.view.highlight(item);
    const ubigeo = item.properties.ubigeo;
    this.unit = typeof ubigeo === "string" ? ubigeo : null;
    this.write(false);
    this.elements.announcer.say(itemTitle(layer, item));
  }

  padding(): Padding {
    const [, height = 0] = this.view.map.getSize() ?? [];
    const covered = this.isPhone() ? height * SHEET_SHARE : MARGIN_PX;
    const beside = this.zone ? EDITOR_PX : POPUP_PX;
    return [MARGIN_PX, CONTROLS_PX, covered, this.isPhone() ? MARGIN_PX : beside];
  }

  private onStackChange(): void {
    this.view.show(this.stack);
    this.elements.sources.textContent = sourcesOf(this.stack.active);
    // What is shown is a step one can go back from; sliding an opacity isn't.
    const key = this.stack.shown;
    if (!this.applying && key !== this.shownLayers) {
      this.shownLayers = key;
      this.write(true);
    } else {
      window.clearTimeout(this.timer);
      this.timer = window.setTimeout(() => this.write(false), OPACITY_PAUSE_MS);
    }
  }

  private onMove(): void {
    this.elements.panel.zoom = this.view.zoom;
    if (this.marker && !containsCoordinate(this.view.extent, this.marker)) {
      this.marker = null;
    }
    this.write(false);
  }

  /** Writes the state to the address: as a new step of the history, or over the present one. */
  private write(newStep: boolean): void {
    if (this.applying) {
      return;
    }
    const address = formatState({
      layers: this.stack.choices,
      center: this.view.center,
      zoom: this.view.zoom,
      unit: this.unit,
      marker: this.marker,
      zone: this.zone,
    });
    if (newStep) {
      window.history.pushState(null, "", address);
    } else {
      window.history.replaceState(null, "", address);
    }
  }
}
