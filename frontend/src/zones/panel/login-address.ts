/** Where to sign in, and come back from to this very view. */

import type { Session } from "../api/contract.js";

export function loginAddress(session: Session | null): string {
  const address = new URL(session?.login_url ?? "/", window.location.origin);
  address.searchParams.set("next", window.location.pathname + window.location.search);
  return address.pathname + address.search;
}
