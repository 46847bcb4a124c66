"""The members of stored value sets, kept so that any page of them is read by its place."""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction
from psycopg.types.json import Jsonb

from territory.models import ValueSet
from territory.terminology.composing import Selection, select
from territory.terminology.faults import TerminologyFault
from territory.terminology.library import Library
from territory.terminology.members import members
from territory.terminology.relations import Sources, Sql, join
from territory.terminology.versions import stored_set

_KEEP = (
    "INSERT INTO territory_valuesetmember "
    "(value_set_id, position, active_position, system_id, ordinal, own) "
    "SELECT %s, row_number() OVER place - 1, "
    "CASE WHEN NOT is_inactive THEN count(*) FILTER (WHERE NOT is_inactive) OVER place - 1 END, "
    "system_id, ordinal, own FROM ({}) f WINDOW place AS (ORDER BY branch, source, ordinal)"
)
_FOUND = "SELECT m.*, y.system_id, c.is_inactive, o.own FROM ({}) m "
_SYSTEM = (
    "JOIN jsonb_to_recordset(%s) AS y(number int, system_id bigint) ON y.number = m.source "
    "JOIN territory_codeconcept c ON c.system_id = y.system_id AND c.ordinal = m.ordinal "
    "LEFT JOIN jsonb_to_recordset(%s) AS o(system_id bigint, code text, own jsonb) "
    "ON o.system_id = y.system_id AND o.code = c.code"
)


def keep_all() -> int:
    """Keep anew the members of each public set whose parts changed; how many sets that were.

    For whoever loaded something, in the same transaction. A set that can't be read has none kept:
    who asks for it is told why.
    """
    return sum(keep(row) for row in ValueSet.objects.published())


@transaction.atomic
def keep(row: ValueSet) -> bool:
    """The same for one set, as everybody sees it; whether anything changed."""
    try:
        selection = select(Library(), stored_set(row))
    except TerminologyFault:
        selection = None
    stamps = selection.stamps if selection is not None else None
    if stamps == row.expanded_from:
        return False
    row.members.all().delete()
    row.expanded_from, row.member_count, row.active_count = stamps, None, None
    if selection is not None:
        row.member_count, row.active_count = _fill(row, selection)
    # Its own day stays: what it chooses is as it was.
    ValueSet.objects.filter(pk=row.pk).update(
        expanded_from=stamps, member_count=row.member_count, active_count=row.active_count
    )
    return True


def _fill(row: ValueSet, selection: Selection) -> tuple[int, int]:
    sources = Sources()
    chosen = members(sources, selection)
    systems = [{"number": s.number, "system_id": s.system.pk} for s in sources]
    found = join(
        "", [chosen.within(_FOUND), Sql(_SYSTEM, (Jsonb(systems), Jsonb(_own(selection))))]
    )
    statement = found.within(_KEEP, (row.pk,))
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.values)
        cursor.execute(
            "SELECT count(*), count(active_position) FROM territory_valuesetmember "
            "WHERE value_set_id = %s",
            [row.pk],
        )
        total, active = cursor.fetchone()
    return int(total), int(active)


def _own(selection: Selection) -> list[dict[str, Any]]:
    by_url = {system.url: system.pk for system in selection.systems}
    return [
        {"system_id": by_url[url], "code": code, "own": said}
        for (url, code), said in selection.said_of.items()
    ]
