import { beforeEach, describe, expect, it, vi } from "vitest";
import { Refusal, ZoneApi } from "../api/client.js";
import { corners, MEASUREMENT, shape, zone } from "../api/contract.fixtures.js";
import { finished, withSketch } from "../drawing/drawing.js";
import { ZoneWork } from "../state/edit-state.js";
import { ZoneSaving } from "./saving.js";

function drawOn(work: ZoneWork, west: number): void {
  work.step(finished(withSketch(work.drawing, corners(west))));
}

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
    const replace = vi.spyOn(api, "replace").mockResolvedValue(zone(5, { title: "Mine" }));
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
      .mockRejectedValueOnce(new Refusal(412, "x", "", "", zone(6, { title: "Theirs" }), zone(4)))
      .mockResolvedValueOnce(zone(7, { title: "Mine" }));
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
        const measurement = { ...MEASUREMENT, scope: { allowed: false, reason: "Fuera" } };
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
    const stored = zone(5, { title: "Mine" });
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
    const replace = vi.spyOn(api, "replace").mockResolvedValue(zone(5, { title: "Mine" }));
    await Promise.all([saving.save(), saving.save()]);
    expect(replace).toHaveBeenCalledTimes(1);
  });
});
