"""The admin's filter of rows whose position lies outside the unit that they declare."""

from __future__ import annotations

import pytest
from django.contrib.admin import AdminSite
from django.test import RequestFactory

from layers.themes.mismatches import MismatchFilter
from layers.themes.placed_admin import PlacedAdmin
from territory.boundaries import refresh_located
from territory.models import EnvironmentalCommission
from tests.territory.positioned import (
    EAST,
    IN_WEST,
    WEST,
    lay_official_boundaries,
    positioned_model,
    put,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("chosen", ["fuera", None])
def test_it_leaves_the_rows_that_contradict_themselves(chosen: str | None) -> None:
    lay_official_boundaries()
    with positioned_model() as model:
        right, wrong = put(model, IN_WEST, WEST), put(model, IN_WEST, EAST)
        refresh_located([model])
        request = RequestFactory().get("/")
        admin = PlacedAdmin(model, AdminSite())
        parameters = {"posicion": [chosen]} if chosen else {}
        found = MismatchFilter(request, parameters, model, admin)
        rows = found.queryset(request, model.objects.order_by("pk"))
        assert list(rows) == ([wrong] if chosen else [right, wrong])


def test_every_theme_with_positions_has_it() -> None:
    request = RequestFactory().get("/")
    with positioned_model() as model:
        assert MismatchFilter in PlacedAdmin(model, AdminSite()).get_list_filter(request)
    commissions = PlacedAdmin(EnvironmentalCommission, AdminSite())
    assert MismatchFilter not in commissions.get_list_filter(request)
