/** Turns a plain search form into a combobox; without script the form goes on working. */

import { gettext, interpolate, ngettext } from "../i18n.js";
import {
  type ComboboxEvent,
  type ComboboxState,
  chosen,
  initialState,
  MIN_QUERY_LENGTH,
  reduce,
} from "./combobox-state.js";
import { findPlaces, type Place } from "./places.js";

const TYPING_PAUSE_MS = 180;

export interface ComboboxOptions {
  /** What to do with the place that the person chose. */
  onChoose: (place: Place) => void;
  /**
   * Whether Enter without a choice takes the first result (the map) or lets the form go to
   * the page of results (everywhere else).
   */
  enterTakesFirst: boolean;
}

export class Combobox {
  private readonly input: HTMLInputElement;
  private readonly list: HTMLUListElement;
  private readonly status: HTMLElement;
  private state: ComboboxState<Place>;
  private timer = 0;
  private request: AbortController | undefined;
  private enterPending = false;

  constructor(
    form: HTMLFormElement,
    private readonly options: ComboboxOptions,
  ) {
    const input = form.querySelector<HTMLInputElement>("input[type=search]");
    if (!input) {
      throw new Error("The search form lacks its input.");
    }
    this.input = input;
    this.state = initialState(input.value);
    this.list = document.createElement("ul");
    this.status = document.createElement("p");
    this.build();
    this.listen(form);
  }

  private build(): void {
    const { input, list, status } = this;
    list.id = `${input.id}-options`;
    list.className = "search-options";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", gettext("Resultados de la búsqueda"));
    list.hidden = true;
    status.className = "visually-hidden";
    status.setAttribute("role", "status");
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", list.id);
    input.autocomplete = "off";
    input.after(list, status);
  }

  private listen(form: HTMLFormElement): void {
    this.input.addEventListener("input", () => this.ask());
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    this.input.addEventListener("blur", () => this.dispatch({ type: "close" }));
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = (event.target as Element).closest<HTMLElement>("[role=option]");
      const place = option && this.state.options[Number(option.dataset.index)];
      if (place) {
        this.choose(place);
      }
    });
    form.addEventListener("submit", (event) => {
      if (this.options.enterTakesFirst) {
        event.preventDefault();
        this.takeFirst();
      }
    });
  }

  private ask(): void {
    const query = this.input.value;
    this.enterPending = false;
    this.request?.abort();
    window.clearTimeout(this.timer);
    this.dispatch({ type: "input", query });
    if (this.state.phase === "waiting") {
      this.timer = window.setTimeout(() => void this.load(query), TYPING_PAUSE_MS);
    }
  }

  private async load(query: string): Promise<void> {
    this.request = new AbortController();
    const { signal } = this.request;
    try {
      const options = await findPlaces(query, signal);
      this.dispatch({ type: "results", query, options });
    } catch (error) {
      if (signal.aborted) {
        return;
      }
      console.error(error);
      this.dispatch({ type: "failure", query });
    }
    if (this.enterPending) {
      this.takeFirst();
    }
  }

  private onKey(event: KeyboardEvent): void {
    if (event.key === "Enter") {
      const place = this.state.active >= 0 ? chosen(this.state) : undefined;
      if (place) {
        event.preventDefault();
        this.choose(place);
      }
      return;
    }
    if (["ArrowDown", "ArrowUp", "Escape"].includes(event.key)) {
      event.preventDefault();
      this.dispatch({ type: "key", key: event.key });
      if (event.key === "Escape") {
        this.input.value = this.state.query;
      }
    }
  }

  /** Enter came without a choice: take the first result, now or when the answer arrives. */
  private takeFirst(): void {
    if (this.state.phase === "waiting" && !this.enterPending) {
      this.enterPending = true;
      return;
    }
    this.enterPending = false;
    const place = chosen(this.state);
    if (place) {
      this.choose(place);
    } else if (this.state.phase === "idle" && this.input.value.trim().length >= MIN_QUERY_LENGTH) {
      this.enterPending = true;
      this.dispatch({ type: "input", query: this.input.value });
      void this.load(this.input.value);
    }
  }

  private choose(place: Place): void {
    this.request?.abort();
    window.clearTimeout(this.timer);
    this.input.value = place.label;
    this.dispatch({ type: "choose", text: place.label });
    this.options.onChoose(place);
  }

  private dispatch(event: ComboboxEvent<Place>): void {
    const before = this.state;
    this.state = reduce(before, event);
    if (this.state !== before) {
      this.draw(before);
    }
  }

  private draw(before: ComboboxState<Place>): void {
    const { open, options, active, phase } = this.state;
    const shown = open && options.length > 0;
    if (options !== before.options) {
      this.list.replaceChildren(...options.map((place, index) => this.option(place, index)));
    }
    this.list.hidden = !shown;
    this.input.setAttribute("aria-expanded", String(shown));
    for (const [index, item] of Array.from(this.list.children).entries()) {
      item.setAttribute("aria-selected", String(index === active));
    }
    const reached = this.list.children[active];
    if (reached) {
      this.input.setAttribute("aria-activedescendant", reached.id);
      reached.scrollIntoView({ block: "nearest" });
    } else {
      this.input.removeAttribute("aria-activedescendant");
    }
    if (phase !== before.phase || options !== before.options) {
      this.status.textContent = this.message();
    }
    const empty = phase === "failed" || (phase === "ready" && options.length === 0);
    this.status.classList.toggle("visually-hidden", !empty);
    this.status.classList.toggle("search-message", empty);
  }

  private option(place: Place, index: number): HTMLLIElement {
    const item = document.createElement("li");
    item.id = `${this.list.id}-${index}`;
    item.dataset.index = String(index);
    item.setAttribute("role", "option");
    const label = document.createElement("span");
    label.className = "search-option-label";
    label.textContent = place.label;
    const detail = document.createElement("span");
    detail.className = "search-option-detail";
    detail.textContent = place.detail;
    item.append(label, " ", detail);
    return item;
  }

  private message(): string {
    const { phase, options } = this.state;
    if (phase === "failed") {
      return gettext("La búsqueda no respondió. Inténtelo de nuevo.");
    }
    if (phase !== "ready") {
      return "";
    }
    if (options.length === 0) {
      return gettext("Sin resultados. Pruebe con otro nombre, un ubigeo o coordenadas.");
    }
    const count = options.length;
    return interpolate(
      ngettext(
        "%(count)s resultado. Use las flechas para recorrerlo.",
        "%(count)s resultados. Use las flechas para recorrerlos.",
        count,
      ),
      { count },
    );
  }
}
