import { expect, it } from "vitest";
import { MEASUREMENT } from "../api/contract.fixtures.js";
import { describeMeasurement } from "./announcements.js";

it("announces what saving will do to the parts", () => {
  const note = "Las partes 1 y 2 comparten borde: se unen en una.";
  expect(describeMeasurement({ ...MEASUREMENT, notes: [note] })).toContain(note);
});
