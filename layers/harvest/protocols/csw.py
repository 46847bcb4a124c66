"""CSW 2.0.2: the records of a catalogue, page after page, by GetRecords in its KVP form."""

from __future__ import annotations

from layers.harvest.protocols.addresses import with_parameters
from layers.harvest.session import Session
from layers.reading.numbers import grouped
from layers.reading.results import SourceError

PAGE = 50
# A national catalogue has some thousands; more are told, and not read.
MOST = 5_000


def offered(session: Session) -> list[dict[str, str]]:
    """The catalogue's records; raises SourceError where a page can't be read."""
    found: list[dict[str, str]] = []
    start = 1
    while True:
        page = session.describe(_address(session.source.address, start), "csw", accept="text/xml")
        found += page["layers"]
        if session.expected is None:
            session.expected = page["matched"]
        following = page["next"]
        if following is None:  # that the server doesn't say; at the end it says 0
            following = start + len(page["layers"])
        # Some say where a page would begin that has nothing in it.
        if not page["layers"] or following == 0 or following > (session.expected or following):
            break
        if following <= start:
            raise SourceError("El catálogo repite una página: su «nextRecord» no avanza.")
        if len(found) >= MOST:
            session.remarks.append(f"El catálogo tiene más de {grouped(MOST)} registros.")
            break
        start = following
    return found


def _address(address: str, start: int) -> str:
    return with_parameters(
        address,
        service="CSW",
        version="2.0.2",
        request="GetRecords",
        typeNames="csw:Record",
        namespace="xmlns(csw=http://www.opengis.net/cat/csw/2.0.2)",
        elementSetName="full",
        resultType="results",
        outputFormat="application/xml",
        startPosition=start,
        maxRecords=PAGE,
    )
