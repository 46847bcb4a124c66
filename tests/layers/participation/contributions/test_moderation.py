"""Who decides on contributions and who answers, and what they may write."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client

from layers.errors import EditNotAllowed, InvalidParameter, VersionConflict, WrongState
from layers.participation import answering, moderating
from layers.participation.moderating import Publication
from layers.participation.receiving import Received
from territory.models import Agency, Commitment
from territory.participation.redaction import is_redaction, proposed
from tests.contributions import WORDS, editor, items, lead_of, moderator, published, sent
from tests.zones import account, planner

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("written", "shown", "fits"),
    [
        ("Llame al 987654321 ya", "Llame al [dato personal] ya", True),
        ("Llame al 987654321 ya", "Llame al 987654321 ya", True),
        ("Llame al 987654321 ya", "[dato personal]", True),
        ("Llame a Ana y a Eva", "Llame a [dato personal] y a [dato personal]", True),
        ("Llame al 987654321 ya", "No llame al [dato personal] ya", False),
        ("Llame al 987654321 ya", "Llame al [dato personal] nunca", False),
        ("aba", "ab[dato personal]ba", False),
        ("No es así", "Es así", False),
    ],
)
def test_a_moderator_hides_and_writes_nothing(written: str, shown: str, fits: bool) -> None:
    assert is_redaction(written, shown) is fits


def test_what_is_proposed_to_hide_fits() -> None:
    text = "Soy Ana, mi correo es ana@example.org y mi celular 987 654 321."
    assert "ana@example.org" not in proposed(text)
    assert "987 654 321" not in proposed(text)
    assert is_redaction(text, proposed(text))


def test_who_moderates_and_who_answers() -> None:
    received = sent()
    pk = received.contribution.pk
    everybody: dict[str, User] = {
        "member": account("alguien"),
        "planner": planner("plan"),
        "editor": editor(),
        "editor of others": editor("ajena", lead_of(5)),
        "approver": editor("aprueba", role="approver"),
    }
    for user in everybody.values():
        with pytest.raises(EditNotAllowed):
            moderating.publish(user, pk, 1, Publication(WORDS))
        with pytest.raises(EditNotAllowed):
            moderating.reject(user, pk, 1, "off_topic")
    moderates = moderator()
    with pytest.raises(WrongState):
        answering.answer(everybody["editor"], pk, 1, "Se repara el lunes.", "accepted")
    found = published(moderates, received)
    found.refresh_from_db()
    for name, user in (everybody | {"moderator": moderates}).items():
        if name != "editor":
            with pytest.raises(EditNotAllowed):
                answering.answer(user, pk, found.version, "Se repara el lunes.", "accepted")
    answering.answer(everybody["editor"], pk, found.version, "Se repara el lunes.", "accepted")
    found.refresh_from_db()
    assert found.is_answered


def test_an_answer_waits_for_a_second_person_where_the_agency_wants_one(client: Client) -> None:
    agency = lead_of()
    agency.needs_approval = True
    agency.save()
    both = editor("ambas", agency)
    both.agency_roles.create(agency=agency, role="approver")
    found = published(moderator(), sent())
    found.refresh_from_db()
    answering.answer(both, found.pk, found.version, "Se repara el lunes.", "accepted")
    found.refresh_from_db()
    assert not found.is_answered
    assert items(client)[0]["properties"]["answer"] is None
    assert "Se repara" not in client.get(f"/participar/aportes/{found.pk}/").content.decode()
    with pytest.raises(EditNotAllowed):
        answering.approve(both, found.pk, found.version)
    answering.approve(editor("segunda", agency, "approver"), found.pk, found.version)
    assert items(client)[0]["properties"]["answer"] == "Se repara el lunes."


def test_refusals_of_moderation() -> None:
    user, found = moderator(), sent().contribution
    with pytest.raises(VersionConflict):
        moderating.publish(user, found.pk, 7, Publication(WORDS))
    with pytest.raises(InvalidParameter, match="motivo"):
        moderating.reject(user, found.pk, 1, "porque sí")
    with pytest.raises(InvalidParameter, match="ocultar"):
        moderating.publish(user, found.pk, 1, Publication("Otra cosa que nadie dijo."))
    with pytest.raises(InvalidParameter, match="entidad"):
        moderating.publish(user, found.pk, 1, Publication(WORDS, agency="NADIE"))
    moderating.reject(user, found.pk, 1, "off_topic")
    with pytest.raises(WrongState):
        moderating.publish(user, found.pk, 2, Publication(WORDS))


def test_an_answer_stays_with_the_agency_that_wrote_it() -> None:
    moderates, lead = moderator(), lead_of()
    other = Agency.objects.exclude(led_commitments__number=9).order_by("acronym")[0]
    Commitment.objects.get(number=9).lead_agencies.add(other)
    found = published(moderates, sent(), agency=other.acronym)
    found = published(moderates, Received(found, ""), agency=lead.acronym)
    assert found.agency == lead
    answering.answer(
        editor(agency=lead), found.pk, found.version, "Se repara el lunes.", "accepted"
    )
    with pytest.raises(InvalidParameter, match="ya respondió") as refused:
        published(moderates, Received(found, ""), agency=other.acronym)
    assert refused.value.parameter == "agency"
    found = published(moderates, Received(found, ""), agency=lead.acronym)
    assert (found.agency, found.answer) == (lead, "Se repara el lunes.")


def test_an_answer_names_no_persons_data() -> None:
    found = published(moderator(), sent())
    found.refresh_from_db()
    with pytest.raises(InvalidParameter, match="documento"):
        answering.answer(
            editor(), found.pk, found.version, "Escriba a juan@example.org.", "informed"
        )
