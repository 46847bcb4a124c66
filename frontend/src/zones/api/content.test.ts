import { describe, expect, it } from "vitest";
import { contentOf, differences } from "./content.js";
import { shape, zone } from "./contract.fixtures.js";

describe("the differences of two contents", () => {
  it("are the fields that aren't the same", () => {
    const other = zone(1, { title: "Other", geometry: shape(-76) });
    expect(differences(contentOf(zone(1)), contentOf(other))).toEqual(["title", "geometry"]);
  });

  it("don't lie in the order of the commitments", () => {
    const [stored, chosen] = [zone(1, { commitments: [8, 3] }), zone(1, { commitments: [3, 8] })];
    expect(differences(contentOf(stored), contentOf(chosen))).toEqual([]);
  });
});
