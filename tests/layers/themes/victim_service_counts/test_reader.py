"""The file of services for victims: by region alone, blank isn't zero, and no shelter is named."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

import pytest
from django.db import IntegrityError, transaction

from layers.reading.context import Context
from layers.reading.directory import Directory
from layers.reading.results import Cleaned, SourceError
from layers.themes.victim_service_counts.reader import (
    FILE,
    clean_victim_services,
    read_victim_services,
)
from territory.models import VictimServiceCount
from tests.layers.themes.environmental_commissions.rows import TODAY, UNITS, cleaned, reasons

GOOD = {
    "ubigeo": "13",
    "territorio": "La Libertad",
    "anio": "2018",
    "servicio": "hogares y casas de acogida",
    "cantidad": "1",
    "nota": "",
    "fuente": "Informe 9",
    "url_fuente": "https://www.gob.pe/informe-9",
    "fecha_corte": "2019-12-31",
}


def services(*changes: Mapping[str, str]) -> Cleaned:
    return cleaned(clean_victim_services, FILE, GOOD, *changes)


def test_a_good_row_is_read_and_one_shelter_is_a_number() -> None:
    (row,) = services({}).frame.to_dict("records")
    assert (row["declared_ubigeo"], row["category"], row["value"]) == ("13", "shelter", 1)
    assert (row["granularity"], row["state"]) == ("year", "value")
    assert "nota" not in row


def test_blank_is_not_zero() -> None:
    frame = services(
        {"cantidad": "0"},
        {"cantidad": "", "servicio": "defensa legal"},
        {"cantidad": "reservado", "servicio": "atención de salud"},
    ).frame
    assert list(frame["state"]) == ["value", "not_reported", "suppressed"]
    assert frame["value"].tolist()[0] == 0


@pytest.mark.parametrize(
    ("change", "column", "reason"),
    [
        ({"ubigeo": "130101", "territorio": "Trujillo"}, "ubigeo", "por región"),
        ({"ubigeo": "99"}, "ubigeo", "no tiene una unidad"),
        ({"territorio": "Cusco"}, "territorio", ""),
        ({"anio": "2018-03"}, "anio", "solo el año"),
        ({"anio": "2999"}, "anio", "futuro"),
        ({"anio": "ayer"}, "anio", "periodo"),
        ({"servicio": "refugio"}, "servicio", ""),
        ({"servicio": ""}, "servicio", "Debe ser"),
        ({"cantidad": "-1"}, "cantidad", ""),
        ({"cantidad": "1.5"}, "cantidad", ""),
        ({"cantidad": "uno"}, "cantidad", ""),
        ({"nota": "DATO DE EJEMPLO"}, "nota", "fila de ejemplo"),
        ({"nota": "Hogar de refugio Rosa, jr. Lima 3"}, "nota", "no nombra un hogar"),
        ({"url_fuente": ""}, "url_fuente", "Falta la dirección"),
        ({"url_fuente": "javascript:alert(1)"}, "url_fuente", ""),
        ({"fecha_corte": ""}, "fecha_corte", ""),
    ],
)
def test_what_is_wrong_is_refused_by_column(
    change: dict[str, str], column: str, reason: str
) -> None:
    found = services(change)
    named = [(row, why) for row, name, why in reasons(found) if name == column]
    assert named
    assert named[0][0] == 2
    assert reason in named[0][1]
    assert found.frame.empty


def test_the_same_is_not_said_twice() -> None:
    found = services({}, {"cantidad": "2"})
    assert found.frame["value"].tolist() == [1]
    assert [(row, name) for row, name, _why in reasons(found)] == [(3, "servicio")]


def test_a_file_that_names_persons_is_refused_whole() -> None:
    header = [*GOOD, "nombres y apellidos"]
    file = io.StringIO()
    csv.writer(file, delimiter=";").writerows([header, [*GOOD.values(), "Rosa Quispe"]])
    context = Context(Directory(UNITS), TODAY, samples=False)
    with pytest.raises(SourceError):
        read_victim_services(file.getvalue().encode(), context)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong", [{"declared_unit_id": "130101"}, {"granularity": "month"}, {"value": None}]
)
def test_the_database_holds_nothing_below_the_region(wrong: dict[str, object]) -> None:
    given: dict[str, object] = {
        "declared_unit_id": "13",
        "period_start": "2001-01-01",
        "granularity": "year",
        "category": "shelter",
        "value": 1,
        "state": "value",
        "source": "x",
        "source_url": "https://example.org/",
        "cutoff_date": "2019-01-01",
        "commitments": [18],
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        VictimServiceCount.objects.create(**{**given, **wrong})
