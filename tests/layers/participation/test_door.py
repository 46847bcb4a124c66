"""The door of the processes: who may what, and what no record may hold."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, Permission, User
from django.contrib.gis.geos import Point
from django.db import IntegrityError, connection, transaction

from layers import versions
from layers.errors import (
    EditNotAllowed,
    FeatureNotFound,
    InvalidParameter,
    TerritorioError,
    VersionConflict,
    VersionRequired,
    WrongState,
)
from layers.participation.processes import door
from layers.participation.processes.kinds import (
    AGREEMENT,
    FORUM,
    KINDS,
    MINUTES,
    SESSION,
    SESSIONS,
    SPACES,
    VERSION,
)
from territory.changes import changes_of
from territory.models import ChangeEntry, Commitment, Forum, SessionMinutes
from territory.models.placed import SAMPLE_PREFIX
from territory.participation.processes.seen import seen
from territory.reviewing import Step
from tests.processes import (
    SOURCE,
    agency_of,
    agreement,
    consultation,
    forum,
    member,
    minutes,
    session,
    version,
)
from tests.zones import account

pytestmark = pytest.mark.django_db

FORUM_VALUES = {
    "slug": "nuevo",
    "name": "Foro nuevo",
    "sector": "open_government",
    "source_url": SOURCE,
    "cutoff_date": "2019-01-31",
}


def commitment_id(number: int = 1) -> int:
    return Commitment.objects.get(number=number).pk


def new_forum(user: Any, number: int = 1, **values: Any) -> Any:
    return door.create(
        user, FORUM, {"commitment_id": commitment_id(number), **FORUM_VALUES, **values}
    )


def administrator() -> User:
    user = account("administra")
    user.user_permissions.add(Permission.objects.get(codename="change_commitment"))
    return user


def test_a_record_goes_from_draft_to_the_public_and_back() -> None:
    editor, reviewer = member("edita", "editor"), member("revisa", "approver")
    made = new_forum(editor)
    assert made.state == "draft"
    assert not seen(Forum, AnonymousUser()).filter(pk=made.pk)
    made = door.take(editor, FORUM, made.pk, made.version, Step.SUBMIT)
    made = door.take(reviewer, FORUM, made.pk, made.version, Step.PUBLISH)
    assert seen(Forum, AnonymousUser()).get().pk == made.pk
    made = door.take(reviewer, FORUM, made.pk, made.version, Step.WITHDRAW)
    assert not seen(Forum, AnonymousUser()).filter(pk=made.pk)


# Role (of which commitment's agency) → what it may do with a forum of the first one.
MATRIX = {
    "anonymous": set(),
    "without role": set(),
    "another's editor": set(),
    "another's approver": set(),
    "editor": {"create", "change", Step.SUBMIT, Step.REOPEN, Step.DROP},
    "approver": {Step.RETURN, Step.PUBLISH, Step.WITHDRAW},
    "administrator": {"create", "change", *Step},
}
_BEFORE = {
    Step.SUBMIT: "draft",
    Step.RETURN: "submitted",
    Step.PUBLISH: "submitted",
    Step.WITHDRAW: "published",
    Step.REOPEN: "withdrawn",
    Step.DROP: "published",
}


def user_of(role: str) -> Any:
    if role == "anonymous":
        return AnonymousUser()
    if role == "without role":
        return account("nadie")
    if role == "administrator":
        return administrator()
    *others, kind = role.split()
    return member("alguien", kind, 6 if others else 1)


@pytest.mark.parametrize("role", list(MATRIX))
def test_each_role_does_what_is_its_own(role: str) -> None:
    """And nothing else: what isn't seen doesn't exist, what is seen is refused."""
    user = user_of(role)
    done = set()
    refused = (EditNotAllowed, FeatureNotFound)
    for verb in ("create", "change", *Step):
        state = _BEFORE.get(verb, "draft") if isinstance(verb, Step) else "draft"
        proposed = {"name": "Otro nombre"} if verb == Step.DROP else None
        row = forum(f"foro-{verb}", state=state, proposed=proposed)
        try:
            if verb == "create":
                new_forum(user)
            elif verb == "change":
                door.change(user, FORUM, row.pk, row.version, {"name": "Otro nombre"})
            else:
                door.take(user, FORUM, row.pk, row.version, Step(verb))
            done.add(verb)
        except refused:
            pass
    assert done == MATRIX[role]


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_kind_is_refused_to_another_agency(kind: str) -> None:
    """Also what is public, and so is seen by all."""
    other = member("otra", "editor", 6)
    held = session(forum())
    rows: dict[str, Any] = {
        "forum": held.forum,
        "session": held,
        "minutes": minutes(
            held, state="published", cleared_at=dt.datetime(2019, 1, 1, tzinfo=dt.UTC)
        ),
        "agreement": agreement(held),
        "consultation": consultation(),
        "version": version(consultation("otra")),
    }
    row = rows[kind]
    with pytest.raises(EditNotAllowed):
        door.change(other, KINDS[kind], row.pk, row.version, {})
    with pytest.raises(EditNotAllowed):
        door.take(other, KINDS[kind], row.pk, row.version, Step.WITHDRAW)


def test_a_record_is_seen_while_all_that_it_is_within_is() -> None:
    held = session(forum())
    row = agreement(held)
    assert seen(type(row), AnonymousUser()).get() == row
    Forum.objects.filter(pk=held.forum_id).update(state="withdrawn")
    assert not seen(type(row), AnonymousUser()).filter(pk=row.pk)


def test_a_change_of_what_is_published_waits_for_a_reviewer() -> None:
    editor, reviewer = member("edita", "editor"), member("revisa", "approver")
    row: Any = forum()
    row = door.change(editor, FORUM, row.pk, row.version, {"name": "Otro", "units": ["13"]})
    assert (row.name, row.proposed) == ("Foro foro", {"name": "Otro", "units": ["13"]})
    row = door.take(editor, FORUM, row.pk, row.version, Step.SUBMIT)
    row = door.take(reviewer, FORUM, row.pk, row.version, Step.PUBLISH)
    row.refresh_from_db()
    assert (row.name, row.units, row.proposed) == ("Otro", ["13"], None)


def test_a_proposed_place_is_put_in_place() -> None:
    editor, reviewer = member("edita", "editor"), member("revisa", "approver")
    row: Any = forum()
    where = Point(-79.03, -8.11, srid=4326)
    row = door.change(editor, FORUM, row.pk, row.version, {"geom": where, "is_pilot": True})
    row = door.take(editor, FORUM, row.pk, row.version, Step.SUBMIT)
    row = door.take(reviewer, FORUM, row.pk, row.version, Step.PUBLISH)
    row.refresh_from_db()
    assert (row.geom.coords, row.geom.srid, row.is_pilot) == (where.coords, 4326, True)


def test_nobody_is_their_own_second_person() -> None:
    """Where the agency wants two."""
    agency = agency_of(1)
    agency.needs_approval = True
    agency.save()
    both = member("ambas", "editor")
    both.agency_roles.create(agency=agency, role="approver")
    made = new_forum(both)
    made = door.take(both, FORUM, made.pk, made.version, Step.SUBMIT)
    with pytest.raises(EditNotAllowed, match="otra persona"):
        door.take(both, FORUM, made.pk, made.version, Step.PUBLISH)


def test_a_version_that_is_no_longer_the_present_one_is_refused() -> None:
    editor = member("edita", "editor")
    row = forum(state="draft")
    door.change(editor, FORUM, row.pk, row.version, {"name": "Primero"})
    with pytest.raises(VersionConflict):
        door.change(editor, FORUM, row.pk, row.version, {"name": "Segundo"})
    with pytest.raises(VersionRequired):
        door.change(editor, FORUM, row.pk, None, {"name": "Segundo"})


@pytest.mark.parametrize(
    ("values", "parameter"),
    [
        ({"source_url": ""}, "source_url"),
        ({"source_url": "javascript:alert(1)"}, "source_url"),
        ({"cutoff_date": "31/01/2019"}, "cutoff_date"),
        ({"name": ""}, "name"),
        ({"name": f"{SAMPLE_PREFIX}Foro"}, "name"),
        ({"purpose": "Llame al 987654321"}, "purpose"),
        ({"purpose": "Escriba a ana@example.org"}, "purpose"),
        ({"venue": "Casa de DNI 12345678, con más de cuarenta letras"}, "venue"),
        ({"purpose": "a\x00b"}, "purpose"),
        ({"purpose": "a" * 20_001}, "purpose"),
        ({"units": ["999999"]}, "units"),
        ({"units": ["08", "08"]}, "units"),
        ({"geom": Point(-13.5, -71.9, srid=4326)}, "geom"),
        ({"geom": Point(0, 0, srid=4326)}, "geom"),
        ({"civil_society": -1}, "civil_society"),
        ({"civil_society": 100_001}, "civil_society"),
        ({"sector": "nope"}, "sector"),
        ({"slug": "con espacios"}, "slug"),
        ({"evaluation": "Bien"}, "is_pilot"),
        ({"is_pilot": True, "evaluation": "Bien"}, "evaluation"),
        ({"state": "published"}, "state"),
        ({"is_sample": True}, "is_sample"),
    ],
)
def test_what_a_forum_may_not_hold_is_refused_by_its_field(
    values: dict[str, Any], parameter: str
) -> None:
    with pytest.raises(InvalidParameter) as error:
        new_forum(member("edita", "editor"), **values)
    assert error.value.parameter == parameter


def test_an_identifier_is_given_once() -> None:
    editor = member("edita", "editor")
    row = new_forum(editor)
    with pytest.raises(InvalidParameter) as error:
        new_forum(editor)
    assert error.value.parameter == "slug"
    with pytest.raises(InvalidParameter, match="no cambia"):
        door.change(editor, FORUM, row.pk, row.version, {"slug": "otro"})


def test_nothing_is_added_to_a_sample() -> None:
    editor = member("edita", "editor")
    sample = Forum.objects.get(slug="ejemplo-gobierno-abierto")
    values = {
        "forum_id": sample.pk,
        "number": 9,
        "title": "Sesión",
        "held_on": "2019-01-01",
        "source_url": SOURCE,
        "cutoff_date": "2019-01-31",
    }
    with pytest.raises(WrongState):
        door.create(editor, SESSION, values)


def test_minutes_are_published_once_a_person_says_that_they_name_nobody() -> None:
    editor, reviewer = member("edita", "editor"), member("revisa", "approver")
    row: Any = door.create(editor, MINUTES, {"session_id": session(forum()).pk, "text": "Acta"})
    row = door.take(editor, MINUTES, row.pk, row.version, Step.SUBMIT)
    with pytest.raises(InvalidParameter) as error:
        door.take(reviewer, MINUTES, row.pk, row.version, Step.PUBLISH)
    assert error.value.parameter == "cleared"
    assert not seen(SessionMinutes, AnonymousUser())
    row = door.take(reviewer, MINUTES, row.pk, row.version, Step.PUBLISH, cleared=True)
    assert seen(SessionMinutes, AnonymousUser()).get().text == "Acta"
    # A change of them is confirmed once more.
    row = door.change(editor, MINUTES, row.pk, row.version, {"text": "Otra acta"})
    row = door.take(editor, MINUTES, row.pk, row.version, Step.SUBMIT)
    with pytest.raises(InvalidParameter):
        door.take(reviewer, MINUTES, row.pk, row.version, Step.PUBLISH)


def test_the_database_publishes_no_minutes_that_nobody_confirmed() -> None:
    row = minutes(session(forum()))
    with pytest.raises(IntegrityError), transaction.atomic():
        SessionMinutes.objects.filter(pk=row.pk).update(state="published")


def test_paragraphs_keep_to_their_rules_whatever_brings_them() -> None:
    editor = member("edita", "editor")
    of = consultation()
    for paragraphs in ([], "x", [{"number": 1}], [{"number": 1, "text": "Llame al 987654321"}]):
        with pytest.raises(InvalidParameter) as error:
            door.create(
                editor,
                VERSION,
                {"consultation_id": of.pk, "number": 1, "paragraphs": paragraphs, "note": "x"},
            )
        assert error.value.parameter == "paragraphs"


def test_the_layers_change_with_what_is_published_and_with_nothing_else() -> None:
    """A number that rose with drafts would let anybody count them."""
    editor, reviewer = member("edita", "editor"), member("revisa", "approver")

    def numbers() -> tuple[int, int]:
        return versions.of(SPACES), versions.of(SESSIONS)

    before = numbers()
    row = new_forum(editor)
    row = door.change(editor, FORUM, row.pk, row.version, {"name": "Otro"})
    row = door.take(editor, FORUM, row.pk, row.version, Step.SUBMIT)
    assert numbers() == before
    row = door.take(reviewer, FORUM, row.pk, row.version, Step.PUBLISH)
    assert numbers() == (before[0] + 1, before[1] + 1)
    door.change(editor, FORUM, row.pk, row.version, {"name": "Otro más"})
    assert numbers() == (before[0] + 1, before[1] + 1)


def test_the_history_names_the_office_and_no_account() -> None:
    editor = member("edita", "editor")
    row: Any = forum()
    door.change(editor, FORUM, row.pk, row.version, {"name": "Otro"})
    entry = ChangeEntry.objects.filter(record="territory.forum", key=str(row.pk)).first()
    assert entry is not None
    assert (entry.by_id, entry.office) == (editor.pk, agency_of(1).acronym)
    changes = changes_of(row)
    assert "edita" not in repr(changes)
    assert "Otro" not in repr(changes)  # a proposal isn't anybody's to read


def test_raw_sql_leaves_its_history_too() -> None:
    row: Any = forum()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE territory_forum SET name = 'Directo' WHERE id = %s", [row.pk])
    entry = ChangeEntry.objects.filter(record="territory.forum", key=str(row.pk)).first()
    assert entry is not None
    assert entry.after == {"name": "Directo"}


def test_an_agreement_is_of_an_office_and_has_its_source() -> None:
    editor = member("edita", "editor")
    values = {
        "session_id": session(forum()).pk,
        "code": "A1",
        "text": "Publicar",
        "topic": "Datos",
        "owner_id": agency_of(1).pk,
        "source_url": SOURCE,
        "cutoff_date": "2019-01-31",
    }
    assert door.create(editor, AGREEMENT, values).state == "draft"
    for bad in (
        {"code": "A2", "owner_id": 0},
        {"code": "A2", "fulfilled_on": "2019-01-01"},
        {"code": "A1"},
        {"code": "A2", "session_id": 0},
    ):
        with pytest.raises(TerritorioError):
            door.create(editor, AGREEMENT, values | bad)
