"""Offer, agreement and delivery by one door: of organisations alone, and evidence first."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.gis.geos import Point
from PIL import Image

from layers import stored
from layers.errors import EditNotAllowed, FeatureNotFound, InvalidParameter, WrongState
from layers.evidence_files import file_of
from layers.participation.processes import door
from layers.residences.kinds import ALLIANCE, DELIVERY, DELIVERY_EVIDENCE
from layers.tracking.evidence import support
from territory.models import (
    Alliance,
    ChangeEntry,
    DeliveryEvidence,
    NeedCoverage,
    RuralResidence,
)
from territory.reviewing import Step
from tests.processes import member
from tests.residences import SOURCE, alliance, delivery, need, residence

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Any:
    return member("edita", "editor", 8), member("aprueba", "approver", 8)


@pytest.fixture
def wanted() -> Any:
    return need(residence(1), "bed", 10)


def offered(user: Any, wanted: Any, **values: Any) -> Any:
    given = {
        "need_id": wanted.pk,
        "organisation": "Asociación Kallpa",
        "stage": "offered",
        "quantity": 8,
        "offered_on": "2019-03-01",
        "document": "Carta 1",
        "source_url": SOURCE,
        "cutoff_date": "2019-03-01",
    }
    return door.create(user, ALLIANCE, given | values)


def published(people: Any, kind: Any, made: Any, *, cleared: bool = False) -> Any:
    editor, approver = people
    made = door.take(editor, kind, made.pk, made.version, Step.SUBMIT)
    return door.take(approver, kind, made.pk, made.version, Step.PUBLISH, cleared=cleared)


def photo() -> Any:
    """A JPEG that says where it was taken."""
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "Secreto"
    Image.new("RGB", (40, 30), "#336699").save(out, "JPEG", exif=exif)
    with stored.create("entrega.jpg", "image/jpeg") as writer:
        writer.write(out.getvalue())
    return writer.file


def test_from_offer_to_what_is_covered(people: Any, wanted: Any) -> None:
    editor, _approver = people
    made = published(people, ALLIANCE, offered(editor, wanted))
    agreed = {"stage": "agreed", "agreed_quantity": 6, "agreed_on": "2019-03-10"}
    door.change(editor, ALLIANCE, made.pk, made.version, agreed)
    made.refresh_from_db()
    # Everybody reads the offer until somebody publishes the agreement.
    assert (made.stage, made.proposed["stage"]) == ("offered", "agreed")
    made = published(people, ALLIANCE, made)
    assert (made.stage, made.agreed_quantity) == ("agreed", 6)
    handed: Any = door.create(
        editor,
        DELIVERY,
        {
            "alliance_id": made.pk,
            "quantity": 6,
            "delivered_on": "2019-04-01",
            "document": "Acta 1",
        },
    )
    with pytest.raises(WrongState, match="evidencia"):
        published(people, DELIVERY, handed)
    handed.refresh_from_db()
    evidence = DeliveryEvidence(commitment=handed.commitment, delivery=handed)
    evidence = support(editor, evidence, handed, "Fotos de la entrega", file=photo())
    assert evidence.sha256
    _record, file = file_of(editor, evidence.pk, DeliveryEvidence)
    with stored.open(file) as content:
        assert b"Secreto" not in content.read()
    with pytest.raises(FeatureNotFound):
        file_of(AnonymousUser(), evidence.pk, DeliveryEvidence)
    with pytest.raises(InvalidParameter) as caught:
        published(people, DELIVERY_EVIDENCE, evidence)
    assert caught.value.parameter == "cleared"
    evidence.refresh_from_db()
    approver = people[1]
    door.take(
        approver, DELIVERY_EVIDENCE, evidence.pk, evidence.version, Step.PUBLISH, cleared=True
    )
    # Within a delivery that isn't public, it isn't either.
    with pytest.raises(FeatureNotFound):
        file_of(AnonymousUser(), evidence.pk, DeliveryEvidence)
    assert NeedCoverage.objects.get(need=wanted).covered == 0
    handed.refresh_from_db()
    door.take(approver, DELIVERY, handed.pk, handed.version, Step.PUBLISH)
    assert NeedCoverage.objects.get(need=wanted).covered == 6
    row = RuralResidence.objects.get(key=wanted.residence_id)
    assert (row.need_state, row.needs_met) == ("partly", 0)
    assert file_of(AnonymousUser(), evidence.pk, DeliveryEvidence)[0] == evidence
    stages = [
        entry.after["stage"]
        for entry in ChangeEntry.objects.filter(
            record="territory.alliance", key=str(made.pk)
        ).order_by("pk")
        if "stage" in entry.after
    ]
    assert stages == ["offered", "agreed"]


WRONG = [
    ({"organisation": "Juan Pérez Quispe"}, "organisation", "persona"),
    ({"organisation": "PÉREZ QUISPE, JUAN"}, "organisation", "persona"),
    ({"organisation": "Kallpa"}, "organisation", "No se distingue"),
    ({"organisation": "PÉREZ QUISPE, JUAN Y MINERA KALLPA S.A."}, "organisation", "persona"),
    ({"organisation": ""}, "organisation", "Falta"),
    ({"organisation": "Asociación 987654321"}, "organisation", "teléfono"),
    ({"quantity": 0}, "quantity", "Cantidad"),
    ({"quantity": 10**12}, "quantity", "Cantidad"),
    ({"stage": "given"}, "stage", "Etapa"),
    ({"stage": "agreed"}, "agreed_quantity", "cuánto y cuándo"),
    ({"agreed_quantity": 3}, "stage", "no tiene acuerdo"),
    (
        {"stage": "agreed", "agreed_quantity": 9, "agreed_on": "2019-03-02"},
        "agreed_quantity",
        "más que la ofrecida",
    ),
    (
        {"stage": "agreed", "agreed_quantity": 3, "agreed_on": "2019-02-01"},
        "agreed_on",
        "antes de la oferta",
    ),
    ({"offered_on": "2999-01-01"}, "offered_on", "aún no llega"),
    ({"source_url": ""}, "source_url", "fuente"),
    ({"document": "Carta de ana@example.org"}, "document", "correo"),
]


@pytest.mark.parametrize(("values", "column", "words"), WRONG, ids=str)
def test_what_is_wrong_is_named(
    people: Any, wanted: Any, values: dict[str, Any], column: str, words: str
) -> None:
    with pytest.raises(InvalidParameter) as caught:
        offered(people[0], wanted, **values)
    problems = getattr(caught.value, "problems", (caught.value,))
    assert column in {problem.parameter for problem in problems}
    assert any(words in problem.message for problem in problems)
    assert not Alliance.objects.filter(need=wanted).exists()


def given(of: Any, **values: Any) -> dict[str, Any]:
    plain = {"quantity": 3, "delivered_on": "2019-04-01", "document": "Acta 1"}
    return {"alliance_id": of.pk} | plain | values


def test_no_more_is_delivered_than_was_agreed(people: Any, wanted: Any) -> None:
    editor, _approver = people
    agreed = alliance(wanted, 8)
    door.create(editor, DELIVERY, given(agreed, quantity=5))
    with pytest.raises(InvalidParameter, match="quedan 3"):
        door.create(editor, DELIVERY, given(agreed, quantity=4))
    last = door.create(editor, DELIVERY, given(agreed, quantity=3))
    with pytest.raises(InvalidParameter, match="quedan 3"):
        door.change(editor, DELIVERY, last.pk, last.version, {"quantity": 4})
    with pytest.raises(InvalidParameter, match="entregas por 8"):
        door.change(editor, ALLIANCE, agreed.pk, agreed.version, {"agreed_quantity": 7})
    dropped = {"stage": "dropped", "agreed_quantity": None, "agreed_on": None}
    with pytest.raises(InvalidParameter, match="entregas por 8"):
        door.change(editor, ALLIANCE, agreed.pk, agreed.version, dropped)


def test_only_what_is_agreed_and_public_is_delivered(people: Any, wanted: Any) -> None:
    editor, _approver = people
    for other in (
        alliance(wanted, stage="offered"),
        alliance(need(residence(2)), state="submitted"),
    ):
        with pytest.raises(InvalidParameter, match="Solo se entrega lo acordado"):
            door.create(editor, DELIVERY, given(other))
    agreed = alliance(need(residence(3)))
    with pytest.raises(InvalidParameter, match="antes del acuerdo"):
        door.create(editor, DELIVERY, given(agreed, delivered_on="2019-03-01"))


def test_facts_and_samples_stay_apart(people: Any) -> None:
    sample = Alliance.objects.filter(is_sample=True, stage="agreed").earliest("pk")
    with pytest.raises((FeatureNotFound, InvalidParameter, WrongState)):
        door.create(people[0], DELIVERY, given(sample, quantity=1))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("acta.pdf", b"<html><script>alert(1)</script></html>"),
        ("foto.jpg", b"\xff\xd8\xff" + bytes(200)),
        ("tabla.csv", b"\x00\x01\x02" * 50),
        ("vacio.pdf", b""),
    ],
)
def test_a_file_that_is_not_what_it_says_is_not_kept(
    people: Any, wanted: Any, name: str, content: bytes
) -> None:
    handed = delivery(alliance(wanted), state="draft")
    with stored.create(name, "application/pdf") as writer:
        writer.write(content)
    key = writer.file.pk
    evidence = DeliveryEvidence(commitment=handed.commitment, delivery=handed)
    with pytest.raises(InvalidParameter):
        support(people[0], evidence, handed, "Acta", file=writer.file)
    assert not type(writer.file).objects.filter(pk=key).exists()
    assert not DeliveryEvidence.objects.filter(delivery=handed).exists()


def test_another_agency_supports_nothing(wanted: Any) -> None:
    handed = delivery(alliance(wanted), state="draft")
    evidence = DeliveryEvidence(commitment=handed.commitment, delivery=handed)
    with pytest.raises(EditNotAllowed):
        support(member("ajena", "editor", 1), evidence, handed, "Acta", address=SOURCE)


def test_a_residence_far_away_is_none_of_it(wanted: Any) -> None:
    """What is given to one counts for no other, though both need the same."""
    other = need(residence(7, geom=Point(-75, -9, srid=4326)), "bed", 10)
    handed = delivery(alliance(wanted), 5)
    DeliveryEvidence.objects.create(
        commitment=handed.commitment,
        delivery=handed,
        title="Acta",
        address=SOURCE,
    )
    assert NeedCoverage.objects.get(need=other).covered == 0
