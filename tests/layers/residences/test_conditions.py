"""A residence before and after: photos drawn anew, private until nobody is seen in them."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from PIL import Image

from layers import stored
from layers.errors import EditNotAllowed, InvalidParameter
from layers.models import StoredFile
from layers.participation.processes import door
from layers.residences.conditions import Seen, add
from layers.residences.kinds import CONDITION
from territory.models import ResidenceCondition, RuralResidence
from territory.residences.conditions import looks
from territory.reviewing import Step
from tests.frontend.reading import text_of
from tests.processes import member
from tests.residences import alliance, need, residence, school, shown_delivery
from tests.zones import client_of

pytestmark = pytest.mark.django_db
SHEET = "/residencias/0000001-0/"


@pytest.fixture
def of() -> Any:
    return residence(1)


@pytest.fixture
def people() -> Any:
    return member("edita", "editor", 8), member("aprueba", "approver", 8)


def jpeg() -> bytes:
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x010E] = "Qzsecreto"
    Image.new("RGB", (60, 40), "#336699").save(out, "JPEG", exif=exif)
    return out.getvalue()


def kept(content: bytes, name: str = "dormitorio.jpg") -> Any:
    with stored.create(name, "image/jpeg") as writer:
        writer.write(content)
    return writer.file


def seen(day: str = "2019-02-01", **values: Any) -> Seen:
    given = {"code": "1", "title": "Dormitorio", "condition": "poor"} | values
    return Seen(observed_on=dt.date.fromisoformat(day), **given)


def published(people: Any, made: Any) -> Any:
    editor, approver = people
    made = door.take(editor, CONDITION, made.pk, made.version, Step.SUBMIT)
    return door.take(approver, CONDITION, made.pk, made.version, Step.PUBLISH, cleared=True)


def test_it_is_private_until_somebody_confirms_that_nobody_is_seen(of: Any, people: Any) -> None:
    editor, approver = people
    made: Any = add(editor, seen(), kept(jpeg()))
    address = f"/residencias/fotos/{made.pk}/"
    assert (made.state, made.kind, made.residence_id) == ("draft", "image", "0000001-0")
    for client in (Client(), client_of(member("ajena", "editor", 1))):
        assert client.get(address).status_code == 404
        assert "Dormitorio" not in text_of(client, SHEET)
    own: Any = client_of(editor).get(address)
    assert own.status_code == 200
    assert b"Qzsecreto" not in own.getvalue()
    made = door.take(editor, CONDITION, made.pk, made.version, Step.SUBMIT)
    with pytest.raises(InvalidParameter) as caught:
        door.take(approver, CONDITION, made.pk, made.version, Step.PUBLISH)
    assert caught.value.parameter == "cleared"
    with pytest.raises(IntegrityError), transaction.atomic():
        ResidenceCondition.objects.filter(pk=made.pk).update(state="published")
    made.refresh_from_db()
    door.take(approver, CONDITION, made.pk, made.version, Step.PUBLISH, cleared=True)
    shown: Any = Client().get(address)
    assert shown.status_code == 200
    assert shown["Content-Type"] == "image/jpeg"
    assert "sandbox" in shown["Content-Security-Policy"]
    assert b"Qzsecreto" not in shown.getvalue()
    assert "Dormitorio" in text_of(Client(), SHEET)
    row = RuralResidence.objects.get(pk=of.pk)
    assert (row.condition, row.condition_on) == ("poor", dt.date(2019, 2, 1))


def test_before_and_after_follow_from_the_days(of: Any, people: Any) -> None:
    days = {"2019-02-01": "antes", "2019-04-10": "después", "2019-06-01": "después"}
    for day, condition in zip(days, ("poor", "fair", "good"), strict=True):
        published(people, add(people[0], seen(day, condition=condition), kept(jpeg())))
    assert {look.when for look in looks(of, [])} == {""}
    shown_delivery(alliance(need(of)))
    page = text_of(Client(), SHEET)
    assert page.index("Antes de las entregas") < page.index("Después de una entrega")
    found = looks(of, [dt.date(2019, 4, 10)])
    assert [look.when for look in found] == list(days.values())
    assert RuralResidence.objects.get(pk=of.pk).condition == "good"


@pytest.mark.parametrize(
    ("said", "content", "parameter"),
    [
        ({"code": "2"}, jpeg(), "residence_id"),
        ({"code": "9"}, jpeg(), "residence_id"),
        ({"title": ""}, jpeg(), "title"),
        ({"title": "Llamar al 987654321"}, jpeg(), "title"),
        ({"title": "EJEMPLO · Dormitorio"}, jpeg(), "title"),
        ({"condition": "ruin"}, jpeg(), "condition"),
        ({"day": "2999-01-01"}, jpeg(), "observed_on"),
        ({}, b"%PDF-1.4\n%%EOF\n", "file"),
        ({}, b"a,b\n1,2\n", "file"),
        ({}, jpeg() + b"<script>alert(1)</script>", "file"),
        ({}, jpeg()[:200], "file"),
        ({}, b"", "file"),
    ],
    ids=str,
)
def test_what_cannot_be_taken_is_not_kept(
    of: Any, people: Any, said: dict[str, str], content: bytes, parameter: str
) -> None:
    school(2, "ST")
    before = StoredFile.objects.count()
    with pytest.raises(InvalidParameter) as caught:
        add(people[0], seen(**said), kept(content))
    assert caught.value.parameter == parameter
    assert StoredFile.objects.count() == before
    assert not ResidenceCondition.objects.filter(is_sample=False).exists()


def test_only_its_agency_adds_one(of: Any) -> None:
    before = StoredFile.objects.count()
    with pytest.raises(EditNotAllowed):
        add(member("ajena", "editor", 1), seen(), kept(jpeg()))
    assert StoredFile.objects.count() == before


def test_the_form_takes_a_photo_and_names_what_is_wrong(of: Any, people: Any) -> None:
    client = client_of(people[0])
    address = "/participar/procesos/estado/nuevo/"
    assert 'value="0000001-0"' in client.get(f"{address}?residencia=0000001-0").content.decode()
    given = {
        "residence": "1",
        "condition": "fair",
        "observed_on": "2019-02-01",
        "title": "Comedor",
    }
    assert client.post(address, given).status_code == 422
    photo = SimpleUploadedFile("comedor.jpg", jpeg(), "image/jpeg")
    made = client.post(address, given | {"file": photo})
    assert made.status_code == 302
    page = client.get(made["Location"]).content.decode()
    assert "Comedor" in page
    assert "SHA-256" in page
