"""The UGEL's pages: what is known with its source, what isn't as unknown, shares and peers told."""

from __future__ import annotations

import csv
import datetime as dt
import io
import itertools
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from layers.versions import bump
from territory.eib.joined import join_register
from territory.models import EibSchool, SchoolService, UgelArea
from territory.ugel.areas import refresh_ugel_areas
from tests.frontend.reading import text_of
from tests.services_of_ugel import register, service, several

pytestmark = pytest.mark.django_db

CHICLAYO, ETEN, FERRENAFE = "140101", "140103", "140201"
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def _register(module_db: None) -> None:
    register(
        [
            *several(3, CHICLAYO, "140001", pupils=100, area="urban"),
            *several(2, ETEN, "140001", area="rural"),
            *several(2, ETEN, "140002", name=f"FERREÑAFE {HOSTILE}"),
            *several(4, FERRENAFE, "140002", name=f"FERREÑAFE {HOSTILE}", pupils=20),
            service(FERRENAFE, "140000", "DRE LAMBAYEQUE"),
            service(FERRENAFE, None),
        ]
    )
    bump("ugel_areas")


@pytest.fixture(autouse=True)
def _registered(_register: None, db: None) -> None:
    """Each test finds them."""


def test_the_list_has_ugel_alone_and_what_they_amount_to(client: Client) -> None:
    text = text_of(client, "/ugel/")
    assert "UGEL 140001" in text
    assert "DRE LAMBAYEQUE" not in text
    assert "EJEMPLO:" not in text
    assert "Los límites de las áreas son aproximados" in text
    assert "Padrón de prueba" in text


def test_a_department_chooses_and_another_value_chooses_nothing(client: Client) -> None:
    assert "UGEL 140001" in text_of(client, "/ugel/?departamento=14")
    assert "UGEL 140001" not in text_of(client, "/ugel/?departamento=08")
    assert "UGEL 140001" in text_of(client, "/ugel/?departamento=x%00'&pagina=zzz")


def test_the_sheet_says_each_number_with_source_cut_off_and_coverage(client: Client) -> None:
    text = text_of(client, "/ugel/140001/")
    assert "5 de 5 servicios" in text
    assert "300" in text
    assert "3 de 5 servicios" in text
    assert "40 %" in text
    assert "Padrón de prueba, 1 de julio de 2025" in text
    # No list of models was published: unknown, not zero.
    assert "aún no se publicó" in text
    assert "Límite aproximado" in text


def test_the_sheet_says_that_services_of_eib_are_unknown_without_their_register(
    client: Client,
) -> None:
    text = text_of(client, "/ugel/140001/")
    assert "Ningún registro EIB publicado habla de sus servicios" in text
    assert "0 de 5 servicios" in text
    assert "iguales en todas" in text
    assert "servicios de educación intercultural bilingüe (EIB)" in text


def test_the_sheet_has_the_services_of_eib_by_language_with_both_sources(client: Client) -> None:
    services = list(SchoolService.objects.filter(ugel_code="140001", is_sample=False)[:2])
    EibSchool.objects.bulk_create(
        EibSchool(
            modular_code=found.modular_code,
            annex=found.annex,
            commitments=[5],
            language_1_id="Quechua",
            language_2_id=second,
            attention="revitalization",
            source=f"Registro EIB {HOSTILE}",
            cutoff_date=dt.date(2025, 3, 31),
        )
        for found, second in zip(services, ("Awajún", None), strict=True)
    )
    join_register()
    refresh_ugel_areas()
    bump("ugel_areas")
    text = text_of(client, "/ugel/140001/")
    assert "2 de 5 servicios" in text
    assert "31 de marzo de 2025" in text
    assert "Padrón de prueba; corte 1 de julio de 2025" in text
    page = client.get("/ugel/140001/").content.decode()
    assert HOSTILE not in page
    assert '<a href="/eib/lenguas/quechua/">Quechua</a>' in page
    assert '<a href="/eib/lenguas/awajun/">Awajún</a>' in page
    assert "100 %" in text
    # The other UGEL stays unknown: these rows speak of no unit.
    assert "Ningún registro EIB publicado" in text_of(client, "/ugel/140002/")
    rows = client.get("/ogc/collections/ugel_areas/items?f=csv").getvalue().decode("utf-8-sig")
    listed = {row["code"]: row for row in csv.DictReader(io.StringIO(rows))}
    assert listed["140001"]["eib_languages"] == "Quechua (2), Awajún (1)"
    assert (listed["140001"]["eib_services"], listed["140002"]["eib_services"]) == ("2", "")
    sheet = client.get("/api/v1/ugel/140001/").json()
    languages = {line["language"]: line["services"] for line in sheet["languages"]}
    assert languages == {"Quechua": 2, "Awajún": 1}
    indicators = {each["name"]: each for each in sheet["indicators"]}
    assert indicators["eib_services"]["value"] == 2
    assert indicators["eib_percent"]["known"] == 2
    assert client.get("/api/v1/ugel/140002/").json()["languages"] == []


