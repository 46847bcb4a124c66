import { describe, expect, it } from "vitest";
import type { MultiPolygon, Zone } from "./contract.js";
import {
  conflictOf,
  contentOf,
  differences,
  disputed,
  isResolved,
  merged,
  withChoice,
  type ZoneContent,
} from "./merge.js";

function shape(west: number): MultiPolygon {
  const corners: [number, number][] = [
    [west, -4],
    [west + 1, -4],
    [west + 1, -3],
    [west, -4],
  ];
  return { type: "MultiPolygon", coordinates: [[corners]] };
}

function zone(content: Partial<ZoneContent>, version: number): Zone {
  const properties = {
    title: "A",
    description: "",
    commitments: [3],
    status: "draft" as const,
    status_title: "Borrador",
    version,
    author: "Autora",
    department: "16",
    department_name: "Loreto",
    area_ha: 1,
    created_at: "",
    updated_at: "",
    is_sample: true,
    url: "/zonas/1/",
    can_edit: true,
  };
  const { geometry, ...values } = content;
  return {
    type: "Feature",
    id: 1,
    geometry: geometry ?? shape(-74),
    properties: { ...properties, ...values },
  };
}

const BASE = zone({}, 1);

function mine(content: Partial<ZoneContent>): ZoneContent {
  return { ...contentOf(BASE), ...content };
}

describe("a conflict", () => {
  it("gives each field to the side that changed it", () => {
    const theirs = zone({ title: "B" }, 2);
    const conflict = conflictOf(BASE, mine({ geometry: shape(-75), commitments: [3, 8] }), theirs);
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
      geometry: shape(-75),
    });
  });

  it("asks where both changed the same field, and drops neither meanwhile", () => {
    const conflict = conflictOf(BASE, mine({ title: "Mine" }), zone({ title: "Theirs" }, 2));
    expect(conflict.choices.title).toBeNull();
    expect(isResolved(conflict)).toBe(false);
    expect(disputed(conflict)).toEqual(["title"]);
    expect(merged(conflict).title).toBe("Mine");
    expect(merged(withChoice(conflict, "title", "theirs")).title).toBe("Theirs");
    expect(isResolved(withChoice(conflict, "title", "mine"))).toBe(true);
    expect(conflict.choices.title).toBeNull();
  });

  it("doesn't ask where both changed a field to the same value", () => {
    const conflict = conflictOf(BASE, mine({ title: "Same" }), zone({ title: "Same" }, 2));
    expect(disputed(conflict)).toEqual([]);
    expect(isResolved(conflict)).toBe(true);
  });

  it("asks about every difference when the base is unknown", () => {
    const conflict = conflictOf(null, mine({ title: "Mine" }), zone({ description: "x" }, 2));
    expect(conflict.choices).toMatchObject({ title: null, description: null, geometry: "theirs" });
  });

  it("doesn't take a zone that is stored in another order of commitments for a change", () => {
    expect(
      differences(contentOf(zone({ commitments: [8, 3] }, 1)), mine({ commitments: [3, 8] })),
    ).toEqual([]);
  });
});
