import { render } from "lit";
import { describe, expect, it } from "vitest";
import type { Measurement, ZonePeople } from "../api/contract.js";
import { people } from "./people.js";

function said(found: ZonePeople | null): string {
  const place = document.createElement("div");
  render(people({ people: found } as Measurement), place);
  return (place.textContent ?? "").replace(/\s+/g, " ").trim();
}

const RASTER = { name: "r_inei", title: "Población 2020", cutoff_date: "2020-01-01" };

describe("people within a drawing", () => {
  it("are told with whose number it is", () => {
    const text = said({ people: 87, covered: 1, raster: RASTER, note: "" });
    expect(text).toContain("Personas que viven adentro 87 Población 2020");
    expect(text).toContain("corte");
  });

  it("are of a part where the grid covers only that", () => {
    const note = "La población cargada cubre 40 % de la zona: las personas son de esa parte.";
    expect(said({ people: 87, covered: 0.4, raster: RASTER, note })).toContain("40 %");
  });

  it("can't be known without a grid", () => {
    const note = "No se puede saber: no hay.";
    const text = said({ people: null, covered: 0, raster: null, note });
    expect(text).toBe("Personas que viven adentro No se puede saber: no hay.");
  });

  it("can't be known of too much, and why is said", () => {
    const text = said({ people: null, covered: 0, raster: null, note: "Pida una menor." });
    expect(text).toContain("No se puede saber. Pida una menor.");
  });

  it("of nobody are nobody, not unknown", () => {
    const text = said({ people: 0, covered: 1, raster: RASTER, note: "" });
    expect(text).toContain("adentro 0 ");
    expect(text).not.toContain("No se puede saber");
  });
});
