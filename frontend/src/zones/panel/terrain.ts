/** What the ground within the drawing is like: its altitude, and its slope where it is known. */

import { html, nothing } from "lit";
import { formatDate, formatNumber } from "../../format.js";
import { gettext, interpolate } from "../../i18n.js";
import { onSite } from "../../on-site.js";
import type { Rendered } from "../../page-element.js";
import type { Measurement } from "../api/contract.js";

/** Less than this share of the zone without a value is nobody's concern. */
const WHOLE = 0.999;

export function terrain({ terrain }: Measurement): Rendered {
  if (!terrain || terrain.altitude_mean_m === null) {
    return nothing;
  }
  const { altitude_minimum_m: low, altitude_maximum_m: high, slope_deg: slope } = terrain;
  const range =
    low === null || high === null
      ? ""
      : interpolate(gettext("de %(low)s a %(high)s m"), { low: whole(low), high: whole(high) });
  const date = terrain.cutoff_date
    ? interpolate(gettext("corte %(date)s"), { date: formatDate(terrain.cutoff_date) })
    : gettext("sin fecha de corte");
  return html`
    <h3 class="zone-subtitle">${gettext("Terreno")}</h3>
    <dl class="attributes">
      <div><dt>${gettext("Altitud media")}</dt>
        <dd>${whole(terrain.altitude_mean_m)} m <span class="muted">(${range})</span></dd></div>
      <div><dt>${gettext("Pendiente media")}</dt>
        <dd>${
          slope === null ? terrain.slope_note : `${formatNumber(Math.round(slope * 10) / 10)}°`
        }</dd></div>
    </dl>
    <p class="muted zone-note">
      <a href=${onSite(`/catalogo/${terrain.layer}/`)} target="_blank">${terrain.title}</a>,
      ${date}. ${terrain.covered < WHOLE ? gettext("Es de una parte de la zona: en la otra no hay dato.") : nothing}</p>
  `;
}

function whole(value: number): string {
  return formatNumber(Math.round(value));
}
