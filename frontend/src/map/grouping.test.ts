import { describe, expect, it } from "vitest";
import type { Commitment, LayerInfo } from "./catalogue.js";
import { groupLayers } from "./grouping.js";

function layer(name: string, theme: string, title: string, commitments: number[]): LayerInfo {
  return {
    name,
    theme,
    title,
    theme_title: theme,
    abstract: "",
    commitments,
  } as unknown as LayerInfo;
}

function commitment(number: number, theme: string): Commitment {
  return { number, theme, short_title: `Compromiso ${number}`, theme_title: theme, layers: [] };
}

const LAYERS = [
  layer("departments", "territory", "Departamentos", []),
  layer("commitment_territories", "open_government", "Territorios de los compromisos", [1, 2, 3]),
  layer("commissions", "environment", "Comisión ambiental", [3]),
];
const COMMITMENTS = [
  commitment(1, "open_government"),
  commitment(2, "environment"),
  commitment(3, "environment"),
  commitment(5, "education"),
];

describe("groupLayers", () => {
  it("keeps the catalogue's order and adds the themes that have no layer", () => {
    const groups = groupLayers(LAYERS, COMMITMENTS, "");
    expect(groups.map(({ theme }) => theme)).toEqual([
      "territory",
      "open_government",
      "environment",
      "education",
    ]);
  });

  it("lists a commitment as pending until a layer of its own shows it", () => {
    const groups = groupLayers(LAYERS, COMMITMENTS, "");
    const pending = groups.map(({ theme, pending }) => [
      theme,
      pending.map(({ number }) => number),
    ]);
    expect(Object.fromEntries(pending)).toEqual({
      territory: [],
      open_government: [1],
      environment: [2],
      education: [5],
    });
  });

  it("finds layers without regard to accents and case", () => {
    const groups = groupLayers(LAYERS, COMMITMENTS, "COMISION");
    expect(groups.map(({ layers }) => layers.map(({ name }) => name))).toEqual([["commissions"]]);
    expect(groups[0]?.pending).toEqual([]);
    expect(groupLayers(LAYERS, COMMITMENTS, "nada así")).toEqual([]);
  });
});
