"""``/saneamiento/<cui>/``: an investment, for good at that address."""

from __future__ import annotations

import re
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from frontend.views.sanitation.index import LAYER
from territory.addresses import on_site
from territory.models import SanitationProject
from territory.sanitation.changes import states_of
from territory.sanitation.investments import rows_of

# What the file says in words, in this order.
_ABOUT = (
    "snip_code",
    "status",
    "situation",
    "framework",
    "government_level",
    "sector",
    "entity",
    "executing_unit",
    "modality",
    "registered_on",
    "viable_on",
    "beneficiaries",
    "has_f8",
    "has_f9",
    "has_f12b",
    "selected_by",
)
_CUI = re.compile(r"\d{5,8}|S[0-9A-V]{7}")


def sheet(request: HttpRequest, cui: str) -> HttpResponse:
    """What the file says of it, what is worked out of that, and what earlier cuts said.

    An investment that the present files don't have any more is shown as the last cut told it.
    """
    if not _CUI.fullmatch(cui):
        raise Http404
    rows = rows_of(cui)
    states = list(states_of(cui))
    if not rows and not states:
        raise Http404
    one = rows[0] if rows else None
    context = {
        "cui": cui,
        "one": one,
        "last": states[-1] if states else None,
        "about": _about(one) if one else (),
        "places": [row.declared_unit for row in rows if row.declared_unit],
        "is_wide": any(row.declared_unit_id is None for row in rows),
        "states": states,
        "is_sample": one.is_sample if one else states[-1].cut.is_sample,
        "map_address": _on_map(one) if one else "",
        "api_address": on_site(f"/api/v1/sanitation/investments/{cui}/"),
    }
    return render(request, "frontend/sanitation/sheet.html", context)


def _about(one: SanitationProject) -> list[tuple[str, Any]]:
    """Title and value of each word, None where the file doesn't say it."""
    told = []
    for name in _ABOUT:
        field = _column(name)
        value = getattr(one, name)
        if field.choices and value is not None:
            value = getattr(one, f"get_{name}_display")()
        if isinstance(value, bool):
            value = _("sí") if value else _("no")
        told.append((str(field.verbose_name), value))
    return told


def _column(name: str) -> Any:
    """A field of the investments' own."""
    return SanitationProject._meta.get_field(name)


def _on_map(one: SanitationProject) -> str:
    point: Any = one.map_point
    if point is None:
        return ""
    return on_site(f"/mapa/?v=1&l=departments,{LAYER}&c={point.x:.5f},{point.y:.5f}&z=12")
