import { describe, expect, it } from "vitest";
import type { LayerInfo } from "./catalogue.js";
import {
  attributes,
  type Item,
  itemCommitments,
  itemTitle,
  participation,
  provenance,
  sheetAddress,
  uniqueHits,
} from "./identify.js";

const LAYER = {
  name: "districts",
  title: "Distritos",
  title_field: "name",
  sheet: "",
  takes_contributions: true,
  commitments: [],
  source: "INEI",
  cutoff_date: "2025-06-30",
  fields: [
    { name: "ubigeo", title: "Ubigeo", type: "string", unit: "", labels: {} },
    { name: "name", title: "Nombre", type: "string", unit: "", labels: {} },
    { name: "population", title: "Población", type: "integer", unit: "hab.", labels: {} },
    {
      name: "population_year",
      title: "Año de la población",
      type: "integer",
      unit: "",
      labels: {},
    },
    { name: "altitude_m", title: "Altitud", type: "integer", unit: "m", labels: {} },
    { name: "is_capital", title: "Es capital", type: "boolean", unit: "", labels: {} },
    { name: "created_on", title: "Creado el", type: "date", unit: "", labels: {} },
    {
      name: "boundary_source",
      title: "Límite",
      type: "string",
      unit: "",
      labels: { inei: "INEI" },
    },
    { name: "source", title: "Fuente", type: "string", unit: "", labels: {} },
  ],
} as unknown as LayerInfo;

function item(properties: Record<string, unknown>): Item {
  return { type: "Feature", id: "150101", geometry: null, properties };
}

const drawn = (layer: string, fid: unknown) => ({
  get: (name: string) => ({ layer, fid })[name],
});

describe("uniqueHits", () => {
  it("counts a feature once, whether cut by tiles or hit at its label", () => {
    const found = [
      { layer: "districts", feature: drawn("districts", "150101") },
      { layer: "districts", feature: drawn("districts_labels", "150101") },
      { layer: "districts", feature: drawn("districts", "150101") },
      { layer: "capitals", feature: drawn("capitals", 7) },
    ];
    expect(uniqueHits(found)).toEqual([
      { layer: "districts", fid: "150101" },
      { layer: "capitals", fid: "7" },
    ]);
  });

  it("leaves out what is no feature of its layer", () => {
    expect(uniqueHits([{ layer: "districts", feature: drawn("other", "1") }])).toEqual([]);
    expect(uniqueHits([{ layer: "districts", feature: drawn("districts", undefined) }])).toEqual(
      [],
    );
  });
});

describe("attributes", () => {
  it("writes values as a reader in Peru expects, with units, years without groups", () => {
    const rows = attributes(
      LAYER,
      item({
        ubigeo: "150101",
        name: "Lima",
        population: 1234567,
        population_year: 2025,
        altitude_m: 161,
        is_capital: true,
        created_on: "1857-01-02",
        boundary_source: "inei",
        source: "INEI",
      }),
    );
    expect(rows).toEqual([
      { title: "Ubigeo", value: "150101" },
      { title: "Población", value: "1\u202f234\u202f567 hab." },
      { title: "Año de la población", value: "2025" },
      { title: "Altitud", value: "161 m" },
      { title: "Es capital", value: "sí" },
      { title: "Creado el", value: "2 de enero de 1857" },
      { title: "Límite", value: "INEI" },
    ]);
  });

  it("shows nothing for what is unknown, and zero for zero", () => {
    const rows = attributes(LAYER, item({ ubigeo: "", population: null, altitude_m: 0 }));
    expect(rows).toEqual([{ title: "Altitud", value: "0 m" }]);
  });
});

describe("what else a feature says", () => {
  it("links to the sheet of its own unit, or of the one it declares", () => {
    expect(sheetAddress(LAYER, item({ ubigeo: "150101" }))).toBe("/t/150101/");
    expect(sheetAddress(LAYER, item({ declared_ubigeo: "08" }))).toBe("/t/08/");
    expect(sheetAddress(LAYER, item({}))).toBeNull();
  });

  it("links to a zone's own page, not to its department's", () => {
    const zones = { ...LAYER, name: "intervention_zones", sheet: "/zonas/{fid}/" };
    const zone = { ...item({ declared_ubigeo: "08" }), id: 7 };
    expect(sheetAddress(zones, zone)).toBe("/zonas/7/");
  });

  it("links to the page of the thing itself, where the layer has such and the row says which", () => {
    const commissions = { ...LAYER, sheet: "/comisiones/{kind}/{declared_ubigeo}/" };
    const row = item({ kind: "CAR", declared_ubigeo: "08" });
    expect(sheetAddress(commissions, row)).toBe("/comisiones/CAR/08/");
    expect(sheetAddress(commissions, item({ declared_ubigeo: "08" }))).toBe("/t/08/");
    const odd = item({ kind: "../x?y", declared_ubigeo: "08" });
    expect(sheetAddress(commissions, odd)).toBe("/comisiones/..%2Fx%3Fy/08/");
  });

  it("links to the form of a contribution about it, where the layer takes any", () => {
    const row = { ...item({}), id: "a/b" };
    expect(participation(LAYER, row)).toEqual({
      contributions: "/participar/elemento/districts/a%2Fb/",
      form: "/participar/aporte/?capa=districts&elemento=a%2Fb",
    });
    expect(participation({ ...LAYER, takes_contributions: false }, row)).toBeNull();
  });

  it("prefers the row's source and date to the layer's", () => {
    expect(provenance(LAYER, item({}))).toEqual({ source: "INEI", cutoff: "30 de junio de 2025" });
    expect(provenance(LAYER, item({ source: "MINAM", cutoff_date: "2019-12-31" }))).toEqual({
      source: "MINAM",
      cutoff: "31 de diciembre de 2019",
    });
  });

  it("names a feature without a name by its layer and number", () => {
    expect(itemTitle(LAYER, item({}))).toBe("Distritos 150101");
  });

  it("takes the commitments of the row, else of the layer", () => {
    expect(itemCommitments(LAYER, item({ commitments: [3] }))).toEqual([3]);
    const plan = { ...LAYER, name: "commitment_territories", commitments: [1, 2] };
    expect(itemCommitments(plan, item({ number: 17 }))).toEqual([17]);
    expect(itemCommitments(plan, item({}))).toEqual([1, 2]);
  });
});
