import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Combobox } from "./combobox.js";
import type { Found, Place } from "./places.js";

const CUSCO: Found = {
  kind: "units",
  kind_title: "Provincia",
  title: "Cusco",
  detail: "0801 · Cusco",
  is_sample: false,
  address: "/t/0801/",
  layer: "provinces",
  fid: "0801",
  position: [-71.98, -13.52],
  extent: [-72.1, -13.7, -71.8, -13.4],
};
const SAMPLE: Found = {
  ...CUSCO,
  kind: "rural_schools",
  kind_title: "Escuela rural",
  title: "Cusco",
  detail: "0000001",
  is_sample: true,
  layer: "rural_schools",
  fid: "1",
};

let chosen: Place[];
let fetched: string[];

function form(enterTakesFirst: boolean) {
  document.body.innerHTML = `<form><label for="q">Lugar</label><input id="q" type="search"></form>`;
  const found = document.querySelector("form") as HTMLFormElement;
  new Combobox(found, { onChoose: (place) => chosen.push(place), enterTakesFirst });
  return { form: found, input: found.querySelector("input") as HTMLInputElement };
}

async function type(input: HTMLInputElement, text: string) {
  input.value = text;
  input.dispatchEvent(new Event("input"));
  await vi.advanceTimersByTimeAsync(300);
}

function press(input: HTMLInputElement, key: string) {
  const event = new KeyboardEvent("keydown", { key, cancelable: true, bubbles: true });
  input.dispatchEvent(event);
  return event;
}

beforeEach(() => {
  vi.useFakeTimers();
  chosen = [];
  fetched = [];
  vi.stubGlobal("fetch", (url: string) => {
    fetched.push(url);
    return Promise.resolve(new Response(JSON.stringify({ results: [CUSCO, SAMPLE] })));
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("Combobox", () => {
  it("asks once for what was typed, and shows the options to assistive technology", async () => {
    const { input } = form(false);
    await type(input, "cusco");
    expect(fetched).toEqual(["/api/v1/search/?q=cusco&limit=8"]);
    expect(input.getAttribute("aria-expanded")).toBe("true");
    const list = document.getElementById(input.getAttribute("aria-controls") ?? "");
    expect(list?.getAttribute("role")).toBe("listbox");
    expect(list?.textContent).toContain("Provincia · 0801 · Cusco");
    expect(document.querySelector("[role=status]")?.textContent).toMatch(/^2 resultados\./);
  });

  it("points at the option that the arrows reach and chooses it with Enter", async () => {
    const { input } = form(false);
    await type(input, "cusco");
    press(input, "ArrowDown");
    const id = input.getAttribute("aria-activedescendant") ?? "";
    expect(document.getElementById(id)?.getAttribute("aria-selected")).toBe("true");
    expect(press(input, "Enter").defaultPrevented).toBe(true);
    expect(chosen).toMatchObject([{ kind: "found", found: { layer: "provinces", fid: "0801" } }]);
    expect(input.value).toBe("Cusco");
    expect(input.getAttribute("aria-expanded")).toBe("false");
  });

  it("marks what is a sample, so that nobody takes it for a fact", async () => {
    const { input } = form(false);
    await type(input, "cusco");
    const options = [...document.querySelectorAll("[role=option]")].map((one) => one.textContent);
    expect(options[0]).not.toContain("EJEMPLO");
    expect(options[1]).toContain("EJEMPLO · Cusco");
  });

  it("lets Enter go to the page of results where nothing is chosen", async () => {
    const { input } = form(false);
    await type(input, "cusco");
    expect(press(input, "Enter").defaultPrevented).toBe(false);
    expect(chosen).toEqual([]);
  });

  it("takes the first result on the map, also when Enter comes before the answer", async () => {
    const { form: element, input } = form(true);
    input.value = "cusco";
    input.dispatchEvent(new Event("input"));
    element.dispatchEvent(new Event("submit", { cancelable: true }));
    expect(chosen).toEqual([]);
    await vi.advanceTimersByTimeAsync(300);
    expect(chosen).toHaveLength(1);
  });

  it("offers typed coordinates without asking the server", async () => {
    const { input } = form(true);
    await type(input, "-12.05, -77.04");
    expect(fetched).toEqual([]);
    expect(document.querySelector("[role=option]")?.textContent).toContain("12.05000° S");
  });

  it("says that the server did not answer", async () => {
    vi.stubGlobal("fetch", () => Promise.resolve(new Response("", { status: 500 })));
    const errors = vi.spyOn(console, "error").mockImplementation(() => {});
    const { input } = form(true);
    await type(input, "cusco");
    expect(document.querySelector("[role=status]")?.textContent).toMatch(/no respondió/);
    expect(errors).toHaveBeenCalledOnce();
  });
});
