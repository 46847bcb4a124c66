/** Three versions of a zone, field by field: what it was, mine, and what another person saved. */

import {
  contentOf,
  differences,
  FIELD_NAMES,
  type FieldName,
  sameField,
  type ZoneContent,
} from "../api/content.js";
import type { Zone } from "../api/contract.js";

export type Side = "mine" | "theirs";

/** Which side each field comes from; null: both changed it, and nobody has chosen yet. */
export type Choices = Record<FieldName, Side | null>;

export interface Conflict {
  /** null where the server no longer knows it. */
  base: Zone | null;
  mine: ZoneContent;
  /** As stored now; saving goes on from its version. */
  theirs: Zone;
  choices: Choices;
}

function choose(
  name: FieldName,
  base: ZoneContent | null,
  mine: ZoneContent,
  theirs: ZoneContent,
): Side | null {
  if (sameField(name, mine, theirs)) {
    return "theirs";
  }
  if (!base) {
    return null;
  }
  if (sameField(name, base, mine)) {
    return "theirs";
  }
  return sameField(name, base, theirs) ? "mine" : null;
}

/** What only one side changed is that side's; what both changed stays open. */
export function conflictOf(base: Zone | null, mine: ZoneContent, theirs: Zone): Conflict {
  const from = base && contentOf(base);
  const to = contentOf(theirs);
  const choices = Object.fromEntries(
    FIELD_NAMES.map((name) => [name, choose(name, from, mine, to)]),
  ) as Choices;
  return { base, mine, theirs, choices };
}

/** Only these are shown: on the others the two sides agree. */
export function disputed({ mine, theirs }: Conflict): FieldName[] {
  return differences(mine, contentOf(theirs));
}

export function isResolved({ choices }: Conflict): boolean {
  return FIELD_NAMES.every((name) => choices[name] !== null);
}

export function withChoice(conflict: Conflict, name: FieldName, side: Side): Conflict {
  return { ...conflict, choices: { ...conflict.choices, [name]: side } };
}

/** What is saved: each field from the side chosen, mine where nothing is chosen yet. */
export function merged(conflict: Conflict): ZoneContent {
  const theirs = contentOf(conflict.theirs);
  const from = (name: FieldName) => (conflict.choices[name] === "theirs" ? theirs : conflict.mine);
  return {
    title: from("title").title,
    description: from("description").description,
    commitments: from("commitments").commitments,
    geometry: from("geometry").geometry,
  };
}
