"""``/emergencias/``: the nearest free bed that somebody told of, and how full the regions are."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from territory.addresses import on_site
from territory.emergency_beds.freshness import NOT_THE_106, stale_after, told
from territory.emergency_beds.nearest import Near, is_in_peru, nearest
from territory.emergency_beds.occupancy import by_region
from territory.emergency_beds.punctuality import DAYS, punctuality
from territory.models import BedArea, CareLevel, EmergencyBeds, FacilityCategory

LAYER = "emergency_beds"
PER_PAGE = 40
_OF_LEVEL = {
    level.value: [
        category.value
        for category in FacilityCategory
        if category.value.partition("-")[0] == level.value
    ]
    for level in (CareLevel.SECOND, CareLevel.THIRD)
}
# What is asked for → the categories that it is; none: whatever there is.
_NEEDED: dict[str, list[str]] = {
    "": [],
    "II+": [*_OF_LEVEL["II"], *_OF_LEVEL["III"]],
    "III+": _OF_LEVEL["III"],
    **{name: [name] for name in FacilityCategory.values if name.startswith("I")},
}
_CHOICES = [
    ("", _("cualquiera")),
    ("II+", _("segundo o tercer nivel (hospital)")),
    ("III+", _("tercer nivel")),
    *((name, name) for name in _NEEDED if name and not name.endswith("+")),
]


def _degrees(title: Any) -> forms.FloatField:
    widget = forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off"})
    return forms.FloatField(label=title, widget=widget)


class NearForm(forms.Form):
    """Where one is, and what is needed."""

    lat = _degrees(_("Latitud, como -12.05"))
    lon = _degrees(_("Longitud, como -77.04"))
    categoria = forms.ChoiceField(label=_("Categoría"), choices=_CHOICES, required=False)
    area = forms.ChoiceField(label=_("Área"), choices=BedArea.choices, required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if "lat" in values and "lon" in values and not is_in_peru(values["lon"], values["lat"]):
            self.add_error("lat", _("Esa posición no está en el Perú."))
        return values


def index(request: HttpRequest) -> HttpResponse:
    """The search, its answer where something is asked, and the regions."""
    asked = "lat" in request.GET or "lon" in request.GET
    form = NearForm(request.GET) if asked else NearForm()
    found = _found(form) if asked and form.is_valid() else None
    regions = by_region()
    context = {
        "form": form,
        "found": found,
        "regions": regions,
        "has_samples": any(region.is_sample for region in regions),
        "stale_hours": int(stale_after().total_seconds() // 3600),
        "not_the_106": NOT_THE_106,
        "map_address": on_site(f"/mapa/?v=1&l=departments,{LAYER}"),
    }
    return render(request, "frontend/emergency_beds/index.html", context)


def punctual(request: HttpRequest) -> HttpResponse:
    """How punctually each facility reports."""
    rows = punctuality()
    context = {
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("pagina", 1)),
        "has_samples": any(row.is_sample for row in rows),
        "days": DAYS,
        "stale_hours": int(stale_after().total_seconds() // 3600),
        "not_the_106": NOT_THE_106,
    }
    return render(request, "frontend/emergency_beds/punctuality.html", context)


def facility_list(request: HttpRequest) -> HttpResponse:
    """Every facility's area with its numbers, each with its age."""
    rows: Any = EmergencyBeds.objects.published().defer("geom").select_related("declared_unit")
    rows = rows.defer("declared_unit__geom")
    rows = rows.order_by("declared_unit_id", "facility_code", "-area")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("pagina", 1))
    context = {
        "page": page,
        "lines": [(beds, told(beds)) for beds in page],
        "not_the_106": NOT_THE_106,
    }
    return render(request, "frontend/emergency_beds/list.html", context)


def _found(form: NearForm) -> list[tuple[Near, str]]:
    values = form.cleaned_data
    found = nearest(
        values["lon"],
        values["lat"],
        categories=_NEEDED[values["categoria"]],
        area=values["area"] or BedArea.GENERAL,
    )
    return [(near, f"{near.metres / 1000:.1f}".replace(".", ",")) for near in found]
