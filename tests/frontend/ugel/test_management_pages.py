"""The pages of the management model: focalised UGEL, routes, agreements, versions, history."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from layers.versions import bump
from territory.changes import acting
from territory.models import (
    FocalisedUgel,
    ManagementModelVersion,
    UgelAgreement,
    UgelRouteStep,
)
from tests.frontend.reading import text_of
from tests.management_of_ugel import CODE, agreement, focalised, step, version
from tests.services_of_ugel import register, several

pytestmark = pytest.mark.django_db

HOSTILE = "<script>alert(1)</script>"
SHEET = f"/ugel/focalizadas/{CODE}/"


def _day(days: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=days)


def _marked(client: Client, address: str) -> bool:
    """Whether anything on the page is marked as a sample."""
    page = client.get(address).content.decode()
    return any(mark in page for mark in ("sample-note", "sample-badge", "<strong>EJEMPLO"))


@pytest.fixture
def _route() -> None:
    focalised(stage="agreed", stage_on="2018-05-01", model_edition="1.0", instrument="Resolución 1")
    step(1, "done", happens_on="2018-02-01", actors="UGEL; Gobierno regional")
    step(2, "planned")
    agreement("A1", _day(-1), agreed_on="2018-01-01")
    agreement("A2", _day(0))
    agreement("A3", _day(-9), "fulfilled", fulfilled_on="2018-06-01")
    agreement("A4", None)


@pytest.mark.usefixtures("_route")
def test_the_sheet_says_steps_agreements_and_what_is_overdue(client: Client) -> None:
    text = text_of(client, SHEET)
    for said in (
        "Resolución 1",
        "consensuado, 1 de mayo de 2018",
        "1 de 2 pasos realizados",
        "UGEL; Gobierno regional",
        "no se conocen",
        "1 acuerdo está vencido.",
        "pendiente (vencido)",
        "cumplido, 1 de junio de 2018",
        "Evidencia de A3",
        "Fuente: Informe 7 ; corte 31 de diciembre de 2019",
        "El padrón publicado no tiene esta UGEL",
    ):
        assert said in text, said
    assert text.count("(vencido)") == 1
    assert not _marked(client, SHEET)


@pytest.mark.usefixtures("_route")
def test_the_ugels_own_page_has_the_same(client: Client) -> None:
    register(several(3, "140101", CODE))
    bump("ugel_areas", "focalised_ugel")
    text = text_of(client, f"/ugel/{CODE}/")
    for said in ("1 de 2 pasos realizados", "pendiente (vencido)", "Historia"):
        assert said in text, said
    other = text_of(client, SHEET)
    assert "El padrón publicado no tiene esta UGEL" not in other
    assert f'href="/ugel/{CODE}/"' in client.get(SHEET).content.decode()


def test_of_a_ugel_of_which_nothing_is_published_its_page_says_so(client: Client) -> None:
    focalised("140009")
    register(several(3, "140101", CODE))
    text = text_of(client, f"/ugel/{CODE}/")
    assert "Nada publicado dice que esté focalizada" in text
    assert not _marked(client, f"/ugel/{CODE}/")


@pytest.mark.usefixtures("_route")
def test_the_list_counts_and_is_chosen_by_stage(client: Client) -> None:
    focalised("140002")
    text = text_of(client, "/ugel/focalizadas/")
    assert "2 UGEL focalizadas" in text
    assert "1 acuerdo está vencido" in text
    assert "UGEL 140001 140001 Chiclayo consensuado 1 de 2 3 de 4 1 " in text
    assert "UGEL 140002 140002 Chiclayo no se conoce" in text
    assert "1 UGEL focalizada" in text_of(client, "/ugel/focalizadas/?etapa=agreed")
    assert "Ninguna." in text_of(client, "/ugel/focalizadas/?etapa=design")
    for odd in ("etapa=x%00'", "pagina=-7", "pagina=x", "etapa=agreed&pagina=99"):
        assert client.get(f"/ugel/focalizadas/?{odd}").status_code == 200


@pytest.mark.usefixtures("_route")
def test_agreements_are_chosen_by_state_and_ugel(client: Client) -> None:
    assert "4 acuerdos" in text_of(client, "/ugel/acuerdos/")
    overdue = text_of(client, "/ugel/acuerdos/?estado=overdue")
    assert "Acuerdo A1" in overdue
    assert "Acuerdo A2" not in overdue
    assert "Acuerdo A3" in text_of(client, f"/ugel/acuerdos/?estado=fulfilled&ugel={CODE}")
    assert "No hay ningún acuerdo" in text_of(client, "/ugel/acuerdos/?ugel=140002")
    for odd in ("estado=x%00", "ugel=%27--", "ugel=１４０００１", "pagina=x"):
        assert "4 acuerdos" in text_of(client, f"/ugel/acuerdos/?{odd}")


@pytest.mark.usefixtures("_route")
def test_the_board_and_the_commitment_lead_to_what_is_overdue(client: Client) -> None:
    page = client.get("/seguimiento/").content.decode()
    assert 'href="/ugel/acuerdos/?estado=overdue">1 vencido de las UGEL</a>' in page
    UgelAgreement.objects.filter(code="A1", is_sample=False).update(
        progress="in_progress", due_on=_day(1)
    )
    assert "vencido de las UGEL" not in client.get("/seguimiento/").content.decode()
    commitment = client.get("/compromisos/6/").content.decode()
    for address in ("focalizadas/", "acuerdos/", "modelo/"):
        assert f'href="/ugel/{address}"' in commitment
    assert f'href="{SHEET}"' in commitment
    assert f'href="{SHEET}"' in client.get("/t/140101/").content.decode()


def test_samples_are_marked_and_give_way_to_facts(client: Client) -> None:
    code = FocalisedUgel.objects.filter(is_sample=True)[0].ugel_code
    for address in ("/ugel/focalizadas/", "/ugel/acuerdos/", f"/ugel/focalizadas/{code}/"):
        assert "EJEMPLO: estas UGEL, rutas y acuerdos" in text_of(client, address), address
    assert _marked(client, "/ugel/modelo/")
    step(1, "done", happens_on="2018-02-01")
    # A fact of one table: of that UGEL nothing else is shown beside it, samples least of all.
    assert not _marked(client, SHEET)
    assert "La lista de UGEL focalizadas publicada no la tiene" in text_of(client, SHEET)
    assert "1 de 1 paso realizado" in text_of(client, SHEET)


def test_a_sample_and_a_fact_of_one_code_are_never_shown_together(client: Client) -> None:
    code = FocalisedUgel.objects.filter(is_sample=True)[0].ugel_code
    step(9, "planned", code=code)
    text = text_of(client, f"/ugel/focalizadas/{code}/")
    assert "Paso 9" in text
    assert not _marked(client, f"/ugel/focalizadas/{code}/")
    assert "PASO DE EJEMPLO" not in text


def test_versions_say_what_each_changed(client: Client) -> None:
    version("1", "2017-09-01")
    version("2", "2018-09-01", f"Agrega la ruta {HOSTILE}")
    text = text_of(client, "/ugel/modelo/")
    newest, first = text.split("Versión ")[1:]
    assert newest.startswith("2 la más reciente que se conoce")
    assert "Agrega la ruta" in newest
    assert "es la primera versión que se conoce" in first
    assert HOSTILE not in client.get("/ugel/modelo/").content.decode()


@pytest.mark.usefixtures("_route")
def test_the_history_says_what_changed_and_by_which_office(
    client: Client, admin_user: User
) -> None:
    row = UgelAgreement.objects.get(code="A1", is_sample=False)
    with acting(admin_user, "MINEDU"):
        row.text = f"Otro {HOSTILE}"
        row.save()
    text = text_of(client, f"{SHEET}historia/")
    assert "Se cambió: acuerdo intersectorial de una UGEL A1" in text
    assert "Acuerdo A1 → Otro" in text
    assert "MINEDU" in text
    assert "Se creó: UGEL focalizada" in text
    assert admin_user.username not in text
    assert HOSTILE not in client.get(f"{SHEET}historia/").content.decode()


@pytest.mark.usefixtures("_route")
def test_files_go_out_in_the_form_in_which_they_come_in(client: Client) -> None:
    for name, file_name in (
        ("focalizadas", "focalised_ugel.csv"),
        ("rutas", "ugel_route_steps.csv"),
        ("acuerdos", "ugel_agreements.csv"),
    ):
        answer = client.get(f"/ugel/archivos/{name}.csv")
        assert answer["Content-Disposition"] == f'attachment; filename="{file_name}"'
        rows = list(csv.DictReader(io.StringIO(answer.content.decode()), delimiter=";"))
        assert {row["codigo_ugel"] for row in rows} == {CODE}
    assert rows[0]["estado"] == "pendiente"
    assert rows[3]["fecha_limite"] == ""
    sample = client.get("/ugel/archivos/modelo.csv")
    assert 'filename="EJEMPLO_management_model_versions.csv"' in sample["Content-Disposition"]


@pytest.mark.parametrize(
    "address",
    [
        "/ugel/focalizadas/999999/",
        "/ugel/focalizadas/999999/historia/",
        "/ugel/focalizadas/14000/",
        "/ugel/focalizadas/１４０００１/",
        "/ugel/archivos/otra.csv",
        "/ugel/archivos/..%2fmodelo.csv",
    ],
)
def test_what_isnt_there_isnt_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_pages_take_nothing(client: Client) -> None:
    for address in ("/ugel/focalizadas/", "/ugel/acuerdos/", "/ugel/modelo/"):
        assert client.post(address).status_code == 405


def test_without_any_row_the_pages_say_so(client: Client) -> None:
    for model in (FocalisedUgel, UgelRouteStep, UgelAgreement, ManagementModelVersion):
        model.objects.all().delete()
    bump("focalised_ugel")
    assert "Aún no se publicó la lista" in text_of(client, "/ugel/focalizadas/")
    assert "No hay ningún acuerdo" in text_of(client, "/ugel/acuerdos/")
    assert "Aún no se publica ninguna versión." in text_of(client, "/ugel/modelo/")
    assert client.get(SHEET).status_code == 404


def test_queries_stay_fixed_whatever_the_number_of_rows(client: Client) -> None:
    focalised()
    step(1)
    agreement("A1", _day(-1))
    few = _queries(client)
    for number in range(2, 30):
        focalised(f"1401{number:02}")
        step(number)
        agreement(f"A{number}", _day(-number))
    assert _queries(client) == few


def _queries(client: Client) -> dict[str, int]:
    found = {}
    for address in ("/ugel/focalizadas/", "/ugel/acuerdos/", SHEET, f"{SHEET}historia/"):
        client.get(address)  # what is remembered of layers is there then
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        found[address] = len(queries)
    return found
