/** Keeps in the tab what isn't saved, change by change. */

import { gettext } from "../i18n.js";
import type { Announcer } from "../map/announcer.js";
import { type Draft, forgetDraft, keepDraft, readDraft } from "./draft-store.js";
import type { ZoneWork } from "./work.js";

export class Keeper {
  /** The zone whose changes are kept; null: the one that isn't stored yet. */
  private kept: number | null = null;
  private failed = false;

  constructor(
    private readonly work: ZoneWork,
    private readonly announcer: Announcer,
  ) {}

  /** What an earlier page left of a zone, and keeps from now on. */
  open(zone: number | null, username: string): Draft | null {
    this.kept = zone;
    return readDraft(zone, username);
  }

  update(): void {
    const { draft, isDirty, zone } = this.work;
    // Nobody is signed in any more: what was kept stays.
    if (!draft) {
      return;
    }
    const id = zone?.id ?? null;
    if (this.kept !== id) {
      forgetDraft(this.kept);
      this.kept = id;
    }
    if (!isDirty) {
      forgetDraft(id);
      return;
    }
    const done = keepDraft(draft);
    if (!done && !this.failed) {
      this.announcer.show(
        gettext("Esta pestaña no puede conservar lo que no se guardó: guarde pronto."),
      );
    }
    this.failed = !done;
  }

  forget(): void {
    forgetDraft(this.kept);
  }
}
