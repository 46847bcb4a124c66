"""A value set's members as one SELECT of ``source``, ``ordinal`` and ``branch``."""

from __future__ import annotations

from territory.terminology.composing import Part, Selection
from territory.terminology.filtering import condition
from territory.terminology.relations import Source, Sources, Sql, join

_NOTHING = Sql("SELECT NULL::int AS source, NULL::int AS ordinal WHERE FALSE")


def members(sources: Sources, selection: Selection) -> Sql:
    """Each member once, with the first of the set's includes that has it."""
    for system in selection.systems:
        sources.of(system)
    includes = [
        _part(sources, part, selection).within(
            "SELECT source, ordinal, %s::int AS branch FROM ({}) b", (number,)
        )
        for number, part in enumerate(selection.includes)
    ]
    if not includes:
        return _NOTHING.within("SELECT *, 0 AS branch FROM ({}) n")
    if len(includes) == 1:
        chosen = includes[0]
    else:
        chosen = join(" UNION ALL ", includes).within(
            "SELECT source, ordinal, min(branch) AS branch FROM ({}) u GROUP BY source, ordinal"
        )
    excluded = [_part(sources, part, selection) for part in selection.excludes]
    if not excluded:
        return chosen
    return join(
        "",
        [
            chosen.within("SELECT * FROM ({}) i WHERE (source, ordinal) NOT IN "),
            join(" UNION ALL ", [found.within("({})") for found in excluded]).within("({})"),
        ],
    )


def _set(sources: Sources, selection: Selection) -> Sql:
    return members(sources, selection).within("SELECT source, ordinal FROM ({}) s")


def _part(sources: Sources, part: Part, selection: Selection) -> Sql:
    imported = [_set(sources, found) for found in part.imports]
    if part.system is None:
        both = join(" INTERSECT ", [found.within("({})") for found in imported])
        if selection.includes_inactive is not False:
            return both
        return join(
            "",
            [
                both.within("SELECT m.source, m.ordinal FROM ({}) m JOIN "),
                sources.concepts.within(
                    "{} a ON a.source = m.source AND a.ordinal = m.ordinal WHERE NOT a.is_inactive"
                ),
            ],
        )
    source = sources.of(part.system)
    conditions = [_named(source, part)] if part.codes is not None else []
    conditions += [condition(source, found) for found in part.filters]
    conditions += [
        found.within(
            "(%s::int, ordinal) IN (SELECT i.source, i.ordinal FROM ({}) i)", (source.number,)
        )
        for found in imported
    ]
    if selection.includes_inactive is False:
        conditions.append(Sql("NOT is_inactive"))
    chosen = source.concepts.within("SELECT %s::int AS source, ordinal FROM {} c", (source.number,))
    if not conditions:
        return chosen
    return join("", [chosen, Sql(" WHERE "), join(" AND ", conditions)])


def _named(source: Source, part: Part) -> Sql:
    assert part.codes is not None
    codes = [source.fold(code) for code in part.codes]
    return Sql(f"{'lower(code)' if source.system.folds_case else 'code'} = ANY(%s)", (codes,))
