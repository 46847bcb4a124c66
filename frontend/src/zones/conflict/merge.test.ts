import { describe, expect, it } from "vitest";
import { contentOf, type ZoneContent } from "../api/content.js";
import { shape, zone } from "../api/contract.fixtures.js";
import { conflictOf, disputed, isResolved, merged, withChoice } from "./merge.js";

const BASE = zone(1);

function mine(content: Partial<ZoneContent>): ZoneContent {
  return { ...contentOf(BASE), ...content };
}

describe("a conflict", () => {
  it("gives each field to the side that changed it", () => {
    const theirs = zone(2, { title: "B" });
    const conflict = conflictOf(BASE, mine({ geometry: shape(-76), commitments: [3, 8] }), theirs);
    expect(conflict.choices).toEqual({
      title: "theirs",
      description: "theirs",
      commitments: "mine",
      geometry: "mine",
    });
    expect(isResolved(conflict)).toBe(true);
    expect(merged(conflict)).toEqual({
      title: "B",
      description: "",
      commitments: [3, 8],
      geometry: shape(-76),
    });
  });

  it("asks where both changed the same field, and drops neither meanwhile", () => {
    const conflict = conflictOf(BASE, mine({ title: "Mine" }), zone(2, { title: "Theirs" }));
    expect(conflict.choices.title).toBeNull();
    expect(isResolved(conflict)).toBe(false);
    expect(disputed(conflict)).toEqual(["title"]);
    expect(merged(conflict).title).toBe("Mine");
    expect(merged(withChoice(conflict, "title", "theirs")).title).toBe("Theirs");
    expect(isResolved(withChoice(conflict, "title", "mine"))).toBe(true);
    expect(conflict.choices.title).toBeNull();
  });

  it("doesn't ask where both changed a field to the same value", () => {
    const conflict = conflictOf(BASE, mine({ title: "Same" }), zone(2, { title: "Same" }));
    expect(disputed(conflict)).toEqual([]);
    expect(isResolved(conflict)).toBe(true);
  });

  it("asks about every difference when the base is unknown", () => {
    const conflict = conflictOf(null, mine({ title: "Mine" }), zone(2, { description: "x" }));
    expect(conflict.choices).toMatchObject({ title: null, description: null, geometry: "theirs" });
  });
});
