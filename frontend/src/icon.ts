import { svg, type TemplateResult } from "lit";

/** A symbol of 20 by 20; it says nothing that its button's text or label doesn't. */
export function icon(path: string): TemplateResult {
  return svg`<svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
    <path d=${path} fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round"
      stroke-linejoin="round" /></svg>`;
}

export const CLOSE_ICON = icon("M5 5l10 10M15 5L5 15");
