"""A record of every kind that is reviewed, in every state, each with a word that only it has.

What an answer shows is then a question of words; where it is asked: ``tests/site_addresses.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.test import Client

from territory.models import (
    Agency,
    AgencyRole,
    Consultation,
    Contribution,
    EibInstrument,
    Forum,
    ReviewState,
)
from tests import processes
from tests.contributions import moderator, published, sent
from tests.publishers import APPROVER, EDITOR, MTC, regional
from tests.reviewed_records import HIDDEN, MAKERS, SHARED, STATES
from tests.reviewed_wholes import NUMBER, outer_of
from tests.zones import account

# ``others`` has every foreign role at once, so that what it doesn't see no single one does.
ACTORS = ("anonymous", "citizen", "regional", "others", "moderator", "in_charge", "admin")


@dataclass(frozen=True, eq=False)
class World:
    """Accounts by what they are, records by their words, and the words that all may read."""

    users: dict[str, User]
    records: dict[str, Any]
    public: frozenset[str]
    slugs: list[str]

    def client(self, actor: str) -> Client:
        client = Client()
        if actor in self.users:
            client.force_login(self.users[actor])
        return client

    def words_in(self, text: str) -> set[str]:
        """The records that the text shows something of."""
        return {word for word in self.records if word in text}

    def of(self, *models: type[Any]) -> set[str]:
        """The words of these models' records."""
        return {word for word, record in self.records.items() if isinstance(record, models)}


def word_of(model: type[Any], state: str) -> str:
    """ASCII letters alone, so that it may be an address and no format writes it otherwise."""
    return f"qz{model._meta.model_name}{state}"


def populate(before: str = "", also: str = "") -> World:
    """Of commitment 1, with its agency's and others' accounts; texts begin and end as asked."""
    records: dict[str, Any] = {}
    for model, maker in MAKERS.items():
        for state in STATES:
            if state == HIDDEN and not model.within:
                continue
            word = word_of(model, state)
            stored = ReviewState.PUBLISHED if state == HIDDEN else state
            outer = outer_of(model, ReviewState.DRAFT if state == HIDDEN else ReviewState.PUBLISHED)
            records[word] = maker(word, before + word + also, state, {"state": stored} | outer)
    users = _users()
    for state in ("received", "published", "rejected"):
        word = word_of(Contribution, state)
        given = sent(text=f"{before}{word} {SHARED} en la esquina {also}", commitment=NUMBER)
        if state == "published":
            published(users["moderator"], given)
        Contribution.objects.filter(pk=given.contribution.pk).exclude(state="published").update(
            state=state, **({"reason": "unclear"} if state == "rejected" else {})
        )
        records[word] = given.contribution
    public = frozenset(word for word in records if word.endswith("published"))
    slugs = [
        row
        for model in (Forum, Consultation, EibInstrument)
        for row in model.objects.filter(is_sample=False)
        .order_by("pk")
        .values_list("slug", flat=True)
    ]
    return World(users, records, public, slugs)


def _users() -> dict[str, User]:
    """``others`` is all at once that gives no right to what is prepared of commitment 1."""
    own, others = account("a_cargo"), account("ajena")
    agency = processes.agency_of(NUMBER)
    for role in (EDITOR, APPROVER):
        AgencyRole.objects.create(user=own, agency=agency, role=role)
        AgencyRole.objects.create(user=others, agency=agency, role=role, is_demonstration=True)
        AgencyRole.objects.create(user=others, agency=_agency(MTC), role=role)
    return {
        "citizen": account("ciudadana"),
        "others": others,
        # Both roles of the agency in charge, for one department: for its files alone.
        "regional": regional("regional", agency.acronym, "24"),
        "moderator": moderator(),
        "in_charge": own,
        "admin": account("jefa", is_staff=True, is_superuser=True),
    }


def _agency(acronym: str) -> Any:
    return Agency.objects.get(acronym=acronym)
