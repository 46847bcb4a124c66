import { beforeEach, describe, expect, it, vi } from "vitest";
import { Refusal, ZoneApi } from "./api.js";
import type { Measurement, MultiPolygon, Position, Zone } from "./contract.js";
import { finished, withSketch } from "./drawing.js";
import { contentOf } from "./merge.js";
import { ZoneSaving } from "./saving.js";
import { ZoneWork } from "./work.js";

function corners(west: number): Position[] {
  return [
    [west, -4],
    [west + 1, -4],
    [west + 1, -3],
  ];
}

function shape(west: number): MultiPolygon {
  const ring = corners(west);
  return { type: "MultiPolygon", coordinates: [[[...ring, ring[0] as Position]]] };
}

function zone(version: number, title = "Stored", west = -75): Zone {
  return {
    type: "Feature",
    id: 7,
    geometry: shape(west),
    properties: {
      title,
      description: "",
      commitments: [3],
      status: "draft",
      status_title: "Borrador",
      version,
      author: "Autora",
      department: "16",
      department_name: "Loreto",
      area_ha: 1,
      created_at: "",
      updated_at: "",
      is_sample: true,
      url: "/zonas/7/",
      can_edit: true,
    },
  };
}

function drawOn(work: ZoneWork, west: number): void {
  work.step(finished(withSketch(work.drawing, corners(west))));
}

const MEASURED: Measurement = {
  area_ha: 1,
  overlaps: [],
  overlaps_note: "",
  units: [],
  units_note: "",
  scope: { allowed: true, reason: "" },
  valid: true,
  reason: "",
};

describe("the zone at hand", () => {
  let work: ZoneWork;
  beforeEach(() => {
    work = new ZoneWork();
  });

  it("has nothing to lose until something is drawn or written", () => {
    work.open(null);
    expect(work.isDirty).toBe(false);
    work.step(withSketch(work.drawing, [[-75, -4]]));
    expect(work.isDirty).toBe(true);
    work.undo();
    expect(work.isDirty).toBe(false);
    work.edit({ title: "T" });
    expect(work.isDirty).toBe(true);
  });

  it("is as stored again once every change is taken back", () => {
    work.open(zone(1));
    expect(work.isDirty).toBe(false);
    drawOn(work, -70);
    expect(work.isDirty).toBe(true);
    work.undo();
    expect(work.isDirty).toBe(false);
    work.redo();
    expect(work.content.geometry?.coordinates).toHaveLength(2);
  });

  it("goes on from a draft as it was, corners of the part at hand included", () => {
    const sketch = corners(-70).slice(0, 2);
    const drawing = withSketch({ parts: shape(-75).coordinates, sketch: [] }, sketch);
    work.restore({ username: "p", zone: zone(3), values: contentOf(zone(3)), drawing });
    expect(work.drawing.sketch).toEqual(sketch);
    expect(work.zone?.properties.version).toBe(3);
    expect(work.isDirty).toBe(true);
  });

  it("shows figures only of what is drawn now", () => {
    work.open(zone(1));
    work.set({ measured: { geometry: work.drawing, measurement: MEASURED } });
    expect(work.measurement).toBe(MEASURED);
    drawOn(work, -70);
    expect(work.measurement).toBeNull();
    work.undo();
    expect(work.measurement).toBe(MEASURED);
  });

  it("keeps what was written while the save was on its way", () => {
    work.open(zone(1));
    work.edit({ title: "Sent" });
    const sent = work.content;
    work.edit({ title: "Sent and more" });
    work.saved(zone(2, "Sent"), sent);
    expect(work.values.title).toBe("Sent and more");
    expect(work.isDirty).toBe(true);
    expect(work.zone?.properties.version).toBe(2);
  });

  it("takes over the geometry that the server put in order", () => {
    work.open(zone(1));
    const sent = work.content;
    work.saved(zone(2, "Stored", -74.9999), sent);
    expect(work.isDirty).toBe(false);
    expect(work.content.geometry).toEqual(shape(-74.9999));
  });

  it("can't be edited where the server says so", () => {
    const other = zone(1);
    other.properties.can_edit = false;
    work.open(other);
    expect(work.status).toBe("read-only");
  });

  it("loses nothing to a conflict and its resolution", () => {
    work.open(zone(1));
    work.edit({ title: "Mine" });
    drawOn(work, -70);
    const mine = work.content;
    work.conflicted(zone(2, "Theirs", -76), zone(1));
    expect(work.status).toBe("conflict");
    expect(work.content).toEqual(mine);
    work.choose("title", "theirs");
    work.choose("geometry", "theirs");
    work.resolve();
    expect(work.status).toBe("editing");
    expect(work.zone?.properties.version).toBe(2);
    expect(work.content).toEqual(contentOf(zone(2, "Theirs", -76)));
    work.undo();
    expect(work.content.geometry).toEqual(mine.geometry);
  });
});

