"""Two versions of a zone side by side, and one of them once more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from frontend.locator import draw_locator
from frontend.views.zones.shared import STATUS_OF, number_in, own, refusal_of, zone_for
from layers.editing import Restore
from layers.editing.zone_rules import may_edit
from layers.errors import TerritorioError
from territory.commitments import commitments
from territory.models import InterventionZone
from territory.zones.comparing import Comparison, compared

# The zone itself would cover what is compared.
_AROUND = ("departments", "provinces")

_TITLES: dict[str, str | Promise] = {
    "title": _("Título"),
    "description": _("Descripción"),
    "commitments": _("Compromisos"),
    "status": _("Estado"),
}


@dataclass(frozen=True)
class Row:
    """A field in both versions; commitments are lists, the rest texts."""

    name: str
    title: str | Promise
    earlier: Any
    later: Any
    changed: bool

    @property
    def both(self) -> tuple[Any, Any]:
        """As the table's columns have them."""
        return self.earlier, self.later


@own
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Two versions: those of the address or, without any, the present one and that before it."""
    return _comparison(request, zone_for(request, pk), request.GET)


@own
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a former version the present one, of the version that the visitor had in view."""
    version, restored = (number_in(request.POST, name) for name in ("version", "restored"))
    error = refusal_of(request, Restore(str(pk), version, restored))
    if error is not None:
        pair = {"de": str(restored), "a": str(version)}
        return _comparison(request, zone_for(request, pk), pair, error)
    return redirect("site:zone", pk)


def _comparison(
    request: HttpRequest, zone: InterventionZone, pair: Any, error: TerritorioError | None = None
) -> HttpResponse:
    if "de" in pair or "a" in pair:
        numbers = (number_in(pair, "de"), number_in(pair, "a"))
    else:
        numbers = (max(zone.version - 1, 1), zone.version)
    found = compared(zone, numbers, request.user)
    if not isinstance(found, Comparison):
        raise Http404
    context = {
        "zone": zone,
        "error": error,
        "comparison": found,
        "locator": draw_locator(found.earlier.geom, _AROUND, others=[found.later.geom]),
        "rows": list(_rows(found)),
        "can_edit": may_edit(request.user, zone),
    }
    status = STATUS_OF[type(error)] if error else 200
    return render(request, "frontend/zone_comparison.html", context, status=status)


def _rows(comparison: Comparison) -> Iterator[Row]:
    titles = {item.number: f"{item.number}. {item.short_title}" for item in commitments()}

    def shown(version: Any, name: str) -> Any:
        if name == "commitments":
            return [titles.get(number, str(number)) for number in version.commitments]
        return version.get_status_display() if name == "status" else getattr(version, name)

    for name, title in _TITLES.items():
        earlier, later = (shown(version, name) for version in comparison.both)
        yield Row(name, title, earlier, later, name in comparison.changed)
