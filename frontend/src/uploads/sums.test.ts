import { expect, test } from "vitest";
import { sumOf } from "./sums.js";

test("a piece's sum is SHA-256 in base64, as tus writes it", async () => {
  // FIPS 180-4's own example: the digest of "abc".
  const hex = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  const bytes = hex.match(/../g)?.map((pair) => Number.parseInt(pair, 16)) ?? [];
  const expected = btoa(String.fromCharCode(...bytes));
  expect(await sumOf(new Blob(["abc"]))).toBe(`sha256 ${expected}`);
});
