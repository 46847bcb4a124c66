import { beforeEach, describe, expect, it, vi } from "vitest";
import { ApiError, ZoneApi } from "../api/client.js";
import { corners, MEASUREMENT, shape, zone } from "../api/contract.fixtures.js";
import { finished, withSketch } from "../drawing/drawing.js";
import { EditState } from "../state/edit-state.js";
import { ZoneSaver } from "./zone-saver.js";

function drawOn(state: EditState, west: number): void {
  state.step(finished(withSketch(state.drawing, corners(west))));
}

describe("saving", () => {
  let state: EditState;
  let api: ZoneApi;
  let saver: ZoneSaver;
  beforeEach(() => {
    vi.spyOn(console, "error").mockImplementation(() => {});
    state = new EditState();
    api = new ZoneApi();
    saver = new ZoneSaver(api, state);
    state.open(zone(4));
    state.edit({ title: " Mine " });
  });

  it("names the version that was edited, and goes on from the new one", async () => {
    const replace = vi.spyOn(api, "replace").mockResolvedValue(zone(5, { title: "Mine" }));
    expect(await saver.save()).toBe(true);
    expect(replace.mock.calls[0]?.slice(0, 2)).toEqual([7, 4]);
    expect(replace.mock.calls[0]?.[2].title).toBe("Mine");
    expect(state.zone?.properties.version).toBe(5);
    expect(state.isDirty).toBe(false);
    expect(state.message?.kind).toBe("done");
  });

  it.each<[string, ApiError, Partial<EditState>]>([
    ["a newer version", new ApiError(412, "x", "", "", zone(5), zone(4)), { status: "conflict" }],
    ["a lost session", new ApiError(401, "x"), { status: "signed-out" }],
    ["a deleted zone", new ApiError(404, "x"), { status: "deleted", zone: null }],
    [
      "a place outside",
      new ApiError(403, "Fuera", "OutsideScope", "geometry"),
      { status: "editing", message: { kind: "error", text: "Fuera", field: "geometry" } },
    ],
    ["no answer", new ApiError(0, "Sin red"), { status: "editing" }],
  ])("keeps everything after %s", async (_, error, expected) => {
    drawOn(state, -70);
    const mine = state.content;
    vi.spyOn(api, "replace").mockRejectedValue(error);
    expect(await saver.save()).toBe(false);
    expect(state).toMatchObject(expected);
    expect(state.content).toEqual(mine);
    expect(state.busy).toBe(false);
    expect(state.isDirty).toBe(true);
  });

  const JOINED = "Las partes 1 y 2 comparten borde: se unen en una.";

  it("saves parts that the server joins, with its words, and goes on from the joined one", async () => {
    drawOn(state, -74);
    const drawn = state.drawing;
    const measurement = { ...MEASUREMENT, notes: [JOINED] };
    state.set({ measured: { geometry: drawn, measurement } });
    expect(saver.problem()).toBeNull();
    const stored = { ...zone(5, { title: "Mine" }), notes: [JOINED] };
    vi.spyOn(api, "replace").mockResolvedValue(stored);
    expect(await saver.save()).toBe(true);
    expect(state.message).toMatchObject({ kind: "done", text: `Zona guardada. ${JOINED}` });
    expect(state.drawing.parts).toEqual(stored.geometry.coordinates);
    expect(state.isDirty).toBe(false);
    // Of the joined parts nothing is measured yet; undoing gives them back.
    expect(state.measurement).toBeNull();
    state.undo();
    expect(state.drawing).toEqual(drawn);
  });

  it("refuses what the server refuses, in its words", async () => {
    drawOn(state, -70);
    const reason = "La geometría no es válida: la parte 2 está dentro de la parte 1.";
    const measurement = { ...MEASUREMENT, valid: false, reason };
    state.set({ measured: { geometry: state.drawing, measurement } });
    const replace = vi.spyOn(api, "replace");
    expect(await saver.save()).toBe(false);
    expect(replace).not.toHaveBeenCalled();
    expect(state.message).toMatchObject({ kind: "error", text: reason, field: "geometry" });
  });

  it("saves on the newest version after a conflict", async () => {
    const replace = vi
      .spyOn(api, "replace")
      .mockRejectedValueOnce(new ApiError(412, "x", "", "", zone(6, { title: "Theirs" }), zone(4)))
      .mockResolvedValueOnce(zone(7, { title: "Mine" }));
    await saver.save();
    state.choose("title", "mine");
    state.resolve();
    expect(await saver.save()).toBe(true);
    expect(replace.mock.calls[1]?.[1]).toBe(6);
  });

  it.each<[string, (state: EditState) => void, string]>([
    ["no title", (state) => state.edit({ title: "  " }), "title"],
    ["no part", (state) => state.removePart(0), "geometry"],
    [
      "a part with two corners",
      (state) => state.step(withSketch(state.drawing, corners(-70).slice(0, 2))),
      "geometry",
    ],
    [
      "a place outside",
      (state) => {
        const measurement = { ...MEASUREMENT, scope: { allowed: false, reason: "Fuera" } };
        state.set({ measured: { geometry: state.drawing, measurement } });
      },
      "geometry",
    ],
  ])("sends nothing with %s", async (_, change, field) => {
    const replace = vi.spyOn(api, "replace");
    change(state);
    expect(await saver.save()).toBe(false);
    expect(state.message?.field).toBe(field);
    expect(replace).not.toHaveBeenCalled();
  });

  it("finishes the part at hand where it can", async () => {
    state.step(withSketch(state.drawing, corners(-70)));
    const stored = zone(5, { title: "Mine" });
    stored.geometry = {
      ...stored.geometry,
      coordinates: [...shape(-75).coordinates, ...shape(-70).coordinates],
    };
    const replace = vi.spyOn(api, "replace").mockResolvedValue(stored);
    await saver.save();
    expect(replace.mock.calls[0]?.[2].geometry?.coordinates).toHaveLength(2);
    expect(state.drawing.sketch).toEqual([]);
    expect(state.isDirty).toBe(false);
  });

  it("isn't sent twice at once", async () => {
    const replace = vi.spyOn(api, "replace").mockResolvedValue(zone(5, { title: "Mine" }));
    await Promise.all([saver.save(), saver.save()]);
    expect(replace).toHaveBeenCalledTimes(1);
  });
});