def test_the_sheet_shows_the_tie_and_every_office_of_its_districts(client: Client) -> None:
    text = text_of(client, "/ugel/140001/")
    assert "es de su área por su código, en empate" in text
    assert "en empate; el distrito es de la de código menor" in text
    other = text_of(client, "/ugel/140002/")
    assert "no es una UGEL" in other
    assert "el padrón no la dice" in other


def test_a_regional_office_and_an_unknown_code_have_no_page(client: Client) -> None:
    for code in ("140000", "999999"):
        assert client.get(f"/ugel/{code}/").status_code == 404
    for path in ("14000", "1400011", "14000a", "１４０００１"):
        assert client.get(f"/ugel/{path}/").status_code == 404


def test_what_the_register_writes_runs_nowhere(client: Client) -> None:
    for address in ("/ugel/", "/ugel/140002/", "/ugel/distritos/", f"/t/{FERRENAFE}/"):
        page = client.get(address).content.decode()
        assert HOSTILE not in page, address
        assert "&lt;script&gt;" in page, address


def test_shared_districts_are_listed_and_all_shares_are_a_file(client: Client) -> None:
    page = client.get("/ugel/distritos/").content.decode()
    assert f"/t/{ETEN}/" in page
    assert f"/t/{CHICLAYO}/" not in page
    (address,) = re.findall(r'href="([^"]+f=csv)"', page)
    answer = client.get(address)
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert "EJEMPLO" not in answer["Content-Disposition"]
    eten = {row["code"]: row for row in rows if row["ubigeo"] == ETEN}
    assert {code: float(row["percent"]) for code, row in eten.items()} == {
        "140001": 50.0,
        "140002": 50.0,
    }
    assert [row["is_assigned"] for row in eten.values()] == ["True", "False"]
    regional = next(row for row in rows if row["code"] == "140000")
    assert (regional["is_regional"], regional["percent"], regional["is_assigned"]) == (
        "True",
        "",
        "False",
    )


def test_a_district_leads_to_its_ugel_and_a_department_to_all_of_its(client: Client) -> None:
    page = client.get(f"/t/{ETEN}/").content.decode()
    assert "/ugel/140001/" in page
    assert "/ugel/140002/" not in page
    whole = client.get("/t/14/").content.decode()
    assert "/ugel/140001/" in whole
    assert "/ugel/140002/" in whole


def test_the_commitment_leads_to_the_pages(client: Client) -> None:
    page = client.get("/compromisos/6/").content.decode()
    assert 'href="/ugel/"' in page
    assert "Unidades de Gestión Educativa Local focalizadas" in page
    assert "/catalogo/ugel_areas/" in page


def test_the_search_finds_a_ugel_by_name_and_by_code(client: Client) -> None:
    for word in ("140001", "UGEL 140001"):
        assert "/ugel/140001/" in client.get("/buscar/", {"q": word}).content.decode(), word


def test_the_queries_do_not_grow_with_the_ugel(client: Client) -> None:
    def asked(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    addresses = ("/ugel/", "/ugel/140001/", "/ugel/distritos/")
    before = [asked(address) for address in addresses]
    more = [service(CHICLAYO, f"14{n:04d}", pupils=n, area="rural") for n in range(10, 30)]
    EibSchool.objects.bulk_create(
        EibSchool(
            modular_code=found.modular_code,
            annex="0",
            commitments=[5],
            language_1_id=language,
            source="Registro EIB",
            cutoff_date=dt.date(2025, 3, 31),
        )
        for found, language in zip(more, itertools.cycle(("Quechua", "Awajún", "Bora")))
    )
    register(more)
    bump("ugel_areas")
    assert UgelArea.objects.filter(is_sample=False).count() > 20
    assert [asked(address) for address in addresses] == before


def test_samples_are_marked_while_there_is_no_fact(client: Client) -> None:
    UgelArea.objects.filter(is_sample=False).delete()
    bump("ugel_areas")
    assert "EJEMPLO: estas UGEL muestran el formato" in text_of(client, "/ugel/")
    area = UgelArea.objects.filter(is_sample=True).first()
    assert area is not None
    assert "EJEMPLO: esta UGEL" in text_of(client, f"/ugel/{area.code}/")
