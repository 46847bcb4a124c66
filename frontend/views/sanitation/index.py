"""``/saneamiento/``: what is invested by region, level of government or year, and the ways on."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from frontend.views.sanitation.asked import Choice, Wrong, choice
from territory.addresses import on_site
from territory.coverage import COUNTRY
from territory.covered import published_coverage
from territory.models import SanitationProject
from territory.queries import unit_ancestors
from territory.sanitation.groups import LEVEL, REGION, YEAR, Group, groups, total
from territory.sanitation.investments import Asked, origin
from territory.sanitation.thresholds import LISTS, Thresholds, offered, thresholds
from territory.sanitation.unserved import Unserved, unserved

LAYER = "sanitation_projects"
WAYS = {"region": REGION, "nivel": LEVEL, "anio": YEAR}
_TITLES = {
    "region": _("Por región"),
    "nivel": _("Por nivel de gobierno"),
    "anio": _("Por año de viabilidad"),
}


@dataclass(frozen=True)
class Line:
    """A group beside the people of its place who aren't served; None where nobody tells."""

    group: Group
    unserved: Unserved | None
    is_unit: bool


def index(request: HttpRequest) -> HttpResponse:
    """The sums, each investment once in each of them."""
    known = thresholds()
    problem, chosen = "", Choice(Asked(), None, {})
    try:
        chosen = choice(request, known)
    except Wrong as error:
        problem = str(error)
    way = request.GET.get("por", "")
    way = way if way in WAYS else "region"
    unit = chosen.unit
    found = origin()
    samples = found is not None and found.is_sample
    lines = _lines(WAYS[way], chosen.asked, known, samples=samples)
    context = {
        "problem": problem,
        "ways": _TITLES.items(),
        "way": way,
        "way_title": _TITLES[way],
        "choice": chosen,
        "unit": unit,
        "ancestors": unit_ancestors(unit) if unit else (),
        "lines": lines,
        "has_unserved": any(line.unserved for line in lines),
        "origin_of_unserved": next((line.unserved for line in lines if line.unserved), None),
        "total": total(chosen.asked, known),
        "here": _here(unit.pk if unit else "", samples=samples),
        "origin": found,
        "lists": [(name, LISTS[name]) for name in offered(known)],
        "covers": published_coverage().partial(SanitationProject, unit.pk if unit else COUNTRY),
        "map_address": on_site(f"/mapa/?v=1&l=departments,{LAYER}"),
        "csv_address": on_site(
            f"/api/v1/sanitation/summary/?by={WAYS[way]}&f=csv&{chosen.api_query}".rstrip("&")
        ),
    }
    status = 400 if problem else 200
    return render(request, "frontend/sanitation/index.html", context, status=status)


def _lines(by: str, asked: Asked, known: Thresholds, *, samples: bool) -> list[Line]:
    found = groups(by, asked, known)
    if by != REGION:
        return [Line(group, None, False) for group in found]
    inside = len(asked.unit) + 2
    codes = [group.key for group in found if len(group.key) == inside and group.key != "00"]
    # The census's provinces add up to departments; of districts it tells nothing.
    people = unserved(codes, samples=samples) if codes and inside < 6 else {}
    return [Line(group, people.get(group.key), group.key in codes) for group in found]


def _here(unit: str, *, samples: bool) -> Unserved | None:
    return unserved([unit], samples=samples).get(unit)
