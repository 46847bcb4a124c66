import { describe, expect, it } from "vitest";
import type { LayerInfo } from "./catalogue.js";
import { coverageText } from "./coverage.js";

function layer(is_partial: boolean, names: string[] | null): LayerInfo {
  const covers = names?.map((name, index) => ({ ubigeo: String(index), name })) ?? null;
  return { is_partial, covers } as unknown as LayerInfo;
}

describe("coverageText", () => {
  it("says nothing of a layer of the whole country", () => {
    expect(coverageText(layer(false, null))).toBe("");
  });

  it("names the units", () => {
    expect(coverageText(layer(true, ["Moquegua", "Tumbes"]))).toContain(
      ": Moquegua, Tumbes. Fuera",
    );
  });

  it("says that nobody knows", () => {
    expect(coverageText(layer(true, []))).toContain("no se sabe qué territorio");
  });

  it("counts those that are too many to be named", () => {
    const names = Array.from({ length: 10 }, (_, index) => `U${index}`);
    const text = coverageText(layer(true, names));
    expect(text).toContain("U7, 2 unidades más.");
    expect(text).not.toContain("U8");
  });
});
