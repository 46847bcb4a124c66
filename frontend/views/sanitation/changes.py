"""``/saneamiento/cambios/``: what two publications say, side by side."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from territory.addresses import on_site
from territory.models import AdminUnit, SanitationCut
from territory.sanitation.changes import (
    KINDS,
    Change,
    Pair,
    changes,
    cuts,
    latest_pairs,
    pair_of,
    sizes,
    tally,
)

PER_PAGE = 50


class _Page:
    """A slice of the changes, which the database counts and cuts."""

    def __init__(self, pair: Pair, kind: str, number: int) -> None:
        self._pair, self._kind, self._number = pair, kind, number

    def count(self) -> int:
        return self._number

    def __len__(self) -> int:
        return self._number

    def __getitem__(self, part: slice) -> list[Change]:
        limit = part.stop - part.start
        return changes(self._pair, self._kind, limit=limit, offset=part.start)


def compare(request: HttpRequest) -> HttpResponse:
    """Two cuts of the same units; the latest two where none is named."""
    found = cuts()
    pair, problem = _pair(request, found)
    kind = request.GET.get("cambio", "")
    kind = kind if kind in KINDS else ""
    numbers = tally(pair) if pair else {}
    page: Any = None
    if pair:
        some: Any = _Page(pair, kind, numbers[kind or "all"])
        page = Paginator(some, PER_PAGE).get_page(request.GET.get("pagina", 1))
    names = dict(AdminUnit.objects.filter(pk__in=_codes(found)).values_list("pk", "name"))
    told = sizes(found)
    query = {"desde": pair.earlier.key, "hasta": pair.later.key} if pair else {}
    api = {"from": pair.earlier.key, "to": pair.later.key, "f": "csv"} if pair else {}
    context = {
        "problem": problem,
        "cuts": [(cut, _covered(cut.covers, names), told.get(cut.pk, 0)) for cut in found],
        "pair": pair,
        "covers": _covered(pair.covers, names) if pair else "",
        "kinds": [(name, title, numbers.get(name, 0)) for name, title in KINDS.items()],
        "kind": kind,
        "kind_titles": KINDS,
        "numbers": numbers,
        "page": page,
        "filter": urlencode({**query, **({"cambio": kind} if kind else {})}),
        "pair_query": urlencode(query),
        "csv_address": on_site(
            "/api/v1/sanitation/changes/?" + urlencode(api | ({"kind": kind} if kind else {}))
        ),
        "is_sample": bool(found and found[-1].is_sample),
    }
    status = 400 if problem else 200
    return render(request, "frontend/sanitation/changes.html", context, status=status)


def _pair(request: HttpRequest, found: list[SanitationCut]) -> tuple[Pair | None, str]:
    asked = [request.GET.get(name, "") for name in ("desde", "hasta")]
    if not any(asked):
        return next(iter(latest_pairs(found)), None), ""
    by_key = {cut.key: cut for cut in found}
    earlier, later = (by_key.get(key) for key in asked)
    if earlier is None or later is None:
        name = "hasta" if earlier else "desde"
        return None, _("%(name)s: no hay un corte así.") % {"name": name}
    pair = pair_of(earlier, later)
    if pair is None:
        return None, _("hasta: debe ser posterior a «desde» y cubrir alguna de sus unidades.")
    return pair, ""


def _codes(found: list[SanitationCut]) -> set[str]:
    return {code for cut in found for code in cut.covers}


def _covered(codes: Iterable[str], names: dict[str, str]) -> str:
    return ", ".join(_("todo el país") if code == "PE" else names.get(code, code) for code in codes)
