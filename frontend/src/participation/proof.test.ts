import { expect, it } from "vitest";
import { beginsWithZeros, prove } from "./proof.js";

it("counts the zero bits in front", () => {
  const bytes = (...values: number[]) => new Uint8Array(values).buffer;
  expect(beginsWithZeros(bytes(0, 0, 255, 255), 16)).toBe(true);
  expect(beginsWithZeros(bytes(0, 1, 0, 0), 16)).toBe(false);
  expect(beginsWithZeros(bytes(0, 1, 0, 0), 15)).toBe(true);
});

it("finds the number that the server finds", async () => {
  // hashlib: the least n for which sha256(b"reto:" + str(n)) begins with 8 zero bits.
  expect(await prove("reto", 8)).toBe("86");
});
