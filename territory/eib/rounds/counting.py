"""A round's answers summed by group, with whatever would give somebody away left out.

Only these sums leave the database; how small ones are kept is ``territory.linked_cells``'.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.db import connection
from django.utils import timezone

from territory.eib.rounds.items import Item, items_of
from territory.linked_cells import Cell, Node, hidden_cells
from territory.models import EibAnswerCount, EibRound, EibRoundAnswer, EibRoundCell
from territory.models.counts import CountState
from territory.sql import read_statements
from territory.suppression import suppressed

_SQL = read_statements(Path(__file__).with_suffix(".sql"))
_Level = EibRoundCell.Level
# Of two sums that would do, that of a network is left out rather than a language's or a UGEL's.
_RANKS = {
    _Level.UGEL_LANGUAGE: 0,
    _Level.NETWORK: 0,
    _Level.LANGUAGE: 1,
    _Level.UGEL: 2,
    _Level.COUNTRY: 3,
}
_TOP: Node = ("top",)
_GROUND: Node = ("ground",)
_AT_ONCE = 2_000


@dataclass(frozen=True)
class Group:
    """Some services; what of level, UGEL, network and language doesn't tell them apart is None.

    A UGEL or language that the register doesn't say is None too.
    """

    level: str
    ugel_code: str | None = None
    network: str | None = None
    language: str | None = None


@dataclass(frozen=True)
class Sum:
    """The answers to an item in a place of the tables; ``registered`` of services alone."""

    ugel_code: str | None
    network: str | None
    language: str | None
    total: int
    favourable: int
    registered: int = 0


def count(found: EibRound) -> dict[str, Any]:
    """Write the round's sums anew; gives the columns of the round that follow from them.

    Call it in a transaction.
    """
    EibRoundCell.objects.filter(round=found).delete()
    EibAnswerCount.objects.filter(round=found).delete()
    asked = {"round": found.pk, "is_sample": found.is_sample}
    services, names = _services(asked)
    answers = _answers(asked)
    # The country's coverage is the first of all.
    cells = list(_cells(found, "", _coverage_links(services), names))
    for item in items_of(found.instrument.items):
        given = answers.get(item.code, {})
        of_item = list(_cells(found, item.code, _links(_sums(item, given), item), names))
        cells += of_item
        EibAnswerCount.objects.bulk_create(_distribution(found, item, given, of_item))
    EibRoundCell.objects.bulk_create(cells, batch_size=_AT_ONCE)
    register = _rows("register", asked)[0]
    return {
        "answer_rows": EibRoundAnswer.objects.filter(round=found).count(),
        "services_answered": next((c.total for c in cells if c.level == _Level.COUNTRY), None),
        "services_registered": sum(each.registered for each in services),
        "register_source": register[0],
        "register_cutoff_date": register[1],
        "counted_at": timezone.now(),
    }


def _rows(name: str, asked: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(_SQL[name], asked)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def _services(asked: dict[str, Any]) -> tuple[list[Sum], dict[str | None, str | None]]:
    """The services by UGEL and language, and the UGEL's names."""
    sums: list[Sum] = []
    names: dict[str | None, str | None] = {}
    for ugel_code, language, ugel, registered, answered in _rows("services", asked):
        names[ugel_code] = names.get(ugel_code) or ugel
        sums.append(Sum(ugel_code, None, language, answered, answered, registered))
    return sums, names


# Of an item: place in the tables → code of an answer → how many gave it.
_Answered = dict[tuple[str | None, str, str | None], dict[str, int]]


def _answers(asked: dict[str, Any]) -> dict[str, _Answered]:
    found: dict[str, _Answered] = defaultdict(dict)
    for ugel_code, network, language, item, answer, number in _rows("sums", asked):
        found[item].setdefault((ugel_code, network, language), {})[answer] = int(number)
    return found


def _sums(item: Item, answered: _Answered) -> list[Sum]:
    return [
        Sum(
            *place,
            total=sum(numbers.values()),
            favourable=sum(n for code, n in numbers.items() if code in item.favourable),
        )
        for place, numbers in answered.items()
    ]


@dataclass(frozen=True)
class _Linked:
    """A group's sum and the flow that it is."""

    group: Group
    cell: Cell
    registered: int | None = None


# A part of a group's sum, and the nodes between which the group's flow is.
_End = tuple[Sum, Group, Node, Node]


