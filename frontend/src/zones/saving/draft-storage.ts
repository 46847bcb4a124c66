/**
 * What isn't saved yet, kept in the tab: it outlives a reload, a sign-in and a lost session.
 *
 * It belongs to the account that drew it; another one in the same tab doesn't get to see it.
 */

import type { Draft } from "../state/draft.js";

const KEY = "territorio.zone-draft";
const FORMAT = 1;

/** Each zone has a place of its own, and so has the one that isn't stored yet. */
export function draftKey(zone: number | null): string {
  return `${KEY}.${zone ?? "nueva"}`;
}

/** False where the tab's storage is full or forbidden. */
export function storeDraft(draft: Draft): boolean {
  try {
    const key = draftKey(draft.zone?.id ?? null);
    window.sessionStorage.setItem(key, JSON.stringify({ format: FORMAT, ...draft }));
    return true;
  } catch (error) {
    console.error(error);
    return false;
  }
}

export function removeDraft(zone: number | null): void {
  try {
    window.sessionStorage.removeItem(draftKey(zone));
  } catch (error) {
    console.error(error);
  }
}

function isDraft(value: unknown): value is Draft & { format: number } {
  const draft = value as Partial<Draft & { format: number }> | null;
  return (
    draft?.format === FORMAT &&
    typeof draft.username === "string" &&
    typeof draft.values?.title === "string" &&
    typeof draft.values.description === "string" &&
    Array.isArray(draft.values.commitments) &&
    Array.isArray(draft.drawing?.parts) &&
    Array.isArray(draft.drawing.sketch)
  );
}

/** null where there is none of this account's, or none that can be read. */
export function readDraft(stored: number | null, account: string): Draft | null {
  try {
    const text = window.sessionStorage.getItem(draftKey(stored));
    const value: unknown = JSON.parse(text ?? "null");
    if (isDraft(value) && value.username === account) {
      const { username, zone, values, drawing } = value;
      return { username, zone, values, drawing };
    }
  } catch (error) {
    console.error(error);
  }
  return null;
}
