/** How many of a layer's things lie within a drawing, in words. */

import { formatNumber } from "../../format.js";
import { gettext, interpolate } from "../../i18n.js";
import type { ThemeContents } from "../api/contract.js";

export function countText({ count, has_more, fewer_than }: ThemeContents): string {
  if (count === null) {
    return fewer_than > 0
      ? interpolate(gettext("menos de %(count)s"), { count: fewer_than })
      : gettext("no hay datos de este lugar");
  }
  const number = formatNumber(count);
  return has_more ? interpolate(gettext("más de %(count)s"), { count: number }) : number;
}

/** Of which part of the place the number is; empty where it is of all of it. */
export function coverageText({ is_partial, covers }: ThemeContents): string {
  if (!is_partial) {
    return "";
  }
  return covers.length > 0
    ? interpolate(gettext("solo de lo que cubren los datos: %(units)s"), {
        units: covers.map(({ name }) => name).join(", "),
      })
    : gettext("no consta qué cubren los datos");
}
