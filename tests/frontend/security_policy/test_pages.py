"""The pages of evidence and policies: what they show, to whom, by how many queries."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import etree

from territory.models import SecurityEvidence
from tests.processes import consultation, member, version
from tests.security_policy import (
    SOURCE,
    basis,
    document,
    evidence,
    planned,
    system,
    system_version,
)
from tests.zones import client_of

pytestmark = pytest.mark.django_db
EVIDENCE, DOCUMENTS = "/seguridad/evidencia/", "/seguridad/politicas/"
ATOM = "{http://www.w3.org/2005/Atom}"


def page_of(address: str, client: Client | None = None) -> str:
    answer = (client or Client()).get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_the_library_is_chosen_by_commitment_and_by_method() -> None:
    evidence(16, title="Encuesta nacional")
    evidence(17, title="Entrevistas", method="qualitative")
    assert "Encuesta nacional" in page_of(EVIDENCE)
    chosen = page_of(f"{EVIDENCE}?compromiso=17&clase=qualitative")
    assert "Entrevistas" in chosen
    assert "Encuesta nacional" not in chosen
    for odd in ("?compromiso=99", "?compromiso=%00", "?clase=<script>", "?pagina=99999"):
        assert "Encuesta nacional" in page_of(EVIDENCE + odd)
        assert "<script>alert" not in page_of(EVIDENCE + odd)


def test_evidence_says_who_uses_it() -> None:
    study = evidence()
    basis(document(title="Propuesta primera"), evidence=study)
    assert "Propuesta primera" in page_of(EVIDENCE)


@pytest.mark.parametrize("number", [16, 17, 18])
def test_how_a_policy_is_made(number: int) -> None:
    held = consultation("borrador", number)
    version(held, 1)
    document(number, "Lineamientos", consultation=held)
    page = page_of(f"{DOCUMENTS}proceso/{number}/")
    assert "no es un canal de denuncias" in page
    assert "Consulta borrador" in page
    assert "Lineamientos" in page
    names = {
        16: ["Ministerio del Interior"],
        17: [
            "Dirección General Contra el Crimen Organizado",
            "Gobierno Regional de La Libertad",
            "Municipalidades de la provincia de Trujillo",
        ],
        18: ["Comisión Multisectorial de naturaleza permanente contra la trata"],
    }
    for name in names[number]:
        assert name in page
    assert Client().get(f"{DOCUMENTS}proceso/1/").status_code == 404


def make(number: int) -> None:
    study = evidence(title=f"E{number}")
    basis(document(title=f"P{number}"), evidence=study)
    planned(series=f"S{number}")
    system_version(system(code=f"C{number}"), evidence=study)


@pytest.mark.parametrize(
    "address",
    [
        EVIDENCE,
        DOCUMENTS,
        f"{DOCUMENTS}proceso/17/",
        "/seguridad/calendario/",
        "/seguridad/sistemas/",
    ],
)
def test_queries_stay_as_many(address: str) -> None:
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            page_of(address)
        return len(found)

    for number in range(2):
        make(number)
    asked()
    before = asked()
    for number in range(2, 8):
        make(number)
    assert asked() == before


def test_news_as_atom() -> None:
    evidence(title="Estudio <b>", shows="Muestra </summary><script>alert(1)</script>")
    answer = Client().get("/seguridad/politicas.atom")
    assert answer.status_code == 200
    feed = etree.fromstring(answer.getvalue())
    titles = [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")]
    assert "Estudio <b>" in titles
    assert b"<script>" not in answer.getvalue()


def test_an_agency_adds_evidence_by_the_form_and_a_second_person_publishes_it() -> None:
    editor, approver = member("edita", "editor", 17), member("aprueba", "approver", 17)
    client = client_of(editor)
    new = "/participar/procesos/evidencia-de-seguridad/nuevo/"
    page = page_of(new, client)
    assert 'name="shows"' in page
    assert 'name="file"' in page
    plan = re.search(r'<option value="(\d+)"[^>]*>17\.', page)
    assert plan is not None
    given = {
        "commitment": plan[1],
        "title": "Registro de comercios",
        "shows": "Qué comercios dejaron de abrir.",
        "method": "quantitative",
        "institution": "Cámara que lo hizo",
        "units": "1301",
        "cutoff_date": "2019-01-31",
        "address": "",
    }
    wrong = client.post(new, given | {"method": "x", "cutoff_date": "2999-01-01"})
    assert wrong.status_code == 422
    file = SimpleUploadedFile("comercios.csv", b"anio;n\n2018;4\n", "text/csv")
    made = client.post(new, given | {"file": file})
    assert made.status_code == 302, made.content.decode()
    row = SecurityEvidence.objects.get(is_sample=False)
    step = f"/participar/procesos/evidencia-de-seguridad/{row.pk}/paso/"
    assert client.post(step, {"step": "submit", "version": row.version}).status_code == 302
    row.refresh_from_db()
    second = client_of(approver)
    unsaid = second.post(step, {"step": "publish", "version": row.version})
    assert unsaid.status_code == 422
    said = {"step": "publish", "version": row.version, "cleared": "1"}
    assert second.post(step, said).status_code == 302
    assert "Registro de comercios" in page_of(EVIDENCE)


def test_a_basis_is_made_within_its_document() -> None:
    client = client_of(member("edita", "editor", 17))
    of = document()
    study = evidence()
    new = f"/participar/procesos/sustento/nuevo/?en={of.pk}"
    page = page_of(new, client)
    assert study.title in page
    assert "Departamentos" in page
    given: dict[str, Any] = {"number": "1", "evidence": str(study.pk), "use": "Quiénes temen."}
    assert client.post(new, given).status_code == 302
    # Nobody else's.
    assert client_of(member("ajena", "editor", 1)).get(new).status_code in (403, 404)


def test_the_calendar_says_how_late_each_is() -> None:
    planned(series="Denuncias <b>por mes</b>")
    page = page_of("/seguridad/calendario/")
    assert "De 1 previstas, 1 con atraso; de estas, 1 aún sin publicar." in page
    assert "Denuncias &lt;b&gt;por mes" in page
    assert "EJEMPLO:" not in page


def test_systems_are_one_beside_the_other() -> None:
    first, second = system(code="RETA"), system(code="SISTRA")
    system_version(first, lag_days=0, coverage="Comisarías.")
    system_version(second)
    page = page_of("/seguridad/sistemas/")
    assert page.index("RETA") < page.index("SISTRA")
    assert "no se conoce" in page
    # A lag of no day is known.
    assert re.search(r"se registra</dt>\s*<dd>\s*0\s*</dd>", page)


def test_commitments_lead_to_the_library() -> None:
    for number in (16, 17, 18):
        page = page_of(f"/compromisos/{number}/")
        assert EVIDENCE in page
        assert DOCUMENTS in page
    assert SOURCE not in page_of("/compromisos/16/")
