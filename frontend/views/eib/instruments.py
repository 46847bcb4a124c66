"""``/eib/instrumentos/``: whether training and materials reach the classroom, round by round."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from territory.eib.rounds.items import items_of
from territory.eib.rounds.items_text import typed_items
from territory.eib.rounds.shown import (
    MOST_COMPARED,
    Level,
    asked,
    compared,
    groups_of,
    instruments,
    lines,
    round_called,
    rounds,
)
from territory.models import EibInstrument, EibRound
from territory.suppression import SMALLEST

PER_PAGE = 50
# Stands for the networks of services whose UGEL the register doesn't say.
_WITHOUT = "-"
# What an address calls a table of a round: the level of its lines, and the title of their heading.
TABLES: dict[str, tuple[str, Any]] = {
    "ugel": (Level.UGEL, _("UGEL")),
    "lengua": (Level.LANGUAGE, _("Lengua originaria")),
    "red": (Level.NETWORK, _("Red educativa")),
    "cobertura": (Level.UGEL_LANGUAGE, _("UGEL y lengua originaria")),
}


def index(request: HttpRequest) -> HttpResponse:
    """The instruments, each with its versions and its latest rounds."""
    by_slug = [list(group) for _slug, group in groupby(instruments(), key=lambda row: row.slug)]
    of_slug: dict[str, list[EibRound]] = {}
    for found in rounds():
        of_slug.setdefault(found.instrument.slug, []).append(found)
    listed = [
        {"latest": versions[0], "versions": versions, "rounds": of_slug.get(versions[0].slug, [])}
        for versions in by_slug
    ]
    context = {"page": Paginator(listed, PER_PAGE).get_page(request.GET.get("pagina", 1))}
    return render(request, "frontend/eib/instruments.html", context)


def sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """An instrument: its versions, its questions, and its rounds compared."""
    versions = list(instruments().filter(slug=slug))
    if not versions:
        raise Http404
    listed = list(rounds().filter(instrument__slug=slug))
    shown = listed[:MOST_COMPARED]
    # The oldest first: who reads from left to right reads what came of it.
    shown.reverse()
    wanted = _wanted(request)
    version = _version(request, versions)
    context = {
        "instrument": versions[0],
        "versions": versions,
        "version": version,
        "items": items_of(version.items),
        "rounds": listed,
        "shown": shown,
        "compared": compared(shown, **_level(wanted)) if shown else [],
        "wanted": wanted,
        "ugeles": groups_of(shown, Level.UGEL),
        "languages": groups_of(shown, Level.LANGUAGE),
        "smallest": SMALLEST,
    }
    return render(request, "frontend/eib/instrument.html", context)


def questions(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A version's questions as the CSV that a new version is typed from."""
    found = instruments().filter(slug=slug, number=number).first() if number < 2**15 else None
    if found is None:
        raise Http404
    named = f"{'EJEMPLO_' if found.is_sample else ''}{found.slug}-v{found.number}.csv"
    return HttpResponse(
        ("\ufeff" + typed_items(found.items)).encode(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{named}"'},
    )


def round_sheet(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """A round: who was asked, what all answered, and the chain by group of services."""
    found = round_called(slug, code)
    if found is None:
        raise Http404
    by = request.GET.get("por", "ugel")
    if by not in TABLES:
        raise Http404
    level, heading = TABLES[by]
    ugel = _clean(request, "ugel")
    is_of_ugel = by == "red"
    ugeles = groups_of([found], Level.UGEL)
    if is_of_ugel and not ugel and ugeles:
        ugel = ugeles[0][0]
    of_ugel = "" if ugel == _WITHOUT else ugel
    listed = lines(found, level, ugel=of_ugel if is_of_ugel else None)
    context = {
        "round": found,
        "items": items_of(found.instrument.items),
        "asked": asked(found),
        "by": by,
        "tables": [(name, title) for name, (_level, title) in TABLES.items()],
        "heading": heading,
        "ugel": ugel,
        "ugeles": [*ugeles, (_WITHOUT, _("Sin UGEL en el padrón"))],
        "is_coverage": by == "cobertura",
        "page": Paginator(listed, PER_PAGE).get_page(request.GET.get("pagina", 1)),
        "filter": urlencode({"por": by, **({"ugel": ugel} if is_of_ugel else {})}),
        "smallest": SMALLEST,
    }
    return render(request, "frontend/eib/round.html", context)


def _clean(request: HttpRequest, name: str) -> str:
    return request.GET.get(name, "").replace("\x00", "").strip()[:60]


def _wanted(request: HttpRequest) -> dict[str, str]:
    return {"ugel": _clean(request, "ugel"), "language": _clean(request, "lengua")}


def _level(wanted: dict[str, str]) -> dict[str, Any]:
    """The level that is compared: of a UGEL, of a language, else the country."""
    if wanted["ugel"]:
        return {"level": Level.UGEL, "ugel": wanted["ugel"]}
    if wanted["language"]:
        return {"level": Level.LANGUAGE, "language": wanted["language"]}
    return {}


def _version(request: HttpRequest, versions: list[EibInstrument]) -> EibInstrument:
    """The version whose questions are read; the latest where none is named."""
    asked_for = request.GET.get("version", "")
    if not asked_for:
        return versions[0]
    for found in versions:
        if str(found.number) == asked_for:
            return found
    raise Http404
