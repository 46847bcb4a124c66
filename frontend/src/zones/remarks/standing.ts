/** Which remark of a zone's review still stands: nothing was decided since that answers it. */

import type { Remark, Zone } from "../api/contract.js";

/** The state of a zone, and the decision whose remark stands then. */
const STANDING: Record<Zone["properties"]["status"], Remark["decision"]> = {
  draft: "return",
  submitted: "submit",
  approved: "approve",
};

/** Of a zone's remarks, the latest first; null where none stands. */
export function standingRemark(zone: Zone, remarks: readonly Remark[]): Remark | null {
  const latest = remarks[0];
  return latest?.decision === STANDING[zone.properties.status] ? latest : null;
}
