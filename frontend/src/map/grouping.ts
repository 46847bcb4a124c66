/** The layer list's groups: the territory first, then the plan's themes with their commitments. */

import { fold } from "../format.js";
import { type Commitment, type LayerInfo, PLAN_LAYER } from "./catalogue.js";

/** A commitment of a theme that no layer of its own shows yet. */
export interface PendingCommitment {
  number: number;
  title: string;
}

export interface LayerGroup {
  theme: string;
  title: string;
  layers: LayerInfo[];
  pending: PendingCommitment[];
}

function matches(layer: LayerInfo, words: string[]): boolean {
  const text = fold(`${layer.title} ${layer.theme_title} ${layer.abstract}`);
  return words.every((word) => text.includes(word));
}

/**
 * Groups in the order of the catalogue's themes, then of the commitments.
 *
 * The plan's own layer stands for no commitment in particular: one is pending until another
 * layer shows it. With a `filter` only matching layers are left and nothing pending is listed.
 */
export function groupLayers(
  layers: LayerInfo[],
  commitments: Commitment[],
  filter: string,
): LayerGroup[] {
  const words = fold(filter).split(/\s+/).filter(Boolean);
  const groups = new Map<string, LayerGroup>();
  const group = (theme: string, title: string): LayerGroup => {
    const found = groups.get(theme) ?? { theme, title, layers: [], pending: [] };
    groups.set(theme, found);
    return found;
  };
  for (const layer of layers) {
    if (matches(layer, words)) {
      group(layer.theme, layer.theme_title).layers.push(layer);
    }
  }
  if (words.length > 0) {
    return [...groups.values()];
  }
  for (const { number, short_title, theme, theme_title } of commitments) {
    const shown = layers.some(
      (layer) => layer.name !== PLAN_LAYER && layer.commitments.includes(number),
    );
    if (!shown) {
      group(theme, theme_title).pending.push({ number, title: short_title });
    }
  }
  return [...groups.values()];
}
