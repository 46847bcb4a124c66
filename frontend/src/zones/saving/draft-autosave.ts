/** Keeps in the tab what isn't saved, change by change. */

import { gettext, interpolate } from "../../i18n.js";
import type { Announcer } from "../../map/announcer.js";
import { Refusal, type ZoneApi } from "../api/client.js";
import type { Draft } from "../state/draft.js";
import type { ZoneWork } from "../state/edit-state.js";
import { forgetDraft, keepDraft, readDraft } from "./draft-storage.js";

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

/** What to tell of a restored draft; a zone that was submitted meanwhile can't take it now. */
export async function recoveredText(api: ZoneApi, id: number | null): Promise<string> {
  const text = gettext("Se recuperó lo que no se había guardado.");
  if (id === null) {
    return text;
  }
  try {
    const { status, status_title } = (await api.read(id)).properties;
    const why = gettext(
      "La zona está ahora en estado «%(status)s»: para guardarlo, devuélvala antes a borrador en su ficha.",
    );
    return status === "draft" ? text : `${text} ${interpolate(why, { status: status_title })}`;
  } catch (error) {
    // Deleted, or out of reach: saving tells which, and nothing of the draft is lost.
    if (!(error instanceof Refusal)) {
      console.error(error);
    }
    return text;
  }
}
