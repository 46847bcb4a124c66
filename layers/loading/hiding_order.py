"""Which cell is hidden rather than another, where either protects a small count."""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from territory.disclosure import Disclosure, Key
from territory.disclosure.tables import UNIT

_KNOWN_COSTS = 16.0


@dataclass(frozen=True)
class Order:
    """What it costs to hide a cell: more for a total; among equals the site's secret decides.

    Nobody outside knows the secret, so nobody can work out again what would have been hidden.
    """

    secret: bytes
    disclosure: Disclosure
    # Cells that were told before, and are what they were: whoever knows that isn't misled.
    same: frozenset[Key]

    def __call__(self, key: Key) -> float:
        digest = hmac.digest(self.secret, "\0".join(key).encode(), "sha256")
        chance = int.from_bytes(digest[:6], "big") / 2**48
        return (1.0 + chance) * self._weight(key) * (_KNOWN_COSTS if key in self.same else 1.0)

    def _weight(self, key: Key) -> float:
        totals = sum(
            code in names for names in self.disclosure.adds.values() for code in key[UNIT + 3 :]
        )
        return float(4 ** (totals + (6 - len(key[UNIT])) // 2))
