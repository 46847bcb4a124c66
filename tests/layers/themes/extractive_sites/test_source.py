"""The mining cadastre in the database: figures, samples, and PostGIS as the oracle of positions."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from layers import versions
from layers.loading import importing
from layers.loading.checking import Handed
from layers.reading.results import Provenance
from layers.themes.extractive_sites.source import EXTRACTIVES
from territory.models import ExtractiveSite
from tests.figures import figures_of, tables_of
from tests.layers.themes.extractive_sites.cadastre_files import SQUARE, vertices
from tests.territory.shapes import FIXTURES

pytestmark = pytest.mark.django_db

INGEMMET = ("--origin", "INGEMMET", "--cutoff", "2025-12-31")
# PSAD56's ellipsoid, and EPSG:1208 as PROJ's older notation writes it.
PSAD56_19 = "+proj=utm +zone=19 +south +ellps=intl +towgs84=-279,175,-379,0,0,0,0 +units=m"


def publish(path: Path, data: bytes, *options: str) -> str:
    path.write_bytes(data)
    out = StringIO()
    call_command(
        "import_source",
        "extractives",
        str(path),
        *INGEMMET,
        *options,
        stdout=out,
        stderr=StringIO(),
    )
    return out.getvalue()


ROWS = (
    {"CODIGOU": "1", "HECTAGIS": "100.5"},
    {"CODIGOU": "2", "ESTADO": "P", "HECTAGIS": "300"},
    {"CODIGOU": "3", "HECTAGIS": "", "HASDATUM": ""},
)


def test_figures(tmp_path: Path) -> None:
    before = versions.of("extractive_sites")
    assert "Publicado: 3 nuevas" in publish(tmp_path / "c.csv", vertices(*ROWS))
    assert versions.of("extractive_sites") == before + 1
    figures = figures_of("0808", 4)
    assert {f.name: f.value for f in figures} == {
        "titled": 2,
        "titled_ha": Decimal("100.5"),
        "pending": 1,
    }
    assert {(f.source, f.cutoff_date) for f in figures} == {("INGEMMET", dt.date(2025, 12, 31))}
    (table,) = tables_of(4)
    assert [(row.unit.pk if row.unit else None, row.values) for row in table.rows] == [
        ("08", (2, Decimal("100.5"), 1))
    ]


@pytest.mark.parametrize(("datum", "proj"), [("PSAD56", PSAD56_19), ("WGS84", "EPSG:32719")])
def test_positions_against_postgis(tmp_path: Path, datum: str, proj: str) -> None:
    publish(tmp_path / "c.csv", vertices(ROWS[0], datum=datum))
    ring = ", ".join(f"{x} {y}" for x, y in (*SQUARE, SQUARE[0]))
    polygon = f"MULTIPOLYGON((({ring})))"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ST_HausdorffDistance(geom, ST_SetSRID(ST_Transform(%s::geometry, %s, "
            "'+proj=longlat +datum=WGS84 +no_defs'), 4326)), position_accuracy_m "
            "FROM territory_extractivesite WHERE NOT is_sample",
            [polygon, proj],
        )
        distance, accuracy = cursor.fetchone()
    assert distance < 1e-8, "a millimetre"
    assert accuracy == (16 if datum == "PSAD56" else None)


def test_the_departments_outline_is_asked(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no se cambió nada"):
        publish(tmp_path / "c.csv", vertices(ROWS[0] | {"ZONA": "18"}), "--skip-refused")
    assert not ExtractiveSite.objects.filter(is_sample=False).exists()


def test_it_is_published_with_its_uncertainty(tmp_path: Path, client: Client) -> None:
    publish(tmp_path / "c.csv", vertices(ROWS[0], datum="PSAD56"))
    page = client.get("/ogc/collections/extractive_sites/items", {"filter": "is_sample = FALSE"})
    body = b"".join(page) if page.streaming else page.content
    assert b'"position_accuracy_m": 16' in body or b'"position_accuracy_m":16' in body


def test_samples_can_not_be_published_as_facts() -> None:
    data = (FIXTURES / "samples" / "extractive_sites.csv").read_bytes()
    reading = importing.check(EXTRACTIVES, data, Handed(Provenance("x", "", dt.date(2025, 1, 1))))
    assert (reading.number_of_rows, reading.refused_rows) == (
        0,
        ExtractiveSite.objects.filter(is_sample=True, feed="ingemmet").count(),
    )


def test_the_samples_are_unmistakable() -> None:
    samples = ExtractiveSite.objects.filter(is_sample=True, feed="ingemmet")
    assert samples.count() > 100
    assert not samples.exclude(name__startswith="CONCESIÓN DE EJEMPLO ").exists()
    assert not samples.exclude(holder__startswith="TITULAR DE EJEMPLO ").exists()
    assert not samples.exclude(code__startswith="900000").exists()
    assert set(samples.values_list("datum", flat=True)) == {"WGS84", "PSAD56"}
    departments = {unit[:2] for unit in samples.values_list("declared_unit", flat=True)}
    assert {"08", "13"} <= departments
    assert all(figure.is_sample for figure in figures_of("08", 4))
