"""``/api/v1/security/prosecutors/`` and its page: no unit, no map, one district or all."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from tests.frontend.reading import text_of
from tests.prosecutors import OFFENCES, publish, row

pytestmark = pytest.mark.django_db

API, PAGE = "/api/v1/security/prosecutors/", "/seguridad/fiscalias/"


@pytest.fixture
def _published(tmp_path: Path) -> None:
    numbers = (267, 27_000, 3)
    rows = [
        row(**of, cantidad=str(n), anio_denuncia=year)
        for year in ("2022", "2023")
        for of, n in zip(OFFENCES, numbers, strict=True)
    ]
    publish(tmp_path / "fiscalias.csv", rows)


@pytest.mark.usefixtures("_published")
def test_it_tells_districts_years_and_offences_and_nothing_of_places(client: Client) -> None:
    found = client.get(API, {"district": "lambayeque", "year": "2023"}).json()["results"]
    by_offence = {one["category"]: one for one in found}
    assert by_offence["extortion"]["value"] == 267
    assert by_offence["CONTRA LA LIBERTAD"]["value"] is None
    assert by_offence["CONTRA LA LIBERTAD"]["state"] == "suppressed"
    assert by_offence["total"]["extracted_on"] == "2024-01-10"
    assert by_offence["total"]["cutoff_date"] == "2024-12-02"
    assert not [name for name in found[0] if "ubigeo" in name or "unit" in name or "geom" in name]
    text = client.get(API, {"f": "csv"}).content.decode()
    assert "140101" not in text
    assert "CHICLAYO" not in text


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("district", "14"),
        ("district", "CHICLAYO"),
        ("year", "2023-01"),
        ("year", "0000"),
        ("category", "x" * 200),
    ],
)
def test_a_wrong_parameter_is_named(client: Client, name: str, value: str) -> None:
    answer = client.get(API, {name: value})
    assert answer.status_code == 400
    assert name in answer.content.decode()


@pytest.mark.usefixtures("_published")
def test_the_page_says_what_it_is_of_and_what_it_covers(client: Client) -> None:
    text = text_of(client, f"{PAGE}?distrito=lambayeque&anio=2022")
    assert "no están en ningún mapa" in text
    assert "nunca se suman a las denuncias policiales" in text
    assert "cubre 1 distrito fiscal: no es el total del país" in text
    assert "Contra el patrimonio, sin la extorsión" in text
    assert "MPFN, datos abiertos" in text
    assert "El año se descargó del sistema el" in text


@pytest.mark.parametrize("asked", ["anio=x", "anio=99999", "distrito=140101", "distrito=%00"])
def test_what_there_is_not_is_not_shown(client: Client, asked: str) -> None:
    assert client.get(f"{PAGE}?{asked}").status_code == 200


@pytest.mark.usefixtures("_published")
def test_it_stands_beside_no_unit(client: Client) -> None:
    for address in ("/t/14/", "/t/140101/", "/seguridad/t/14/"):
        text = text_of(client, address)
        assert "MPFN, datos abiertos" not in text
        assert "distrito fiscal" not in text.lower()


def test_examples_are_marked(client: Client) -> None:
    assert "EJEMPLO" in text_of(client, PAGE)
    assert all(one["is_sample"] for one in client.get(API).json()["results"])
