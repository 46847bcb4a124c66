"""The public chain: links that say neither who nor when, and where a copy of it breaks.

It becomes longer when the receipts of a day that has ended are published, by as many links as what
is published says, so that nobody learns an instant or a few queries by asking often
(``territory.accreditation.receipts.blanks``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import QuerySet

from territory.accreditation.receipts.canonical import NOTHING_BEFORE
from territory.accreditation.receipts.checking import signed_by_site
from territory.accreditation.receipts.length import public
from territory.accreditation.receipts.links import link_bytes, link_hash
from territory.models import AccreditationReceipt

MEMBERS = ("number", "previous", "leaf", "link", "key", "signature")
_TEXTS = {
    "previous": re.compile(r"[0-9a-f]{64}"),
    "leaf": re.compile(r"[0-9a-f]{64}"),
    "link": re.compile(r"[0-9a-f]{64}"),
    "key": re.compile(r"[0-9a-f]{16}"),
    "signature": re.compile(r"[A-Za-z0-9_-]{86}"),
}
_MOST_NUMBER = 2**53
_AT_ONCE = 1_000
MOST_BREAKS = 20


@dataclass(frozen=True)
class Break:
    """Where a chain doesn't hold: its line (from 1), the link's number if it has one, and why."""

    line: int
    number: int | None
    code: str
    message: str


@dataclass(frozen=True)
class Verdict:
    """What is to be said of a chain.

    ``links``: how many were read; ``last``: the number of the last one, None where one doesn't
    hold; ``breaks``: the first that don't; ``missing``: how many of this site's public links come
    after the last.
    """

    links: int
    last: int | None
    breaks: tuple[Break, ...]
    missing: int

    @property
    def is_whole(self) -> bool:
        """Whether it is the public chain up to its end."""
        return bool(self.links) and not self.breaks and not self.missing


def written_links(rows: QuerySet[AccreditationReceipt]) -> Iterator[dict[str, Any]]:
    """As the public chain has them: nothing of who, what or when."""
    columns = ("number", "previous", "leaf", "link", "site_key", "site_signature")
    for row in rows.values_list(*columns).iterator():
        yield dict(zip(MEMBERS, row, strict=True))


def check_lines(lines: Iterable[str | bytes]) -> Verdict:
    """A chain's file, a link of JSON a line."""
    return check_chain(_read(line) for line in lines if line.strip())


def check_chain(links: Iterable[Any]) -> Verdict:
    """Where links don't follow each other, aren't this site's, or differ from its own chain."""
    breaks: list[Break] = []
    before: dict[str, Any] | None = None
    line = 0
    waiting = iter(links)
    while some := list(islice(waiting, _AT_ONCE)):
        own = _own(some)
        for link in some:
            line += 1
            fault = _fault(link, before, own)
            if fault is not None and len(breaks) < MOST_BREAKS:
                number = link["number"] if _is_link(link) else None
                breaks.append(Break(line, number, *fault))
            before = link if _is_link(link) else None
    last = before["number"] if before is not None and not breaks else None
    missing = 0 if last is None else public().filter(number__gt=last).count()
    return Verdict(line, last, tuple(breaks), missing)


def _read(line: str | bytes) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _is_link(link: Any) -> bool:
    if not isinstance(link, dict) or set(link) != set(MEMBERS):
        return False
    number = link["number"]
    if isinstance(number, bool) or not isinstance(number, int) or not 0 < number < _MOST_NUMBER:
        return False
    return all(
        isinstance(link[name], str) and pattern.fullmatch(link[name])
        for name, pattern in _TEXTS.items()
    )


def _own(links: Iterable[Any]) -> dict[int, str]:
    """Number → this site's link, of those that are asked for."""
    numbers = [link["number"] for link in links if _is_link(link)]
    rows = AccreditationReceipt.objects.filter(number__in=numbers)
    return dict(rows.values_list("number", "link"))


def _fault(link: Any, before: dict[str, Any] | None, own: dict[int, str]) -> tuple[str, str] | None:
    if not _is_link(link):
        return "form", "No es un eslabón."
    content = link_bytes(link["number"], link["previous"], link["leaf"], link["key"])
    if link_hash(content) != link["link"]:
        return "link", "Su contenido no es el que se firmó: alguien lo cambió."
    if not signed_by_site(link["key"], link["signature"], content):
        return "signature", "Este sitio no lo firmó."
    if before is not None and link["number"] != before["number"] + 1:
        return (
            "order",
            f"No sigue al {before['number']}: falta alguno, se repite o cambió de lugar.",
        )
    if before is not None and link["previous"] != before["link"]:
        return "previous", "No se enlaza con el anterior: la cadena se bifurca aquí."
    if link["number"] == 1 and link["previous"] != NOTHING_BEFORE:
        return "previous", "Es el primero y dice que sigue a otro."
    if own.get(link["number"]) != link["link"]:
        return "forked", "La cadena de este sitio tiene otro en ese número, o no llega hasta él."
    return None
