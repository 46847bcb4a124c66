"""The search: units, commitments, layers, zones and the rows of every theme, the best of each.

The number of queries is fixed: units, what misspelt words may mean, rows, the places of what has
several, the names of the units that rows declare, commitments, versions of layers, agreements and
consultations.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from layers.layer import AnyUser
from layers.searching.asked import Asked, read_query
from layers.searching.catalogue import find_commitments, find_layers
from layers.searching.hits import Group, Hit, Match, grouped
from layers.searching.processes import TITLES as PROCESS_TITLES
from layers.searching.processes import find_processes
from layers.searching.rows import FoundRow, SearchedLayer, find_rows, places_of, searched_layers
from territory.addresses import on_site
from territory.models import AdminUnit
from territory.names import fold
from territory.queries import search_units, units_with_extents

# Of what lies in many places the first are named.
MAX_PLACES = 4
UNITS, COMMITMENTS, LAYERS = "units", "commitments", "layers"


def kinds() -> dict[str, str | Promise]:
    """The groups that there may be, in the order of equals, each with its title."""
    rows = {where.layer.name: where.titles for where in searched_layers()}
    own = {UNITS: _("territorios"), COMMITMENTS: _("compromisos"), LAYERS: _("capas")}
    return {**own, **rows, **PROCESS_TITLES}


def search(text: str, user: AnyUser, limit: int, kind: str = "") -> list[Group]:
    """What answers to ``text`` and this user may see: at most ``limit`` of each kind.

    A code comes before an exact name, a beginning, words within and what resembles. ``kind``
    asks for one group only. None for no text, and of what is too short to be looked for.
    """
    asked = read_query(text)
    if not asked.text:
        return []
    found: dict[str, list[Hit]] = {
        UNITS: _units(asked, limit + 1) if kind in {"", UNITS} else [],
        COMMITMENTS: find_commitments(asked) if kind in {"", COMMITMENTS} else [],
        LAYERS: find_layers(asked, user) if kind in {"", LAYERS} else [],
    }
    among = [where for where in searched_layers() if kind in {"", where.layer.name}]
    rows = find_rows(asked, user, limit + 1, among)
    places = _places(rows, user, among)
    names = _named({unit for units in places.values() for unit in units})
    for row in rows:
        where = among[row.layer]
        lies = _listed([names[unit] for unit in places[row.layer, row.thing] if unit in names])
        found.setdefault(where.layer.name, []).append(_row_hit(row, where, lies))
    wanted = {name for name in PROCESS_TITLES if kind in {"", name}}
    for hit in find_processes(asked, user, limit + 1, wanted):
        found.setdefault(hit.kind, []).append(hit)
    found = _answers(found)
    return [
        grouped(name, title, found[name], limit)
        for name, title in kinds().items()
        if found.get(name)
    ]


def _answers(found: dict[str, list[Hit]]) -> dict[str, list[Hit]]:
    """Without what only resembles, where anything answers better."""
    if all(hit.match == Match.SIMILAR for hits in found.values() for hit in hits):
        return found
    return {
        kind: [hit for hit in hits if hit.match != Match.SIMILAR] for kind, hits in found.items()
    }


def _units(asked: Asked, limit: int) -> list[Hit]:
    found = units_with_extents(search_units(asked.text, limit))
    return [_unit_hit(unit, asked) for unit in found]


def _unit_hit(unit: AdminUnit, asked: Asked) -> Hit:
    point, envelope = unit.capital_point, getattr(unit, "envelope", None)
    return Hit(
        UNITS,
        _unit_match(unit, asked),
        AdminUnit.Level(unit.level).label,
        unit.name,
        " · ".join(filter(None, (unit.ubigeo, unit.path))),
        on_site(f"/t/{unit.ubigeo}/"),
        layer=f"{unit.level}s",
        fid=unit.ubigeo,
        position=None if point is None else (point.x, point.y),
        extent=None if envelope is None or envelope.empty else envelope.extent,
    )


def _unit_match(unit: AdminUnit, asked: Asked) -> Match:
    if unit.ubigeo == asked.text:
        return Match.CODE
    if unit.ubigeo.startswith(asked.text):
        return Match.BEGINNING
    # "San Isidro, Lima": what follows the comma is where it lies.
    name = asked.name.split(",")[0].strip()
    names = [fold(unit.name)]
    if unit.level == AdminUnit.Level.DISTRICT:
        names.append(fold(unit.capital or ""))
    if name in names:
        return Match.NAME
    if any(own.startswith(name) for own in names):
        return Match.BEGINNING
    return Match.WITHIN if any(name in own for own in names) else Match.SIMILAR


def _places(
    rows: Iterable[FoundRow], user: AnyUser, among: Sequence[SearchedLayer]
) -> dict[tuple[int, str], list[str]]:
    """(Layer, thing) → the ubigeos of all its rows, found or not."""
    several: dict[int, set[str]] = {}
    places: dict[tuple[int, str], list[str]] = {}
    for row in rows:
        places[row.layer, row.thing] = (row.place or "").split()
        if among[row.layer].searched.thing:
            several.setdefault(row.layer, set()).add(row.thing)
    return places | places_of(several, user, among)


def _listed(names: list[str]) -> str:
    more = len(names) - MAX_PLACES
    shown = "; ".join(names[:MAX_PLACES])
    if more <= 0:
        return shown
    rest = ngettext("%(count)s lugar más", "%(count)s lugares más", more) % {"count": more}
    return f"{shown}; {rest}"


def _row_hit(row: FoundRow, where: SearchedLayer, lies: str) -> Hit:
    lon, lat = row.longitude, row.latitude
    layer = where.layer.name
    # The thing's own page says more of it than the service does.
    item = row.sheet or f"/ogc/collections/{layer}/items/{row.fid}?f=html"
    return Hit(
        layer,
        Match(row.match),
        where.title,
        row.name,
        " · ".join(filter(None, (row.code, lies))),
        on_site(item),
        is_sample=row.is_sample,
        layer=layer,
        fid=row.fid,
        thing=row.thing,
        position=None if lon is None or lat is None else (lon, lat),
    )


def _named(ubigeos: Iterable[str]) -> dict[str, str]:
    """Ubigeo → the unit's name with those that it lies in."""
    units = AdminUnit.objects.filter(pk__in=sorted(ubigeos)).select_related("parent__parent")
    found = units.defer("geom", "parent__geom", "parent__parent__geom")
    return {unit.pk: ", ".join(filter(None, (unit.name, unit.path))) for unit in found}
