/** Stores the draft of an edit in the tab after every change, until it is saved. */

import { gettext, interpolate } from "../../i18n.js";
import type { Announcer } from "../../map/announcer.js";
import { ApiError, type ZoneApi } from "../api/client.js";
import type { Draft } from "../state/draft.js";
import type { EditState } from "../state/edit-state.js";
import { readDraft, removeDraft, storeDraft } from "./draft-storage.js";

export class DraftAutosave {
  /** The zone whose draft is stored; null: the one that isn't saved yet. */
  private stored: number | null = null;
  private failed = false;

  constructor(
    private readonly state: EditState,
    private readonly announcer: Announcer,
  ) {}

  /** The draft that an earlier page left of a zone; from now on this zone's is stored. */
  open(zone: number | null, username: string): Draft | null {
    this.stored = zone;
    return readDraft(zone, username);
  }

  update(): void {
    const { draft, isDirty, zone } = this.state;
    // Nobody is signed in any more: what was stored stays.
    if (!draft) {
      return;
    }
    const id = zone?.id ?? null;
    if (this.stored !== id) {
      removeDraft(this.stored);
      this.stored = id;
    }
    if (!isDirty) {
      removeDraft(id);
      return;
    }
    const isStored = storeDraft(draft);
    if (!isStored && !this.failed) {
      this.announcer.show(
        gettext("Esta pestaña no puede conservar lo que no se guardó: guarde pronto."),
      );
    }
    this.failed = !isStored;
  }

  clear(): void {
    removeDraft(this.stored);
  }
}

/** The message on a restored draft: a zone that was submitted meanwhile can't take it now. */
export async function recoveryText(api: ZoneApi, id: number | null): Promise<string> {
  const text = gettext("Se recuperó lo que no se había guardado.");
  if (id === null) {
    return text;
  }
  try {
    const { status, status_title } = (await api.read(id)).properties;
    const locked = gettext(
      "La zona está ahora en estado «%(status)s»: para guardarlo, devuélvala antes a borrador en su ficha.",
    );
    return status === "draft" ? text : `${text} ${interpolate(locked, { status: status_title })}`;
  } catch (error) {
    // Deleted, or out of reach: saving reports which, and nothing of the draft is lost.
    if (!(error instanceof ApiError)) {
      console.error(error);
    }
    return text;
  }
}
