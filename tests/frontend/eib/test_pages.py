"""The pages of EIB and its API, with samples: what they show, and hostile questions."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from territory.languages import languages
from territory.models import EibSchool
from tests.education_registers import publishing
from tests.frontend.reading import text_of

pytestmark = pytest.mark.django_db


def test_the_map_shows_the_services_of_the_language_that_is_chosen(client: Client) -> None:
    everything = text_of(client, "/eib/")
    assert "EJEMPLO" in everything
    page = client.get("/eib/", {"lengua": "awajun"})
    found = page.content.decode()
    assert "INCLUDE%3Blanguage_1+IN" in found
    assert page.context["page"].paginator.count > 0
    for row in page.context["page"]:
        assert "Awajún" in (row.language_1_id, row.language_2_id, row.language_3_id)


def test_two_languages_at_once(client: Client) -> None:
    counts = [
        client.get(f"/eib/?{query}").context["page"].paginator.count
        for query in ("lengua=awajun", "lengua=wampis", "lengua=awajun&lengua=wampis")
    ]
    assert max(counts[:2]) < counts[2] <= sum(counts[:2])


def test_the_map_is_opened_at_the_one_language_that_is_chosen(client: Client) -> None:
    addresses = {
        "/eib/?lengua=awajun": "f=eib_schools:awajun",
        "/eib/lenguas/bora/": "f=eib_schools:bora",
    }
    for address, asked in addresses.items():
        assert client.get(address).context["map_address"].endswith(asked)
    for address in ("/eib/", "/eib/?lengua=awajun&lengua=bora", "/eib/?lengua=<b>"):
        assert "f=" not in client.get(address).context["map_address"]


def test_a_unit_has_the_languages_of_its_services_with_both_sources(
    client: Client, tmp_path: Path
) -> None:
    publish = publishing(tmp_path)
    publish["schools"]()
    publish["eib"]()
    expected = {"Aimara": 2, "Quechua": 2, "Awajún": 1, "Madija": 1, None: 1}
    for unit in ("08", "0801", "080102"):
        page = client.get(f"/t/{unit}/")
        assert {row.language: row.services for row in page.context["languages"]} == expected
        text = " ".join(unescape(re.sub(r"<[^>]+>", " ", page.content.decode())).split())
        assert "Lenguas originarias de los servicios EIB publicados en" in text
        assert "MINEDU, DEIB; corte 31 de marzo de 2025" in text
        assert "MINEDU, ESCALE; corte 31 de mayo de 2025" in text
        assert "Lengua no indicada" in text
        assert '<a href="/eib/lenguas/madija/">Madija</a>' in page.content.decode()
    # Of a unit without any nothing is said, nor of examples beside facts.
    sampled = EibSchool.objects.filter(is_sample=True, declared_unit__isnull=False).first()
    assert sampled is not None
    for unit in ("150101", str(sampled.declared_unit_id)):
        assert "Lenguas originarias de los servicios EIB" not in text_of(client, f"/t/{unit}/")


def test_the_languages_of_a_unit_of_examples_are_marked_as_such(client: Client) -> None:
    sampled = EibSchool.objects.filter(is_sample=True, declared_unit__isnull=False).first()
    assert sampled is not None
    page = client.get(f"/t/{sampled.declared_unit_id}/").content.decode()
    table = page.partition("Lenguas originarias de los servicios EIB publicados")[2]
    table = table.partition("</table>")[0]
    assert table.count("sample-badge") == table.count('<th scope="row">') > 0


@pytest.mark.parametrize("language", languages(), ids=lambda language: language.code)
def test_every_language_has_its_page(client: Client, language: Any) -> None:
    text = text_of(client, f"/eib/lenguas/{language.code}/")
    assert language.name in text
    assert language.family in text
    assert "CC BY 4.0" in text


def test_the_dictionary_says_what_is_never_matched(client: Client) -> None:
    text = text_of(client, "/eib/lenguas/")
    assert "Aguaruna" in text
    assert "Cholón: extinta; último registro, 1993" in text
    assert "Yora: puede ser Nahua" in text


def test_a_service_says_what_each_register_does(client: Client) -> None:
    text = text_of(client, "/eib/servicios/9000001-0/")
    assert "ESCUELA DE EJEMPLO 1" in text
    assert "EJEMPLO" in text
    lost = text_of(client, "/eib/servicios/9900001-0/")
    assert "no tiene este servicio" in lost
    assert "Quechua Chanka" in lost


def test_coverage_as_a_page_a_table_and_json_is_the_same(client: Client) -> None:
    text = text_of(client, "/eib/cobertura/")
    assert "EJEMPLO" in text
    assert "Sin UGEL" in text or client.get("/eib/cobertura/").context["unplaced"] == 1
    page = client.get("/eib/cobertura/").content.decode()
    (address,) = re.findall(r'href="([^"]+f=csv)"', page)
    answer = client.get(address)
    assert answer["Content-Disposition"].startswith('attachment; filename="EJEMPLO_')
    lines = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    found = client.get("/api/v1/eib/coverage/", {"limit": 1000}).json()
    assert found["count"] == len(lines)
    for line, row in zip(lines, found["results"], strict=True):
        assert line["services"] == str(row["services"])
        assert line["ugel_code"] == (row["ugel_code"] or "")
        assert line["language"] == (row["language"] or "")
        assert (row["source"], row["cutoff_date"], row["is_sample"]) != (None, None, False)


def test_the_api_gives_the_languages_with_their_spellings(client: Client) -> None:
    found = client.get("/api/v1/eib/languages/").json()
    assert found["count"] == 48
    (wampis,) = [row for row in found["results"] if row["name"] == "Wampis"]
    assert wampis["iso_codes"] == ["hub"]
    assert "Huambisa" in {alias["name"] for alias in wampis["aliases"]}
    assert all(alias["source"] for row in found["results"] for alias in row["aliases"])


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ({"ugel": "x"}, "ugel"),
        ({"ugel": "08000１"}, "ugel"),
        ({"ugel": "080001' OR 1=1"}, "ugel"),
        ({"language": "klingon"}, "language"),
        ({"idioma": "quechua"}, "idioma"),
    ],
)
def test_what_the_api_refuses_it_names(
    client: Client, query: dict[str, str], parameter: str
) -> None:
    answer = client.get("/api/v1/eib/coverage/", query)
    assert answer.status_code == 400
    assert parameter in answer.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/eib/?lengua=klingon",
        "/eib/?lengua='%20OR%201=1",
        "/eib/?lengua=%00",
        "/eib/?pagina=99999999999",
        "/eib/cobertura/?ugel=%00&lengua=<script>",
        "/eib/cobertura/?ugel='",
    ],
)
def test_hostile_questions_find_nothing_and_break_nothing(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    assert b"<script>" not in answer.content.replace(b"<script ", b"")


@pytest.mark.parametrize(
    "address", ["/eib/lenguas/klingon/", "/eib/servicios/1234567-0/", "/eib/servicios/x-0/"]
)
def test_what_is_not_there_is_not_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404
