"""Published instruments and rounds as pages show them: the chain by group, and rounds side by side.

Whatever is read here was written by ``counting``, so that what would give somebody away isn't
there to be shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import F, Q, QuerySet

from territory.eib.rounds.items import Item, Link, items_of
from territory.models import EibAnswerCount, EibInstrument, EibRound, EibRoundCell

Level = EibRoundCell.Level
# So many rounds stand side by side, the latest.
MOST_COMPARED = 6


@dataclass(frozen=True)
class Line:
    """A group of services: how many of them answered, and what to each of the items.

    A cell is None where nobody answered the item.
    """

    group: EibRoundCell
    coverage: EibRoundCell | None
    cells: tuple[EibRoundCell | None, ...]


@dataclass(frozen=True)
class Asked:
    """An item with what all answered, and how many gave each answer."""

    item: Item
    cell: EibRoundCell | None
    answers: tuple[tuple[str, bool, EibAnswerCount | None], ...]


@dataclass(frozen=True)
class Compared:
    """A question over the rounds; a cell is None where a round didn't ask it so, or none did."""

    item: Item
    cells: tuple[EibRoundCell | None, ...]
    was_asked: tuple[bool, ...]

    @property
    def pairs(self) -> list[tuple[EibRoundCell | None, bool]]:
        return list(zip(self.cells, self.was_asked, strict=True))


def instruments() -> QuerySet[EibInstrument]:
    """The published versions, of each instrument the latest first."""
    found: QuerySet[EibInstrument] = EibInstrument.objects.published().order_by("slug", "-number")
    return found


def rounds() -> QuerySet[EibRound]:
    """The published rounds of published instruments, the latest first, each with its own."""
    within = instruments().order_by().values("pk")
    found = EibRound.objects.published().filter(instrument__in=within)
    ordered: QuerySet[EibRound] = found.select_related("instrument").order_by(
        "-ends_on", "instrument__slug", "code"
    )
    return ordered


def round_called(slug: str, code: str) -> EibRound | None:
    """The published round; None where there is none."""
    return rounds().filter(instrument__slug=slug, code=code).first()


def cells() -> QuerySet[EibRoundCell]:
    """The sums of all published rounds, in the order of the tables."""
    found = EibRoundCell.objects.filter(round__in=rounds().order_by().values("pk"))
    of_round = ("-round__ends_on", "round__instrument__slug", "round__code")
    return found.order_by(*of_round, "level", "ugel_code", "network", "language", "item")


def answer_counts() -> QuerySet[EibAnswerCount]:
    """How many gave each answer in all of each published round."""
    found = EibAnswerCount.objects.filter(round__in=rounds().order_by().values("pk"))
    return found.order_by("-round__ends_on", "round__instrument__slug", "round__code", "pk")


def lines(found: EibRound, level: str, *, ugel: str | None = None) -> list[Line]:
    """A round's groups of a level, of one UGEL's code if given; the country's line is first.

    One query.
    """
    wanted = Q(level=Level.COUNTRY) | Q(level=level)
    if ugel is not None:
        wanted = Q(level=level, ugel_code=ugel or None)
    rows = EibRoundCell.objects.filter(wanted, round=found).order_by(
        F("ugel_code").asc(nulls_last=True),
        F("network").asc(nulls_first=True),
        F("language").asc(nulls_last=True),
        "level",
    )
    items = items_of(found.instrument.items)
    grouped = [list(group) for _key, group in groupby(rows, key=_group_of)]
    made = [_line(items, group) for group in grouped]
    return sorted(made, key=lambda line: line.group.level != Level.COUNTRY)


def _group_of(cell: EibRoundCell) -> tuple[Any, ...]:
    return cell.level, cell.ugel_code, cell.network, cell.language


def _line(items: Sequence[Item], group: list[EibRoundCell]) -> Line:
    by_item = {cell.item: cell for cell in group}
    return Line(group[0], by_item.get(""), tuple(by_item.get(item.code) for item in items))


def asked(found: EibRound) -> list[Asked]:
    """Each item with what all of the round answered. Two queries."""
    country = EibRoundCell.objects.filter(round=found, level=Level.COUNTRY)
    by_item = {cell.item: cell for cell in country}
    counts = {(row.item, row.answer): row for row in EibAnswerCount.objects.filter(round=found)}
    return [
        Asked(
            item,
            by_item.get(item.code),
            tuple((a.text, a.favourable, counts.get((item.code, a.code))) for a in item.answers),
        )
        for item in items_of(found.instrument.items)
    ]


def compared(
    of: Sequence[EibRound], level: str = Level.COUNTRY, *, ugel: str = "", language: str = ""
) -> list[Compared]:
    """Every question of these rounds, the latest wording first; one query.

    A question whose words, answers or respondents changed is another, though it keeps its code.
    """
    wanted = {"round__in": of, "level": level}
    if level == Level.UGEL:
        wanted["ugel_code"] = ugel
    if level == Level.LANGUAGE:
        wanted["language"] = language
    found = {(cell.round_id, cell.item): cell for cell in EibRoundCell.objects.filter(**wanted)}
    asked_in = [(each, items_of(each.instrument.items)) for each in of]
    return [
        Compared(
            item,
            tuple(
                found.get((each.pk, item.code)) if item in own else None for each, own in asked_in
            ),
            tuple(item in own for _each, own in asked_in),
        )
        for item in _distinct(own for _each, own in asked_in)
    ]


def _distinct(listed: Iterable[list[Item]]) -> list[Item]:
    return items_in_order(dict.fromkeys(item for items in listed for item in items))


def items_in_order(items: Iterable[Item]) -> list[Item]:
    """In the order of the chain's links, those of a link as they came."""
    links = list(Link.values)
    return sorted(items, key=lambda item: links.index(item.link))


def groups_of(found: Sequence[EibRound], level: str) -> list[tuple[str, str]]:
    """Code and name of the UGEL, or twice the language, that the rounds have. One query."""
    cells_ = EibRoundCell.objects.filter(round__in=found, level=level, item="")
    if level == Level.LANGUAGE:
        names = cells_.values_list("language", flat=True)
        return sorted({(name, name) for name in names if name})
    pairs = cells_.values_list("ugel_code", "ugel")
    return sorted({(code, name or code) for code, name in pairs if code})
