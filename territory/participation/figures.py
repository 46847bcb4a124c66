"""How people took part, as figures: of a unit, and by department for a commitment.

Forums, their sessions, what was agreed and how it stands, consultations, and contributions that a
moderator published. One query, whatever there is: each kind of row is counted by the database.
Examples are never added to facts: they are figures apart, marked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    ExpressionWrapper,
    F,
    Func,
    IntegerField,
    JSONField,
    Max,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, JSONObject, Left, TruncDate
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from territory.figures import DepartmentRow, Figure, FigureTable
from territory.models import (
    AdminUnit,
    Agreement,
    AnswerState,
    Consultation,
    Contribution,
    Forum,
    ForumSession,
)
from territory.models.contributions import State
from territory.participation.processes.agreements import PLACES, overdue_condition, today
from territory.participation.processes.seen import seen

_TITLE = _("Participación")
_SOURCE = _("Registro de participación de este sitio")
_PLACE_TEXTS = ArrayField(CharField(max_length=6))


@dataclass(frozen=True)
class _Kind:
    """Rows that are counted: of which commitment each is, where, and how many are in a state.

    ``counts`` are by the names of their figures; None counts all. ``unit`` is the path of the only
    place of rows that have one, by whose index they are found.
    """

    rows: Callable[[], QuerySet[Any]]
    commitment: str
    places: Any
    sample: Any
    cutoff: Any
    counts: Callable[[dt.date], dict[str, Q | None]]
    unit: str = ""


_TITLES: dict[str, str | Promise] = {
    "forums": _("Foros multiactor"),
    "forum_sessions": _("Sesiones de los foros"),
    "agreements": _("Acuerdos de los foros"),
    "agreements_pending": _("Acuerdos pendientes"),
    "agreements_in_progress": _("Acuerdos en curso"),
    "agreements_fulfilled": _("Acuerdos cumplidos"),
    "agreements_dropped": _("Acuerdos dejados sin efecto"),
    "agreements_overdue": _("Acuerdos pendientes o en curso con el plazo vencido"),
    "consultations": _("Consultas públicas"),
    "contributions": _("Aportes publicados"),
    "contributions_answered": _("Aportes publicados con respuesta"),
}


def _agreement_counts(day: dt.date) -> dict[str, Q | None]:
    states = {f"agreements_{state}": Q(progress=state) for state in Agreement.Progress}
    return {"agreements": None, **states, "agreements_overdue": overdue_condition(day)}


def _public(model: Any) -> Callable[[], QuerySet[Any]]:
    return lambda: seen(model, AnonymousUser()).order_by()


def _contributions() -> QuerySet[Any]:
    return Contribution.objects.filter(state=State.PUBLISHED).order_by()


_NOWHERE = Value([], output_field=_PLACE_TEXTS)
_KINDS = (
    _Kind(
        _public(Forum),
        "commitment__number",
        F("units"),
        F("is_sample"),
        F("cutoff_date"),
        lambda _day: {"forums": None},
    ),
    _Kind(
        _public(ForumSession),
        "forum__commitment__number",
        Case(When(~Q(units=[]), then=F("units")), default=F("forum__units")),
        F("is_sample"),
        F("cutoff_date"),
        lambda _day: {"forum_sessions": None},
    ),
    _Kind(
        _public(Agreement),
        "session__forum__commitment__number",
        PLACES,
        F("is_sample"),
        F("cutoff_date"),
        _agreement_counts,
    ),
    # A consultation is of the places that its forum speaks for, if it is a forum's.
    _Kind(
        _public(Consultation),
        "commitment__number",
        Case(When(forum__isnull=False, then=F("forum__units")), default=_NOWHERE),
        F("is_sample"),
        F("cutoff_date"),
        lambda _day: {"consultations": None},
    ),
    # Of the unit that whoever sent one named, or in which the door found the pin.
    _Kind(
        _contributions,
        "commitment__number",
        Case(
            When(
                unit__isnull=False,
                then=Func(F("unit_id"), template="ARRAY[%(expressions)s]"),
            ),
            default=_NOWHERE,
            output_field=_PLACE_TEXTS,
        ),
        Value(False),
        TruncDate("published_at"),
        lambda _day: {
            "contributions": None,
            "contributions_answered": Q(answer_state=AnswerState.PUBLISHED),
        },
        "unit__ubigeo",
    ),
)


def participation_figures(unit: AdminUnit) -> dict[int, list[Figure]]:
    """Commitment number → the figures of what speaks for the unit or one inside it; one query."""
    found: dict[int, list[Figure]] = {}
    for row in _counted([_inside(unit.pk)], today()):
        found.setdefault(row["tally_number"], []).extend(_figures(row))
    return found


def participation_tables(number: int) -> list[FigureTable]:
    """The commitment's tables, of facts and of examples; none of what there is none.

    Two queries at most. An agreement of several departments counts in each, once.
    """
    of_commitment = _of_commitment(number)
    rows = _counted([of_commitment, _by_department(of_commitment)], today())
    if not rows:
        return []
    codes = {row["tally_department"] for row in rows if row["tally_department"]}
    units = AdminUnit.objects.filter(pk__in=codes).defer("geom").in_bulk()
    tables = [
        _table(
            [row for row in rows if row["tally_sample"] is is_sample], units, is_sample=is_sample
        )
        for is_sample in (False, True)
    ]
    return [table for table in tables if table.total]


def _table(
    rows: list[dict[str, Any]], units: dict[str, AdminUnit], *, is_sample: bool
) -> FigureTable:
    total: list[Figure] = []
    by_department: dict[str, dict[str, Figure]] = {}
    for row in rows:
        if row["tally_department"] is None:
            total += _figures(row)
        else:
            own = by_department.setdefault(row["tally_department"], {})
            own.update((figure.name, figure) for figure in _figures(row))
    # What declares no place is last.
    codes = sorted(by_department, key=lambda code: (not code, code))
    lines = (_line(units.get(code), by_department[code], total) for code in codes)
    return FigureTable(_TITLE, tuple(total), tuple(lines), is_sample)


def _line(
    unit: AdminUnit | None, known: dict[str, Figure], total: Iterable[Figure]
) -> DepartmentRow:
    found = [known.get(figure.name) for figure in total]
    return DepartmentRow(
        unit,
        tuple(figure.value if figure else None for figure in found),
        figures=tuple(figure for figure in found if figure),
    )


def _figures(row: dict[str, Any]) -> list[Figure]:
    """In the order of their titles."""
    counts, source = row["tally_counts"], str(_SOURCE)
    return [
        Figure(
            name,
            title,
            counts[name],
            "",
            source,
            row["tally_cutoff"],
            is_sample=row["tally_sample"],
        )
        for name, title in _TITLES.items()
        if name in counts
    ]


Grouped = Callable[[QuerySet[Any], _Kind], QuerySet[Any]]


def _counted(groupings: Sequence[Grouped], day: dt.date) -> list[dict[str, Any]]:
    """A row for each kind, grouping, commitment and department; kinds in their order."""
    branches = [
        _branch(place, kind, grouped, day)
        for grouped in groupings
        for place, kind in enumerate(_KINDS)
    ]
    return list(branches[0].union(*branches[1:], all=True).order_by("tally_kind", "tally_number"))


def _branch(place: int, kind: _Kind, grouped: Grouped, day: dt.date) -> QuerySet[Any, Any]:
    rows = kind.rows().alias(
        counted_places=kind.places,
        counted_places_text=Func(
            F("counted_places"), Value(" "), function="array_to_string", output_field=TextField()
        ),
        counted_commitment=F(kind.commitment),
    )
    counts = {
        name: Count("pk", filter=condition, distinct=True)
        for name, condition in kind.counts(day).items()
    }
    rows = grouped(rows.alias(counted_in=Cast(Value(None), CharField())), kind)
    found: QuerySet[Any, Any] = rows.values(
        tally_kind=Value(place, IntegerField()),
        tally_number=F("counted_commitment"),
        tally_department=F("counted_in"),
        tally_sample=kind.sample,
    )
    counted: QuerySet[Any, Any] = found.annotate(
        tally_cutoff=Max(kind.cutoff, output_field=DateField()),
        tally_counts=ExpressionWrapper(JSONObject(**counts), JSONField()),
    )
    return counted


def _of_commitment(number: int) -> Grouped:
    return lambda rows, _kind: rows.filter(counted_commitment=number)


def _inside(ubigeo: str) -> Grouped:
    def inside(rows: QuerySet[Any], kind: _Kind) -> QuerySet[Any]:
        if kind.unit:
            return rows.filter(**{f"{kind.unit}__startswith": ubigeo})
        return rows.filter(counted_places_text__regex=f"(^| ){ubigeo}")

    return inside


def _by_department(grouped: Grouped) -> Grouped:
    """A row for each place of each; those without any have an empty one."""
    place = Func(
        Case(When(counted_places=[], then=Value([""], _PLACE_TEXTS)), default=F("counted_places")),
        function="unnest",
        output_field=CharField(),
    )

    def placed(rows: QuerySet[Any], kind: _Kind) -> QuerySet[Any]:
        found: QuerySet[Any] = grouped(rows, kind).alias(counted_in=Left(place, 2))
        return found

    return placed
