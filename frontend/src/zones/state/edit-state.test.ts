import { beforeEach, describe, expect, it } from "vitest";
import { contentOf } from "../api/content.js";
import { corners, MEASUREMENT, shape, zone } from "../api/contract.fixtures.js";
import { finished, withSketch } from "../drawing/drawing.js";
import { EditState } from "./edit-state.js";

function drawOn(state: EditState, west: number): void {
  state.step(finished(withSketch(state.drawing, corners(west))));
}

describe("the state of an edit", () => {
  let state: EditState;
  beforeEach(() => {
    state = new EditState();
  });

  it("has nothing to lose until something is drawn or written", () => {
    state.open(null);
    expect(state.isDirty).toBe(false);
    state.step(withSketch(state.drawing, [[-75, -4]]));
    expect(state.isDirty).toBe(true);
    state.undo();
    expect(state.isDirty).toBe(false);
    state.edit({ title: "T" });
    expect(state.isDirty).toBe(true);
  });

  it("is as stored again once every change is taken back", () => {
    state.open(zone(1));
    expect(state.isDirty).toBe(false);
    drawOn(state, -70);
    expect(state.isDirty).toBe(true);
    state.undo();
    expect(state.isDirty).toBe(false);
    state.redo();
    expect(state.content.geometry?.coordinates).toHaveLength(2);
  });

  it("goes on from a draft as it was, corners of the part at hand included", () => {
    const sketch = corners(-70).slice(0, 2);
    const drawing = withSketch({ parts: shape(-75).coordinates, sketch: [] }, sketch);
    state.restore({ username: "p", zone: zone(3), values: contentOf(zone(3)), drawing });
    expect(state.drawing.sketch).toEqual(sketch);
    expect(state.zone?.properties.version).toBe(3);
    expect(state.isDirty).toBe(true);
  });

  it("has a measurement only of what is drawn now", () => {
    state.open(zone(1));
    state.set({ measured: { geometry: state.drawing, measurement: MEASUREMENT } });
    expect(state.measurement).toBe(MEASUREMENT);
    drawOn(state, -70);
    expect(state.measurement).toBeNull();
    state.undo();
    expect(state.measurement).toBe(MEASUREMENT);
  });

  it("keeps what was written while the save was on its way", () => {
    state.open(zone(1));
    state.edit({ title: "Sent" });
    const sent = state.content;
    state.edit({ title: "Sent and more" });
    state.acceptSaved(zone(2, { title: "Sent" }), sent);
    expect(state.values.title).toBe("Sent and more");
    expect(state.isDirty).toBe(true);
    expect(state.zone?.properties.version).toBe(2);
  });

  it("takes over the geometry that the server put in order", () => {
    state.open(zone(1));
    const sent = state.content;
    state.acceptSaved(zone(2, { title: "Stored", geometry: shape(-74.9999) }), sent);
    expect(state.isDirty).toBe(false);
    expect(state.content.geometry).toEqual(shape(-74.9999));
  });

  it("can't be edited where the server says so", () => {
    const other = zone(1);
    other.properties.can_edit = false;
    state.open(other);
    expect(state.status).toBe("read-only");
  });

  it("loses nothing to a conflict and its resolution", () => {
    state.open(zone(1));
    state.edit({ title: "Mine" });
    drawOn(state, -70);
    const mine = state.content;
    state.openConflict(zone(2, { title: "Theirs", geometry: shape(-76) }), zone(1));
    expect(state.status).toBe("conflict");
    expect(state.content).toEqual(mine);
    state.choose("title", "theirs");
    state.choose("geometry", "theirs");
    state.resolve();
    expect(state.status).toBe("editing");
    expect(state.zone?.properties.version).toBe(2);
    expect(state.content).toEqual(contentOf(zone(2, { title: "Theirs", geometry: shape(-76) })));
    state.undo();
    expect(state.content.geometry).toEqual(mine.geometry);
  });
});
