/** Legend symbols as inline SVG, from the same description that the map is drawn from. */

import { svg, type TemplateResult } from "lit";
import type { LegendEntry, SymbolFill, SymbolStroke } from "./catalogue.js";

const WIDTH = 28;
const HEIGHT = 18;
const INSET = 2;
/** Distance of a hatch's lines, as on the map. */
const HATCH_PX = 8;

function strokeAttributes(stroke: SymbolStroke | null) {
  return {
    color: stroke?.color ?? "none",
    width: stroke?.width_px ?? 0,
    opacity: stroke?.opacity ?? 1,
    dash: stroke?.dash.length ? stroke.dash.join(" ") : "none",
  };
}

function hatchLines(fill: SymbolFill, left: number, right: number): TemplateResult {
  const lines: string[] = [];
  for (let x = left - HEIGHT; x < right + HEIGHT; x += HATCH_PX * 0.75) {
    lines.push(`M${x} ${HEIGHT}L${x + HEIGHT} 0`);
  }
  return svg`<path d=${lines.join("")} stroke=${fill.color} stroke-opacity=${fill.opacity}
    stroke-width="2" fill="none" />`;
}

function polygon(entry: LegendEntry): TemplateResult {
  const { fill } = entry;
  const stroke = strokeAttributes(entry.stroke);
  const hatch = fill?.hatch ? hatchLines(fill, INSET, WIDTH - INSET) : null;
  return svg`
    ${hatch}
    <rect x=${INSET} y=${INSET} width=${WIDTH - 2 * INSET} height=${HEIGHT - 2 * INSET}
      fill=${fill && !fill.hatch ? fill.color : "none"} fill-opacity=${fill?.opacity ?? 0}
      stroke=${stroke.color} stroke-width=${stroke.width} stroke-opacity=${stroke.opacity}
      stroke-dasharray=${stroke.dash} />`;
}

function line(entry: LegendEntry): TemplateResult {
  const stroke = strokeAttributes(entry.stroke);
  return svg`<line x1=${INSET} x2=${WIDTH - INSET} y1=${HEIGHT / 2} y2=${HEIGHT / 2}
    stroke=${stroke.color} stroke-width=${stroke.width} stroke-opacity=${stroke.opacity}
    stroke-dasharray=${stroke.dash} />`;
}

function pointHatch(path: string, fill: SymbolFill | null): TemplateResult {
  return svg`<path d=${path} transform="translate(${WIDTH / 2} ${HEIGHT / 2})" fill="none"
    stroke=${fill?.color ?? "none"} stroke-opacity=${fill?.opacity ?? 1} stroke-width="1.6" />`;
}

function point(entry: LegendEntry): TemplateResult {
  const size = Math.min(entry.size_px ?? 8, HEIGHT - INSET);
  const stroke = strokeAttributes(entry.stroke);
  const hatch = entry.hatch_path ? pointHatch(entry.hatch_path, entry.fill) : null;
  const fill = hatch ? "none" : (entry.fill?.color ?? "none");
  const opacity = entry.fill?.opacity ?? 1;
  if (entry.shape === "square") {
    return svg`${hatch}<rect x=${(WIDTH - size) / 2} y=${(HEIGHT - size) / 2} width=${size} height=${size}
      fill=${fill} fill-opacity=${opacity} stroke=${stroke.color} stroke-width=${stroke.width} />`;
  }
  return svg`${hatch}<circle cx=${WIDTH / 2} cy=${HEIGHT / 2} r=${size / 2}
    fill=${fill} fill-opacity=${opacity} stroke=${stroke.color} stroke-width=${stroke.width} />`;
}

const DRAW = { polygon, line, point };

/** The symbol of a legend entry; it says nothing that the entry's title doesn't. */
export function symbol(entry: LegendEntry): TemplateResult {
  return svg`<svg class="symbol" width=${WIDTH} height=${HEIGHT}
    viewBox="0 0 ${WIDTH} ${HEIGHT}" aria-hidden="true" focusable="false">
    ${DRAW[entry.kind](entry)}
  </svg>`;
}
