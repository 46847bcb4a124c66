import { beforeEach, describe, expect, it } from "vitest";
import { contentOf } from "../api/content.js";
import { corners, MEASUREMENT, shape, zone } from "../api/contract.fixtures.js";
import { finished, withSketch } from "../drawing/drawing.js";
import { ZoneWork } from "./edit-state.js";

function drawOn(work: ZoneWork, west: number): void {
  work.step(finished(withSketch(work.drawing, corners(west))));
}

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
    work.set({ measured: { geometry: work.drawing, measurement: MEASUREMENT } });
    expect(work.measurement).toBe(MEASUREMENT);
    drawOn(work, -70);
    expect(work.measurement).toBeNull();
    work.undo();
    expect(work.measurement).toBe(MEASUREMENT);
  });

  it("keeps what was written while the save was on its way", () => {
    work.open(zone(1));
    work.edit({ title: "Sent" });
    const sent = work.content;
    work.edit({ title: "Sent and more" });
    work.saved(zone(2, { title: "Sent" }), sent);
    expect(work.values.title).toBe("Sent and more");
    expect(work.isDirty).toBe(true);
    expect(work.zone?.properties.version).toBe(2);
  });

  it("takes over the geometry that the server put in order", () => {
    work.open(zone(1));
    const sent = work.content;
    work.saved(zone(2, { title: "Stored", geometry: shape(-74.9999) }), sent);
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
    work.conflicted(zone(2, { title: "Theirs", geometry: shape(-76) }), zone(1));
    expect(work.status).toBe("conflict");
    expect(work.content).toEqual(mine);
    work.choose("title", "theirs");
    work.choose("geometry", "theirs");
    work.resolve();
    expect(work.status).toBe("editing");
    expect(work.zone?.properties.version).toBe(2);
    expect(work.content).toEqual(contentOf(zone(2, { title: "Theirs", geometry: shape(-76) })));
    work.undo();
    expect(work.content.geometry).toEqual(mine.geometry);
  });
});
