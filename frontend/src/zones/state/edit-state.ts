/** The state of an edit: the stored zone, what was changed, what stands in the way of saving it. */

import {
  contentOf,
  differences,
  type FieldName,
  valuesOf,
  type ZoneContent,
  type ZoneValues,
} from "../api/content.js";
import type { Measurement, Session, Zone } from "../api/contract.js";
import { type Conflict, conflictOf, merged, type Side, withChoice } from "../conflict/merge.js";
import {
  type Drawing,
  EMPTY_DRAWING,
  finished,
  fromGeometry,
  measurable,
  toGeometry,
  withoutPart,
} from "../drawing/drawing.js";
import { UndoStack } from "../drawing/undo-stack.js";
import { hectares } from "../geometry/area.js";
import { sameGeometry } from "../geometry/equality.js";
import type { Draft } from "./draft.js";

/**
 * `signed-out` and `not-allowed` keep the drawing; `deleted`: by another person meanwhile, so that
 * it can only be saved as a new zone.
 */
export type Status =
  | "loading"
  | "failed"
  | "signed-out"
  | "not-allowed"
  | "read-only"
  | "editing"
  | "deleted"
  | "conflict";

export interface StatusMessage {
  kind: "error" | "done" | "warning";
  text: string;
  /** The field that it is about; empty for none. */
  field: string;
}

const EMPTY_VALUES: ZoneValues = { title: "", description: "", commitments: [] };

/** Raises `change` after every change. */
export class EditState extends EventTarget {
  status: Status = "loading";
  session: Session | null = null;
  /** As stored, in the version that saving will name; null: not stored yet. */
  zone: Zone | null = null;
  values = EMPTY_VALUES;
  message: StatusMessage | null = null;
  conflict: Conflict | null = null;
  busy = false;
  /** The server's last measurement, and what it measured. */
  measured: { geometry: Drawing; measurement: Measurement } | null = null;
  private history = new UndoStack(EMPTY_DRAWING);

  get drawing(): Drawing {
    return this.history.present;
  }

  get canUndo(): boolean {
    return this.history.canUndo;
  }

  get canRedo(): boolean {
    return this.history.canRedo;
  }

  /** The part at hand counts as soon as it could be finished. */
  get content(): ZoneContent {
    return { ...this.values, geometry: toGeometry(finished(this.drawing)) };
  }

  get isDirty(): boolean {
    if (this.drawing.sketch.length > 0) {
      return true;
    }
    if (this.zone) {
      return differences(this.content, contentOf(this.zone)).length > 0;
    }
    const { title, description, commitments } = this.values;
    const nothing = !title.trim() && !description.trim() && commitments.length === 0;
    return this.drawing.parts.length > 0 || !nothing;
  }

  /** The area that the browser itself computes of what is drawn. */
  get hectares(): number {
    return hectares(measurable(this.drawing));
  }

  /** The server's measurement, null while it is of something else than what is drawn. */
  get measurement(): Measurement | null {
    const of = this.measured && measurable(this.measured.geometry);
    const same = of && sameGeometry(of, measurable(this.drawing));
    return same ? (this.measured?.measurement ?? null) : null;
  }

  get draft(): Draft | null {
    const username = this.session?.username;
    return username
      ? { username, zone: this.zone, values: this.values, drawing: this.drawing }
      : null;
  }

  set(
    change: Partial<Pick<EditState, "status" | "session" | "message" | "busy" | "measured">>,
  ): void {
    Object.assign(this, change);
    this.changed();
  }

  /** Starts from what is stored, or from nothing; the steps before it are forgotten. */
  open(zone: Zone | null): void {
    this.reset(
      zone,
      zone ? valuesOf(zone) : EMPTY_VALUES,
      zone ? fromGeometry(zone.geometry) : EMPTY_DRAWING,
    );
  }

  /** Goes on with what an earlier page left unsaved. */
  restore({ zone, values, drawing }: Draft): void {
    this.reset(zone, values, drawing);
  }

  edit(change: Partial<ZoneValues>): void {
    this.values = { ...this.values, ...change };
    if (this.message && (this.message.field in change || this.message.kind === "done")) {
      this.message = null;
    }
    this.changed();
  }

  step(drawing: Drawing): void {
    this.history.push(drawing);
    this.message = this.message?.kind === "warning" ? this.message : null;
    this.changed();
  }

  removePart(index: number): void {
    this.step(withoutPart(this.drawing, index));
  }

  undo(): boolean {
    return this.changedIf(this.history.undo());
  }

  redo(): boolean {
    return this.changedIf(this.history.redo());
  }

  /** What was sent is stored now; what was changed while it was on its way stays changed. */
  acceptSaved(zone: Zone, sent: ZoneContent): void {
    const changed = differences(this.content, sent);
    if (!this.zone) {
      // They may have counted the new zone as one that this drawing overlaps.
      this.measured = null;
    }
    this.zone = zone;
    const stored = contentOf(zone);
    if (!changed.includes("geometry") && !sameGeometry(this.content.geometry, stored.geometry)) {
      // The server put it in order: valid, in its own precision.
      this.history.push(fromGeometry(zone.geometry));
    } else if (this.drawing.sketch.length > 0 && !changed.includes("geometry")) {
      this.history.push(finished(this.drawing));
    }
    const { title, description, commitments } = stored;
    this.values = {
      title: changed.includes("title") ? this.values.title : title,
      description: changed.includes("description") ? this.values.description : description,
      commitments: changed.includes("commitments") ? this.values.commitments : commitments,
    };
    this.status = "editing";
    this.conflict = null;
    this.changed();
  }

  /** Another person saved `current` meanwhile; `base` is what this edit began with. */
  openConflict(current: Zone, base: Zone | null): void {
    this.conflict = conflictOf(base ?? this.zone, this.content, current);
    this.status = "conflict";
    this.changed();
  }

  choose(field: FieldName, side: Side): void {
    if (this.conflict) {
      this.conflict = withChoice(this.conflict, field, side);
      this.changed();
    }
  }

  /** Goes on from the version stored now, with what was chosen; undo gives the geometry back. */
  resolve(): void {
    if (!this.conflict) {
      return;
    }
    const { theirs } = this.conflict;
    const { geometry, ...values } = merged(this.conflict);
    this.values = values;
    if (!sameGeometry(geometry, this.content.geometry)) {
      this.history.push(geometry ? fromGeometry(geometry) : EMPTY_DRAWING);
    }
    this.zone = theirs;
    this.conflict = null;
    this.status = "editing";
    this.changed();
  }

  /** Another person deleted the stored zone: what is drawn can be saved as a new one. */
  markDeleted(): void {
    this.zone = null;
    this.status = "deleted";
    this.changed();
  }

  private reset(zone: Zone | null, values: ZoneValues, drawing: Drawing): void {
    this.zone = zone;
    this.values = values;
    this.history = new UndoStack(drawing);
    this.message = null;
    this.conflict = null;
    this.measured = null;
    this.status = zone && !zone.properties.can_edit ? "read-only" : "editing";
    this.changed();
  }

  private changedIf(done: boolean): boolean {
    if (done) {
      this.changed();
    }
    return done;
  }

  private changed(): void {
    this.dispatchEvent(new Event("change"));
  }
}
