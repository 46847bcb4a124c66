/** What a screen reader announces of a drawing: others see it on the map and in the panel. */

import { gettext, interpolate, ngettext } from "../../i18n.js";
import type { Measurement } from "../api/contract.js";
import type { Drawing } from "../drawing/drawing.js";
import { formatHectares } from "../measuring/format.js";

export function describeStep({ sketch }: Drawing, hectares: number): string {
  const count = sketch.length;
  const corners = ngettext("%(count)s esquina", "%(count)s esquinas", count);
  const text = count > 0 ? interpolate(corners, { count }) : gettext("Sin parte a medias");
  return `${text}. ${formatHectares(hectares)}.`;
}

export function describeMeasurement(measurement: Measurement): string {
  const { area_ha, overlaps, overlaps_note, scope, valid, reason, notes } = measurement;
  const texts = [formatHectares(area_ha), ...notes];
  if (!valid) {
    texts.push(reason);
  } else if (!scope.allowed) {
    texts.push(scope.reason);
  } else if (overlaps.length > 0) {
    const text = ngettext(
      "Se superpone con %(count)s zona",
      "Se superpone con %(count)s zonas",
      overlaps.length,
    );
    texts.push(interpolate(text, { count: overlaps.length }));
    if (overlaps_note) {
      texts.push(overlaps_note);
    }
  }
  return texts.map((text) => text.replace(/\.?$/, ".")).join(" ");
}
