"""The residences' pages: what is published with its source, what isn't as unknown."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from layers.versions import bump
from territory.models import ResidenceNeed
from tests.frontend.reading import text_of
from tests.processes import member
from tests.residences import need, new_need, residence, school
from tests.zones import client_of

pytestmark = pytest.mark.django_db

HOSTILE = "<script>alert(1)</script>"
PUBLIC = "/residencias/0000001-0/"


@pytest.fixture(autouse=True)
def _register(db: None) -> None:
    first = residence(1, name=f"COLEGIO {HOSTILE}", pupils=90)
    residence(2, "SRE")
    residence(3, "SRE", declared_unit_id="130101", geom=None)
    school(4, "ST")
    need(first, "bed", 1_250, document=f"Diagnóstico {HOSTILE}")
    need(first, "stove", 2, state="draft", document="Todavía en borrador")
    bump("rural_residences")


def test_the_list_says_of_how_many_it_knows(client: Client) -> None:
    text = text_of(client, "/residencias/")
    assert "EJEMPLO:" not in text
    assert "Es una parte: de 1 de 3 residencias se publicó qué necesitan." in text
    assert "1\u202f250" in text
    assert "0000004-0" not in text
    of_cusco = text_of(client, "/residencias/?lugar=08")
    assert "de 1 de 2 residencias" in of_cusco
    assert "0000003-0" not in of_cusco
    of_trujillo = text_of(client, "/residencias/?lugar=130101")
    assert "no se sabe, no es que no necesiten nada" in of_trujillo


def test_a_state_chooses_and_another_value_chooses_nothing(client: Client) -> None:
    unmet = text_of(client, "/residencias/?estado=unmet")
    assert "0000001-0" in unmet
    assert "0000002-0" not in unmet
    for odd in ("?lugar=x%00'&estado=zz&pagina=zzz", "?lugar=99", "?lugar=٠٨"):
        assert "0000003-0" in text_of(client, f"/residencias/{odd}")


def test_the_sheet_says_what_is_needed_and_how_far_it_is(client: Client) -> None:
    page = client.get(PUBLIC)
    assert HOSTILE not in page.content.decode()
    text = text_of(client, PUBLIC)
    assert "1\u202f250 unidades" in text
    assert "Distancias en línea recta" in text
    assert "borrador" not in text
    assert "Padrón de prueba, 31 de enero de 2019" in text
    nowhere = text_of(client, "/residencias/0000003-0/")
    assert "no da una posición" in nowhere
    assert "no se sabe, no es que no necesite nada" in nowhere


@pytest.mark.parametrize("code", ["0000004-0", "0000009-0", "9000001-0", "0000001-9"])
def test_what_has_no_residence_or_is_a_sample_beside_facts_is_not_found(
    client: Client, code: str
) -> None:
    assert client.get(f"/residencias/{code}/").status_code == 404


def test_commitment_and_place_lead_to_them(client: Client) -> None:
    assert "Residencias: qué necesitan y qué reciben" in text_of(client, "/compromisos/8/")
    place = text_of(client, "/t/08/")
    assert "2 residencias estudiantiles" in place
    assert "Es una parte: de 1 de 2 residencias se publicó qué necesitan." in place
    assert "de 1 de 2 residencias" not in text_of(client, "/t/24/")


@pytest.mark.parametrize("address", ["/residencias/", PUBLIC])
def test_more_rows_ask_no_more(client: Client, address: str) -> None:
    def asked() -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    before = asked()
    for number in range(10, 16):
        made = residence(number)
        need(made, "bed", 3)
        need(made, "lamp", 3)
    assert asked() == before


def test_the_editor_s_form_makes_a_draft_and_names_what_is_wrong() -> None:
    client = client_of(member("edita", "editor", 8))
    address = "/participar/procesos/necesidad/nuevo/"
    page = client.get(f"{address}?residencia=0000001-0").content.decode()
    assert 'value="0000001-0"' in page
    given = {
        "residence": "4",
        "item": "chair",
        "quantity": "7",
        "priority": "low",
        "document": "Oficio 12",
        "source_url": "https://example.org/12",
        "cutoff_date": "2019-02-01",
    }
    refused = client.post(address, given)
    assert refused.status_code == 422
    assert "no tiene residencia" in refused.content.decode()
    made = client.post(address, given | {"residence": "2"})
    assert made.status_code == 302
    assert client.get(made["Location"]).status_code == 200
    stored = ResidenceNeed.objects.get(item="chair", is_sample=False)
    assert (stored.residence_id, stored.state, stored.quantity) == ("0000002-0", "draft", 7)
    assert "Oficio 12" not in Client().get("/residencias/0000002-0/").content.decode()


def test_the_form_of_another_agency_is_refused() -> None:
    client = client_of(member("ajena", "editor", 1))
    given = {"residence": "2", "item": "chair", "quantity": "7", "priority": "low"}
    given |= {"document": "x", "source_url": "https://example.org/1", "cutoff_date": "2019-02-01"}
    assert client.post("/participar/procesos/necesidad/nuevo/", given).status_code == 403
    assert client.get("/residencias/necesidades/importar/").status_code == 403
    assert not ResidenceNeed.objects.filter(item="chair", is_sample=False).exists()


def test_a_file_is_shown_before_it_is_imported() -> None:
    editor = member("edita", "editor", 8)
    client: Any = client_of(editor)
    page = "/residencias/necesidades/importar/"
    columns = "cod_mod;bien;cantidad;prioridad;documento;fuente_url;fecha_corte"
    good = f"{columns}\n2;cama;4;alta;Oficio 1;https://example.org/1;2019-01-31\n"
    shown = client.post(page, {"content": good})
    assert "Nuevas: 1" in shown.content.decode()
    assert not ResidenceNeed.objects.filter(residence__key="0000002-0").exists()
    wrong = client.post(page, {"content": good.replace(";4;", ";x;"), "apply": "1"})
    assert wrong.status_code == 422
    assert client.post(page, {"content": good, "apply": "1"}).status_code == 302
    assert ResidenceNeed.objects.get(residence__key="0000002-0").quantity == 4
    own = client.get("/residencias/necesidades.csv").getvalue().decode()
    assert "Todavía en borrador" in own
    assert (
        "Todavía en borrador"
        not in Client().get("/residencias/necesidades.csv").getvalue().decode()
    )


def test_a_draft_is_for_its_agency_alone() -> None:
    made = new_need(member("edita", "editor", 8), item="radio")
    address = f"/participar/procesos/necesidad/{made.pk}/"
    assert client_of(member("otra", "editor", 1)).get(address).status_code == 404
    assert Client().get(f"{address}historia/").status_code == 404
