"""Who may send a contribution without an account: anybody, but not as often as they like."""

from __future__ import annotations

from typing import Any

from layers.errors import FeatureNotFound, TooManyRequests
from layers.progress import Progress
from territory.models import Contribution
from territory.participation.codes import digest_of, read_code
from territory.participation.limits import Limit, forget_expired
from territory.participation.processes.contributed import UNREAD, with_decisions
from territory.participation.proofs import proves

# A household, an office or a whole neighbourhood may share an address.
PLAIN = Limit("contribution", 4, 3_600)
PROVEN = Limit("contribution-proven", 12, 3_600)
# A code has 130 bits and isn't found by trying; the limit keeps who tries from costing anything.
WRONG_CODES = Limit("contribution-code", 20, 600)

_MISSING = "No hay ningún aporte con ese código. Revise que esté completo."


def admit(address: str, challenge: str = "", nonce: str = "") -> None:
    """Count a contribution from an address; raises TooManyRequests.

    Whoever did the proof of work may send more often.
    """
    limit = PROVEN if challenge and proves(challenge, nonce) else PLAIN
    if wait_s := limit.note(address):
        raise TooManyRequests(wait_s)


def by_code(address: str, text: str) -> Contribution:
    """The contribution of a code; raises FeatureNotFound, and TooManyRequests of guesses."""
    if wait_s := WRONG_CODES.wait(address):
        raise TooManyRequests(wait_s)
    # What can't be a code is looked for as any other, so that the answer says nothing of codes.
    rows = Contribution.objects.select_related("commitment", "agency", "photo", "unit")
    found = (
        with_decisions(rows)
        .defer("unit__geom", *UNREAD)
        .filter(code_hash=digest_of(read_code(text)))
        .first()
    )
    if found is None:
        WRONG_CODES.note(address)
        raise FeatureNotFound(_MISSING, parameter="code")
    return found


def sweep(_progress: Progress) -> dict[str, Any]:
    """The timetable's work: delete the marks of limits whose window has ended."""
    return {"marks": forget_expired()}
