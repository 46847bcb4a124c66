"""Investments in sanitation from file to map: the sample, the real files, points and counts."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.gis.db.models.functions import Distance
from django.contrib.gis.geos import Point
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from layers import registry, versions
from layers.drawing import mapnik_table
from layers.loading import importing, snapshots
from layers.loading.candidates import Candidate
from layers.loading.checking import Handed
from layers.reading.results import Provenance, SourceError
from layers.themes.sanitation_projects.source import SANITATION
from territory.figures import Figure
from territory.map_points import refresh_map_points
from territory.models import AdminUnit, SanitationProject
from tests.figures import figures_of, tables_of
from tests.territory.shapes import FIXTURES

pytestmark = pytest.mark.django_db

SAMPLE = FIXTURES / "samples" / "sanitation_projects.csv"
TOLD = Provenance("MEF, Invierte.pe", "", pd.Timestamp("2024-12-31").date())
PROVENANCE = ("--origin", "MEF, Invierte.pe", "--cutoff", "2024-12-31")

ADVANCE = "AVANCE_FISICO"
HEADER = (
    "CODIGO_UNICO",
    "NOMBRE_INVERSION",
    "ESTADO",
    "FUNCION",
    "COSTO_ACTUALIZADO",
    "DEPARTAMENTO",
    "PROVINCIA",
    "DISTRITO",
    "UBIGEO",
    "LATITUD",
    "LONGITUD",
)
CUSCO = ("CUSCO", "CUSCO", "CUSCO", "80101.0")
TRUJILLO = ("LA LIBERTAD", "TRUJILLO", "TRUJILLO", "130101")


def write(*rows: tuple[object, ...]) -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow((*HEADER, ADVANCE))
    # A row that says no progress leaves it empty.
    writer.writerows((*row, "")[: len(HEADER) + 1] for row in rows)
    return buffer.getvalue().encode("utf-8-sig")


def row(
    cui: int,
    place: tuple[str, ...] = CUSCO,
    position: tuple[str, str] = ("", ""),
    *,
    status: str = "ACTIVO",
    cost: str = "100",
) -> tuple[object, ...]:
    return (cui, f"AGUA POTABLE {cui}", status, "SANEAMIENTO", cost, *place, *position)


def publish(*rows: tuple[object, ...]) -> importing.Published:
    reading = importing.check(SANITATION, write(*rows), Handed(TOLD))
    assert reading.errors == ()
    return importing.publish(
        SANITATION, Candidate.of(reading), file=snapshots.File.of("x.csv", b"")
    )


def facts() -> dict[tuple[str, str], SanitationProject]:
    found = SanitationProject.objects.filter(is_sample=False)
    return {(project.cui, project.place): project for project in found}


def values(figures: Iterable[Figure]) -> dict[str, Any]:
    return {figure.name: figure.value for figure in figures}


def here(ubigeo: str) -> dict[str, Any]:
    return values(figures_of(ubigeo, 14))


# The sample


def test_the_sample_is_unmistakable() -> None:
    samples = SanitationProject.objects.filter(is_sample=True)
    assert samples.count() > 100
    assert all(project.name.startswith("PROYECTO DE EJEMPLO ") for project in samples)
    assert all(project.cui.startswith("9000") for project in samples)
    assert {project.source for project in samples} == {importing.SAMPLE_PROVENANCE.source}
    departments = {project.place[:2] for project in samples}
    assert {"08", "13"} <= departments


def test_the_sample_shows_each_case_of_the_format() -> None:
    samples = SanitationProject.objects.filter(is_sample=True)
    assert {len(project.place) for project in samples} == {0, 2, 4, 6}
    assert {p.position_source for p in samples} == {"file", "declared_unit", None}
    assert {p.progress for p in samples} == {"closed", "half", "under_half", "unreported"}
    assert samples.filter(cui="9000001").count() == 2


def test_sample_positions_are_near_their_declared_capitals() -> None:
    samples = SanitationProject.objects.filter(is_sample=True, geom__isnull=False)
    away = samples.annotate(away=Distance("geom", "declared_unit__capital_point"))
    metres = [distance.m for distance in away.values_list("away", flat=True)]
    assert len(metres) > 100
    assert all(0 < distance < 5_000 for distance in metres)


def test_the_sample_cannot_be_published_as_fact() -> None:
    with pytest.raises(CommandError, match="Ninguna fila sirve"):
        call_command("import_source", "sanitation", str(SAMPLE), *PROVENANCE)
    assert facts() == {}


def test_a_fact_cannot_be_loaded_as_a_sample(tmp_path: Path) -> None:
    (tmp_path / SAMPLE.name).write_bytes(write(row(2000001)))
    with pytest.raises(SourceError, match="código de una muestra"):
        importing.load_samples(SANITATION, tmp_path)


# From the file to the map


def test_a_file_needs_a_source() -> None:
    with pytest.raises(SourceError, match="fuente"):
        importing.check(SANITATION, write(row(2000001)))


def test_a_project_without_position_is_drawn_on_its_unit_s_capital_and_says_so() -> None:
    several = ("-MUL.DEP-", "-MUL.PROV-", "-MUL.DIST-", "0")
    publish(row(2000001), row(2000002, CUSCO, ("-13.51", "-71.97")), row(2000003, several))
    found = facts()
    capital = AdminUnit.objects.get(pk="080101").capital_point
    own, lent, nowhere = (
        found["2000002", "080101"],
        found["2000001", "080101"],
        found["2000003", ""],
    )
    assert (own.position_source, own.map_point) == ("file", Point(-71.97, -13.51, srid=4326))
    assert (lent.position_source, lent.map_point, lent.geom) == ("declared_unit", capital, None)
    assert (nowhere.position_source, nowhere.map_point) == (None, None)
    assert nowhere.declared_unit is None


def test_those_that_share_a_capital_are_counted_there_once() -> None:
    publish(
        row(2000001),
        row(2000002, status="CERRADO"),
        row(2000003, status="CERRADO"),
        row(2000004, CUSCO, ("-13.51", "-71.97")),
        row(2000005, TRUJILLO),
    )
    shared = {project.cui: project.drawn_here for project in facts().values() if project.drawn_here}
    # Not the one with a position, nor the one that is alone; the closed one's square is largest.
    assert shared == {"2000002": 3}
    publish(row(2000001), row(2000004, CUSCO, ("-13.51", "-71.97")), row(2000005, TRUJILLO))
    assert not any(project.drawn_here for project in facts().values())


def test_samples_are_not_among_those_counted_on_a_capital() -> None:
    sample = SanitationProject.objects.filter(
        is_sample=True, geom=None, declared_unit__level="district"
    ).select_related("declared_unit__parent__parent")[0]
    assert sample.declared_unit is not None
    district = sample.declared_unit
    assert district.parent is not None
    assert district.parent.parent is not None
    names = (district.parent.parent.name, district.parent.name, district.name)
    publish(row(2000001, (*names, district.pk)))
    assert facts()["2000001", district.pk].drawn_here is None


def test_points_follow_the_units() -> None:
    publish(row(2000001))
    moved = Point(-72.0, -13.6, srid=4326)
    AdminUnit.objects.filter(pk="080101").update(capital_point=moved)
    assert refresh_map_points() == 1
    assert facts()["2000001", "080101"].map_point == moved
    assert refresh_map_points() == 0


def test_the_same_file_again_changes_nothing() -> None:
    rows = (row(2000001), row(2000001, TRUJILLO), row(2000002, CUSCO, ("-13.51", "-71.97")))
    publish(*rows)
    before = versions.of("sanitation_projects")
    ids = {key: project.pk for key, project in facts().items()}
    assert not publish(*rows).changed
    assert versions.of("sanitation_projects") == before
    assert publish(*rows[:2], row(2000002, cost="7")).swapped["sanitation_projects"].updated == 1
    assert {key: project.pk for key, project in facts().items()} == ids


def test_returning_to_a_snapshot_brings_amounts_and_points_back() -> None:
    first = publish(row(2000001, CUSCO, ("-13.51", "-71.97"), cost="100.25")).snapshot
    publish(row(2000001, cost="3"))
    assert first is not None
    importing.return_to(SANITATION, first)
    project = facts()["2000001", "080101"]
    assert (project.updated_cost_pen, project.position_source) == (Decimal("100.25"), "file")


def test_a_project_of_several_districts_counts_once_in_each_scope() -> None:
    publish(
        row(2000001, cost="100"),
        row(2000001, ("CUSCO", "CUSCO", "WANCHAQ", "80108"), cost="100"),
        row(2000001, TRUJILLO, cost="100"),
        row(2000002, TRUJILLO, cost="7.5", status="CERRADO"),
        row(2000003, TRUJILLO, cost=""),
    )

    cost = "sanitation_updated_cost"
    assert here("08")["sanitation_projects"] == 1
    assert here("08")[cost] == Decimal("100.00")
    assert here("130101")[cost] == Decimal("107.50")
    (table,) = tables_of(14)
    assert values(table.total) == {
        "sanitation_projects": 3,
        "sanitation_closed": 1,
        cost: Decimal("107.50"),
    }


def test_the_database_itself_refuses_what_cannot_be() -> None:
    common = {
        "cui": "2000001",
        "name": "X",
        "commitments": [14],
        "source": "x",
        "cutoff_date": "2024-12-31",
        "selected_by": "function",
    }
    for changes in (
        {"updated_cost_pen": -1},
        {"physical_advance_pct": 100.01},
        {"place": "08", "declared_unit_id": "080101"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            SanitationProject.objects.bulk_create([SanitationProject(**common | changes)])


def test_the_layer_draws_samples_and_facts_differently() -> None:
    layer = registry.get("sanitation_projects", None)  # type: ignore[arg-type]
    info = registry.describe(layer, None)  # type: ignore[arg-type]
    assert info.title == "EJEMPLO · Inversiones en saneamiento"
    assert (info.number_of_features, info.number_of_facts) == (
        SanitationProject.objects.count(),
        0,
    )
    titles = {rule.name: rule.title for rule in layer.style.rules}
    assert all(
        ("sample" in name) == title.startswith("EJEMPLO · ") for name, title in titles.items()
    )
    hatched = {rule.name for rule in layer.style.rules if rule.marker and rule.marker.fill.hatch}
    assert hatched == {name for name in titles if "sample" in name}


def test_every_class_is_drawn_by_a_rule_of_its_own_near_and_far() -> None:
    publish(
        *(
            (*row(2000001 + 10 * number, CUSCO, position, status=status), advance)
            for position in (("", ""), ("-13.51", "-71.97"))
            for number, (status, advance) in enumerate(
                [("CERRADO", "100"), ("ACTIVO", "50"), ("ACTIVO", "49.99"), ("ACTIVO", "")],
                start=0 if position[0] else 10,
            )
        ),
        (*row(2000999, status="DESACTIVADO"), "10"),
    )
    layer = registry.get("sanitation_projects", AnonymousUser())
    facts_only = {"op": "=", "args": [{"property": "is_sample"}, False]}
    for denominator in (100_000, 10_000_000):
        rules = layer.style.rules_at(denominator)
        table = mapnik_table(layer, AnonymousUser(), rules, facts_only)
        table = table.replace("!bbox!", "ST_MakeEnvelope(-180, -90, 180, 90, 4326)")
        table = re.sub("!pixel_(?:width|height)!", "1e-9", table)
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT "class", count(*) FROM {table} GROUP BY 1')
            found = {rules[index].title: number for index, number in cursor.fetchall()}
        near = {rule.title for rule in rules if not rule.title.startswith("EJEMPLO")}
        assert found == dict.fromkeys(near, 1)
