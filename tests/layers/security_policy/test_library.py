"""The library of evidence: who adds, what is taken, and that a file is private until confirmed."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from layers import stored
from layers.errors import EditNotAllowed, InvalidParameter
from layers.models import StoredFile
from layers.participation.processes import door
from layers.participation.processes.values import InvalidValues
from layers.security_policy import samples
from layers.security_policy.evidence import add
from layers.security_policy.kinds import POLICY_BASIS, POLICY_DOCUMENT, SECURITY_EVIDENCE
from territory.models import Commitment, PolicyBasis, PolicyDocument, SecurityEvidence
from territory.models.placed import SAMPLE_PREFIX
from territory.reviewing import Step
from territory.security_policy import library
from tests.processes import agency_of, consultation, member
from tests.security_policy import DAY, SOURCE, basis, document, evidence
from tests.zones import account, client_of

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
TABLE = b"anio;casos\n2018;868\n"


@pytest.fixture
def people() -> Any:
    return member("edita", "editor", 17), member("aprueba", "approver", 17)


def kept(content: bytes = TABLE, name: str = "cupos.csv") -> StoredFile:
    with stored.create(name, "text/csv") as writer:
        writer.write(content)
    return writer.file


def said(number: int = 17, **values: Any) -> dict[str, Any]:
    given = {
        "commitment_id": Commitment.objects.get(number=number).pk,
        "title": "Entrevistas a transportistas",
        "shows": "Cómo se cobra y a quién se teme.",
        "method": "qualitative",
        "institution": "Universidad que lo hizo",
        "units": ["1301"],
        "cutoff_date": "2019-01-31",
    }
    return given | values


def test_a_file_is_private_until_somebody_confirms_that_nobody_is_in_it(people: Any) -> None:
    editor, approver = people
    made: Any = add(editor, said(), file=kept())
    address = f"/seguridad/evidencia/{made.pk}/archivo/"
    assert (made.state, made.kind, made.cleared_at) == ("draft", "table", None)
    for client in (Client(), client_of(member("ajena", "editor", 1)), client_of(account("x"))):
        assert client.get(address).status_code == 404
        assert made.title not in client.get("/seguridad/evidencia/").content.decode()
    assert client_of(editor).get(address).status_code == 200
    made = door.take(editor, SECURITY_EVIDENCE, made.pk, made.version, Step.SUBMIT)
    with pytest.raises(InvalidParameter) as caught:
        door.take(approver, SECURITY_EVIDENCE, made.pk, made.version, Step.PUBLISH)
    assert caught.value.parameter == "cleared"
    with pytest.raises(IntegrityError), transaction.atomic():
        SecurityEvidence.objects.filter(pk=made.pk).update(state="published")
    made.refresh_from_db()
    door.take(approver, SECURITY_EVIDENCE, made.pk, made.version, Step.PUBLISH, cleared=True)
    answer: Any = Client().get(address)
    assert answer.getvalue() == TABLE
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Content-Disposition"].startswith("attachment")
    page = Client().get("/seguridad/evidencia/").content.decode()
    assert made.title in page
    assert made.sha256 in page


def test_an_address_is_an_evidence_too(people: Any) -> None:
    made = add(people[0], said(method="mixed"), address=f"{SOURCE}/informe")
    assert (made.address, made.file) == (f"{SOURCE}/informe", None)


@pytest.mark.parametrize(
    ("values", "parameter"),
    [
        ({"title": ""}, "title"),
        ({"title": "Llamar al 987654321"}, "title"),
        ({"title": "EJEMPLO · Estudio"}, "title"),
        ({"shows": "Su DNI 12345678."}, "shows"),
        ({"shows": "x" * 20_001}, "shows"),
        ({"institution": "Escriba a alguien@example.org"}, "institution"),
        ({"method": "rumour"}, "method"),
        ({"units": ["999999"]}, "units"),
        ({"cutoff_date": "2999-01-01"}, "cutoff_date"),
        ({"cutoff_date": "ayer"}, "cutoff_date"),
        ({"period_from": "2019-01-01", "period_to": "2018-01-01"}, "period_to"),
        ({"commitment_id": None}, "commitment_id"),
        ({"nadie": "x"}, "nadie"),
    ],
    ids=str,
)
def test_what_cannot_be_taken_is_not_kept(
    people: Any, values: dict[str, Any], parameter: str
) -> None:
    before = StoredFile.objects.count()
    with pytest.raises(InvalidParameter) as caught:
        add(people[0], said(**values), file=kept())
    problems = getattr(caught.value, "problems", (caught.value,))
    assert parameter in {problem.parameter for problem in problems}
    assert StoredFile.objects.count() == before
    assert not SecurityEvidence.objects.filter(is_sample=False).exists()


def test_unseen_letters_go() -> None:
    made = add(member("e", "editor", 17), said(shows="Se\u202e cobra\u200b cupos."), address=SOURCE)
    assert made.shows == "Se cobra cupos."


def test_of_one_address_and_one_file_only_one_is_given(people: Any) -> None:
    both: dict[str, Any] = {"address": SOURCE, "file": kept()}
    for given in ({}, both):
        with pytest.raises(InvalidParameter) as caught:
            add(people[0], said(), **given)
        assert caught.value.parameter == "file"
    assert not StoredFile.objects.filter(name="cupos.csv").exists()


@pytest.mark.parametrize("content", [b"MZ\x90\x00", b"", b"<script>alert(1)</script>"])
def test_a_file_is_looked_at(people: Any, content: bytes) -> None:
    with pytest.raises(InvalidParameter) as caught:
        add(people[0], said(), file=kept(content, "estudio.pdf"))
    assert caught.value.parameter == "file"


def test_only_the_agencies_of_security_add() -> None:
    for user in (account("nadie"), member("otra", "editor", 1), member("segunda", "approver", 17)):
        with pytest.raises(EditNotAllowed):
            add(user, said(), address=SOURCE)
    with pytest.raises(InvalidValues, match="16 o 17 o 18"):
        add(member("otra2", "editor", 1), said(1), address=SOURCE)


def new_document(user: Any, **values: Any) -> PolicyDocument:
    given = {
        "commitment_id": Commitment.objects.get(number=17).pk,
        "title": "Boletín primero",
        "kind": "bulletin",
        "agency_id": agency_of(17).pk,
        "summary": "Qué se sabe hasta hoy.",
        "issued_on": "2019-01-31",
        "source_url": SOURCE,
        "cutoff_date": "2019-01-31",
    }
    made = door.create(user, POLICY_DOCUMENT, given | values)
    assert isinstance(made, PolicyDocument)
    return made


def figure(**values: Any) -> dict[str, Any]:
    given = {"layer": "departments", "figure": "población", "period": "2017"}
    return {**given, "figure_cutoff": "2018-10-25", "use": "El tamaño de la provincia.", **values}


def test_a_document_stands_on_evidence_and_on_figures(people: Any) -> None:
    editor, approver = people
    made = new_document(editor)
    of = {"document_id": made.pk}
    study = evidence()
    rows: list[Any] = [
        door.create(editor, POLICY_BASIS, {**of, "number": 1, **figure()}),
        door.create(
            editor,
            POLICY_BASIS,
            {**of, "number": 2, "evidence_id": study.pk, "use": "Quiénes temen."},
        ),
    ]
    assert not library.documents().filter(pk=made.pk)
    for kind, row in ((POLICY_DOCUMENT, made), *((POLICY_BASIS, row) for row in rows)):
        sent: Any = door.take(editor, kind, row.pk, row.version, Step.SUBMIT)
        door.take(approver, kind, row.pk, sent.version, Step.PUBLISH)
    (shown,) = library.documents(17)
    found: Any = shown
    assert [item.number for item in found.public_basis] == [1, 2]
    page = Client().get("/seguridad/politicas/").content.decode()
    assert "periodo 2017, corte 25/10/2018" in page
    assert study.title in page
    # Of evidence that isn't public any more nothing is said.
    SecurityEvidence.objects.filter(pk=study.pk).update(state="withdrawn")
    assert study.title not in Client().get("/seguridad/politicas/").content.decode()
    assert [item.number for item in library.basis()] == [1]


@pytest.mark.parametrize(
    ("values", "parameter"),
    [
        ({"layer": "no_es_una_capa"}, "layer"),
        ({"layer": "x' OR 1=1 --"}, "layer"),
        ({"period": "ayer"}, "period"),
        ({"period": "2017-13"}, "period"),
        ({"period": "2019/2018"}, "period"),
        ({"period": "2018/2018-05"}, "period"),
        ({"period": None}, "period"),
        ({"figure": None}, "figure"),
        ({"figure_cutoff": None}, "figure_cutoff"),
        ({"figure_cutoff": "2999-01-01"}, "figure_cutoff"),
        ({"use": "Llamar al 987654321"}, "use"),
        ({"layer": None, "figure": None, "period": None, "figure_cutoff": None}, "evidence"),
        ({"number": 0}, "number"),
    ],
    ids=str,
)
def test_a_basis_is_whole(people: Any, values: dict[str, Any], parameter: str) -> None:
    made = new_document(people[0])
    given = {"document_id": made.pk, "number": 1, **figure(), **values}
    with pytest.raises(InvalidParameter) as caught:
        door.create(people[0], POLICY_BASIS, given)
    problems = getattr(caught.value, "problems", (caught.value,))
    assert parameter in {problem.parameter for problem in problems}
    assert not PolicyBasis.objects.filter(is_sample=False).exists()


def test_the_database_holds_one_of_evidence_and_figure() -> None:
    of = document()
    for values in ({"layer": None}, {"evidence": evidence(), "layer": "departments"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            basis(of, **values)


def test_a_document_is_drafted_in_a_consultation_of_its_commitment(people: Any) -> None:
    own, other = consultation("cupos", 17), consultation("foros", 1)
    made = new_document(people[0], consultation_id=own.pk)
    assert made.consultation == own
    with pytest.raises(InvalidParameter, match="otro compromiso"):
        new_document(people[0], title="Otro", consultation_id=other.pk)


def test_samples_say_what_they_are_and_end_with_the_first_fact() -> None:
    samples.remove()
    samples.load()
    samples.load()
    rows = list(library.evidence())
    assert len(rows) == 3
    assert {row.method for row in rows} == {"quantitative", "qualitative", "mixed"}
    assert all(row.is_sample and row.title.startswith(SAMPLE_PREFIX) for row in rows)
    (shown,) = library.documents()
    found: Any = shown
    assert len(found.public_basis) == 2
    evidence()
    assert [row.is_sample for row in library.evidence()] == [False]
    assert samples.remove() >= 6
    assert samples.remove() == 0
    assert not StoredFile.objects.filter(name="EJEMPLO.csv", pk__in=[r.file for r in rows]).exists()


def test_what_changed_last_is_first() -> None:
    assert [item.title for item in library.news(5)][:0] == []
    document(issued_on=DAY)
    found = library.news(5)
    assert found[0].title == "Propuesta"
    assert found[0].anchor.startswith("documento-")
