import { expect, it } from "vitest";
import type { ThemeContents } from "../api/contract.js";
import { countText, coverageText } from "./contents-text.js";

const SCHOOLS: ThemeContents = {
  layer: "rural_schools",
  title: "Escuelas rurales",
  count: 1234,
  has_more: false,
  fewer_than: 0,
  is_sample: false,
  is_partial: false,
  covers: [],
};

it("says how many, or why not", () => {
  expect(countText(SCHOOLS)).toBe("1\u202f234");
  expect(countText({ ...SCHOOLS, count: 0 })).toBe("0");
  expect(countText({ ...SCHOOLS, has_more: true })).toBe("más de 1\u202f234");
  expect(countText({ ...SCHOOLS, count: null, fewer_than: 5 })).toBe("menos de 5");
  expect(countText({ ...SCHOOLS, count: null })).toBe("no hay datos de este lugar");
});

it("names the part of the place that the data cover", () => {
  expect(coverageText(SCHOOLS)).toBe("");
  const covers = [
    { ubigeo: "0801", name: "Cusco" },
    { ubigeo: "0802", name: "Acomayo" },
  ];
  expect(coverageText({ ...SCHOOLS, is_partial: true, covers })).toBe(
    "solo de lo que cubren los datos: Cusco, Acomayo",
  );
  expect(coverageText({ ...SCHOOLS, is_partial: true })).toBe("no consta qué cubren los datos");
});
