/** Hectares and per cents as people read them. */

import { formatNumber } from "../../format.js";

/** Two decimals up to 10 ha, one up to 1 000, none beyond: more would feign exactness. */
export function formatHectares(hectares: number): string {
  const size = Math.abs(hectares);
  const digits = size < 10 ? 2 : size < 1000 ? 1 : 0;
  const rounded = Number(hectares.toFixed(digits));
  if (hectares > 0 && rounded === 0) {
    return "< 0.01 ha";
  }
  return `${formatNumber(rounded)} ha`;
}

/** Whole per cents; what is less than one, or less than all, isn't rounded to nothing or all. */
export function formatPercent(percent: number): string {
  if (percent > 0 && percent < 1) {
    return "< 1 %";
  }
  const rounded = Math.round(percent);
  return percent < 100 && rounded === 100 ? "> 99 %" : `${rounded} %`;
}
