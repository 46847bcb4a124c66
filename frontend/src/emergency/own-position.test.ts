import { expect, it } from "vitest";
import { rounded, why } from "./own-position.js";

it("rounds a position to a hundred metres", () => {
  expect(rounded(-12.046374)).toBe("-12.046");
  expect(rounded(-77)).toBe("-77.000");
});

it("tells a refusal apart from a failure", () => {
  expect(why(1)).toContain("permiso");
  expect(why(2)).toContain("No se pudo");
  expect(why(3)).toBe(why(2));
});
