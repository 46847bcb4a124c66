"""The reports of boundary imports in the admin: to look at, to filter and to take along."""

from __future__ import annotations

import csv
import datetime as dt

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from layers.models import BoundaryImport, BoundaryImportRow

pytestmark = pytest.mark.django_db


@pytest.fixture
def report() -> BoundaryImport:
    found = BoundaryImport.objects.create(
        action="import",
        level="district",
        file_name="distritos.gpkg",
        sha256="0" * 64,
        crs="EPSG:4326",
        source="INEI",
        cutoff_date=dt.date(2020, 12, 31),
        new=300,
        refused=1,
    )
    rows = [
        BoundaryImportRow(report=found, row=n, ubigeo=f"08{n:04d}", outcome="new")
        for n in range(1, 301)
    ]
    refused = BoundaryImportRow(
        report=found,
        row=301,
        outcome="refused",
        column="IDDIST",
        value="=2+5",
        remark="El directorio vigente no tiene un distrito así.",
    )
    BoundaryImportRow.objects.bulk_create([*rows, refused])
    return found


@pytest.fixture
def staff() -> Client:
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("admin", password="x"))
    return client


def test_the_list_leads_to_the_rows(
    staff: Client, report: BoundaryImport, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    html = staff.get(reverse("admin:layers_boundaryimport_changelist")).content.decode()
    rows = f"{reverse('admin:layers_boundaryimportrow_changelist')}?report__id__exact={report.pk}"
    assert rows in html
    with django_assert_max_num_queries(12):
        page = staff.get(rows).content.decode()
    assert "301 filas de importaciones de límites" in page
    assert page.count('class="field-ubigeo"') == 100  # paged
    refused = staff.get(f"{rows}&outcome__exact=refused").content.decode()
    assert "no tiene un distrito así" in refused
    assert refused.count('class="field-ubigeo"') == 1


def test_the_whole_report_as_csv(staff: Client, report: BoundaryImport) -> None:
    answer = staff.get(reverse("admin:layers_boundaryimport_report", args=[report.pk]))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert f"limites-{report.pk}-informe.csv" in answer["Content-Disposition"]
    lines = answer.content.decode("utf-8-sig").splitlines()
    rows = list(csv.reader(lines, delimiter=";"))
    assert rows[0] == ["fila", "ubigeo", "nombre", "resultado", "columna", "valor", "motivo"]
    assert len(rows) == 302
    assert rows[-1][3:6] == ["rechazado", "IDDIST", "'=2+5"]


def test_what_was_is_not_changed(staff: Client, report: BoundaryImport) -> None:
    change = reverse("admin:layers_boundaryimport_change", args=[report.pk])
    assert "distritos.gpkg" in staff.get(change).content.decode()
    assert staff.post(change, {"file_name": "x"}).status_code == 403
    assert staff.get(reverse("admin:layers_boundaryimport_add")).status_code == 403
    delete = reverse("admin:layers_boundaryimport_delete", args=[report.pk])
    assert staff.post(delete, {"post": "yes"}).status_code == 403


def test_only_for_those_who_may(client: Client, report: BoundaryImport) -> None:
    address = reverse("admin:layers_boundaryimport_report", args=[report.pk])
    assert client.get(address).status_code == 302
    user = get_user_model().objects.create_user("otra", password="x", is_staff=True)
    client.force_login(user)
    assert client.get(address).status_code == 403
