/** The legend of a conflict's three versions, drawn as the map draws them. */

import { svg, type TemplateResult } from "lit";
import { ZONE_COLORS } from "../symbology.js";

const DASHES = { base: "none", mine: "none", theirs: "9 5" };
const WIDTHS = { base: 9, mine: 3, theirs: 3 };

export function versionSymbol(version: "base" | "mine" | "theirs"): TemplateResult {
  return svg`<svg class="symbol" width="32" height="12" viewBox="0 0 32 12" aria-hidden="true">
    <path d="M1 6h30" fill="none" stroke=${ZONE_COLORS[version]}
      stroke-width=${WIDTHS[version]} stroke-dasharray=${DASHES[version]} /></svg>`;
}
