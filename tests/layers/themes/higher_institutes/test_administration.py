"""Institutes and counts mended by hand: what follows from them does so, as of a publication."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from layers import versions
from territory.models import DegreeCount, HigherInstitute
from tests.layers.themes.admin_forms import mend, take_out
from tests.titles import publish

pytestmark = pytest.mark.django_db


def _names() -> list[str | None]:
    return [count.institute_name for count in DegreeCount.objects.published()]


def _totals() -> list[int | None]:
    counts = DegreeCount.objects.published().order_by("programme")
    return [count.institute_total for count in counts]


def test_counts_follow_an_institute_that_is_mended_or_taken_out(
    tmp_path: Path, admin_client: Client
) -> None:
    row = HigherInstitute.objects.filter(is_sample=True, geom__isnull=False)[0]
    row.pk, row.is_sample, row.modular_code, row.name = None, False, "0344556", "IEST DE PRUEBA"
    row.save()
    publish(tmp_path, [{}])
    assert _names() == ["IEST DE PRUEBA"]
    before = versions.of("degree_counts")
    mend(admin_client, row, name="IEST CON OTRO NOMBRE")
    assert _names() == ["IEST CON OTRO NOMBRE"]
    assert versions.of("degree_counts") > before
    take_out(admin_client, row)
    assert _names() == [None]


def test_an_institutes_total_follows_a_count_that_is_mended_or_taken_out(
    tmp_path: Path, admin_client: Client
) -> None:
    publish(tmp_path, [{}, {"CARRERA": "CONTABILIDAD", "NRO_TITULO": "9", "CODIGO_REGISTRO": ""}])
    assert _totals() == [2, 2]
    first, second = DegreeCount.objects.published().order_by("programme")
    mend(admin_client, first, value="5")
    assert _totals() == [6, 6]
    take_out(admin_client, second)
    assert _totals() == [5]