def _links(sums: Iterable[Sum], item: Item) -> list[_Linked]:
    """Country, UGEL, networks and languages; networks lead to the languages spoken in them."""
    listed = [each for each in sums if each.total]
    together = _joined(((each.ugel_code, each.network), each.language) for each in listed)
    ends: list[_End] = []
    for each in listed:
        ugel, group = _node("ugel", each.ugel_code), together["language", each.language]
        network = Group(_Level.NETWORK, each.ugel_code, each.network)
        ends.append((each, Group(_Level.COUNTRY), _GROUND, _TOP))
        ends.append((each, Group(_Level.UGEL, each.ugel_code), _TOP, ugel))
        ends.append((each, network, ugel, group))
        ends.append((each, Group(_Level.LANGUAGE, language=each.language), group, _GROUND))
    return _summed(ends, is_total_known=item.is_of_services)


def _coverage_links(sums: Iterable[Sum]) -> list[_Linked]:
    """Country, UGEL, languages, and both together, in which none is left out of the tables."""
    ends: list[_End] = []
    for each in sums:
        ugel, language = _node("ugel", each.ugel_code), _node("language", each.language)
        both = Group(_Level.UGEL_LANGUAGE, each.ugel_code, language=each.language)
        ends.append((each, Group(_Level.COUNTRY), _GROUND, _TOP))
        ends.append((each, Group(_Level.UGEL, each.ugel_code), _TOP, ugel))
        ends.append((each, both, ugel, language))
        ends.append((each, Group(_Level.LANGUAGE, language=each.language), language, _GROUND))
    return _summed(ends, is_total_known=False)


def _node(kind: str, name: str | None) -> Node:
    return (kind,) if name is None else (kind, name)


def _joined(
    spoken: Iterable[tuple[tuple[str | None, str | None], str | None]],
) -> dict[tuple[str, Any], Node]:
    """Networks and languages → the node of all that are joined by a network's languages."""
    leads: dict[tuple[str, Any], tuple[str, Any]] = {}

    def end(of: tuple[str, Any]) -> tuple[str, Any]:
        while leads.setdefault(of, of) != of:
            leads[of] = leads[leads[of]]
            of = leads[of]
        return of

    for network, language in spoken:
        leads[end(("network", network))] = end(("language", language))
    return {of: ("group", str(end(of))) for of in list(leads)}


def _summed(ends: Iterable[_End], *, is_total_known: bool) -> list[_Linked]:
    found: dict[Group, _Linked] = {}
    for each, group, before, after in ends:
        present = found.get(group) or _Linked(
            group, Cell(before, after, 0, 0, _RANKS[_Level(group.level)], is_total_known), 0
        )
        cell = present.cell
        cell = replace(
            cell,
            total=cell.total + each.total,
            favourable=cell.favourable + each.favourable,
        )
        found[group] = _Linked(group, cell, (present.registered or 0) + each.registered)
    return sorted(found.values(), key=lambda linked: tuple(map(str, vars(linked.group).values())))


def _cells(
    found: EibRound, item: str, linked: list[_Linked], names: dict[str | None, str | None]
) -> Iterator[EibRoundCell]:
    # Where nobody answered nothing is hidden, and nothing can hide behind it.
    filled = [each for each in linked if each.cell.total]
    places = hidden_cells([each.cell for each in filled])
    hidden = {filled[place].group for place in places}
    for each in linked:
        group = each.group
        is_hidden = group in hidden
        yield EibRoundCell(
            round=found,
            level=group.level,
            ugel_code=group.ugel_code,
            ugel=names.get(group.ugel_code) if group.ugel_code else None,
            network=group.network,
            language=group.language,
            item=item,
            state=CountState.SUPPRESSED if is_hidden else CountState.VALUE,
            total=None if is_hidden else each.cell.total,
            favourable=None if is_hidden else each.cell.favourable,
            registered=None if item else each.registered,
        )


def _distribution(
    found: EibRound, item: Item, answered: _Answered, cells: list[EibRoundCell]
) -> Iterator[EibAnswerCount]:
    """How many gave each answer in all of the round.

    The favourable ones and the others are given apart, so each part is a question of its own.
    """
    sums: dict[str, int] = defaultdict(int)
    for numbers in answered.values():
        for code, number in numbers.items():
            sums[code] += number
    country = next((cell for cell in cells if cell.level == _Level.COUNTRY), None)
    is_given = country is None or country.state == CountState.VALUE
    for favourable in (True, False):
        codes = [a.code for a in item.answers if a.favourable is favourable]
        counts = [sums[code] for code in codes]
        part = suppressed(counts, sum(counts))
        for place, code in enumerate(codes):
            is_hidden = (not is_given or part.too_few or place in part.hidden) and counts[place] > 0
            yield EibAnswerCount(
                round=found,
                item=item.code,
                answer=code,
                state=CountState.SUPPRESSED if is_hidden else CountState.VALUE,
                number=None if is_hidden else counts[place],
            )