describe("saving", () => {
  let work: ZoneWork;
  let api: ZoneApi;
  let saving: ZoneSaving;
  beforeEach(() => {
    vi.spyOn(console, "error").mockImplementation(() => {});
    work = new ZoneWork();
    api = new ZoneApi();
    saving = new ZoneSaving(api, work);
    work.open(zone(4));
    work.edit({ title: " Mine " });
  });

  it("names the version that was edited, and goes on from the new one", async () => {
    const replace = vi.spyOn(api, "replace").mockResolvedValue(zone(5, "Mine"));
    expect(await saving.save()).toBe(true);
    expect(replace.mock.calls[0]?.slice(0, 2)).toEqual([7, 4]);
    expect(replace.mock.calls[0]?.[2].title).toBe("Mine");
    expect(work.zone?.properties.version).toBe(5);
    expect(work.isDirty).toBe(false);
    expect(work.notice?.kind).toBe("done");
  });

  it.each<[string, Refusal, Partial<ZoneWork>]>([
    ["a newer version", new Refusal(412, "x", "", "", zone(5), zone(4)), { status: "conflict" }],
    ["a lost session", new Refusal(401, "x"), { status: "signed-out" }],
    ["a deleted zone", new Refusal(404, "x"), { status: "gone", zone: null }],
    [
      "a place outside",
      new Refusal(403, "Fuera", "OutsideScope", "geometry"),
      { status: "editing", notice: { kind: "error", text: "Fuera", field: "geometry" } },
    ],
    ["no answer", new Refusal(0, "Sin red"), { status: "editing" }],
  ])("keeps everything after %s", async (_, refusal, expected) => {
    drawOn(work, -70);
    const mine = work.content;
    vi.spyOn(api, "replace").mockRejectedValue(refusal);
    expect(await saving.save()).toBe(false);
    expect(work).toMatchObject(expected);
    expect(work.content).toEqual(mine);
    expect(work.busy).toBe(false);
    expect(work.isDirty).toBe(true);
  });

  it("saves on the newest version after a conflict", async () => {
    const replace = vi
      .spyOn(api, "replace")
      .mockRejectedValueOnce(new Refusal(412, "x", "", "", zone(6, "Theirs"), zone(4)))
      .mockResolvedValueOnce(zone(7, "Mine"));
    await saving.save();
    work.choose("title", "mine");
    work.resolve();
    expect(await saving.save()).toBe(true);
    expect(replace.mock.calls[1]?.[1]).toBe(6);
  });

  it.each<[string, (work: ZoneWork) => void, string]>([
    ["no title", (work) => work.edit({ title: "  " }), "title"],
    ["no part", (work) => work.removePart(0), "geometry"],
    [
      "a part with two corners",
      (work) => work.step(withSketch(work.drawing, corners(-70).slice(0, 2))),
      "geometry",
    ],
    [
      "a place outside",
      (work) => {
        const measurement = { ...MEASURED, scope: { allowed: false, reason: "Fuera" } };
        work.set({ measured: { geometry: work.drawing, measurement } });
      },
      "geometry",
    ],
  ])("sends nothing with %s", async (_, change, field) => {
    const replace = vi.spyOn(api, "replace");
    change(work);
    expect(await saving.save()).toBe(false);
    expect(work.notice?.field).toBe(field);
    expect(replace).not.toHaveBeenCalled();
  });

  it("finishes the part at hand where it can", async () => {
    work.step(withSketch(work.drawing, corners(-70)));
    const stored = zone(5, "Mine");
    stored.geometry = {
      ...stored.geometry,
      coordinates: [...shape(-75).coordinates, ...shape(-70).coordinates],
    };
    const replace = vi.spyOn(api, "replace").mockResolvedValue(stored);
    await saving.save();
    expect(replace.mock.calls[0]?.[2].geometry?.coordinates).toHaveLength(2);
    expect(work.drawing.sketch).toEqual([]);
    expect(work.isDirty).toBe(false);
  });

  it("isn't sent twice at once", async () => {
    const replace = vi.spyOn(api, "replace").mockResolvedValue(zone(5, "Mine"));
    await Promise.all([saving.save(), saving.save()]);
    expect(replace).toHaveBeenCalledTimes(1);
  });
});
