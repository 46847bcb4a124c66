"""Forums and what belongs to them, for tests: stored as no door lets one in, or through it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.models import User
from django.contrib.gis.geos import Point
from django.utils import timezone

from layers.participation.processes import door
from layers.participation.processes.kinds import FORUM
from territory.models import (
    Agency,
    AgencyRole,
    Agreement,
    Commitment,
    Consultation,
    ConsultationVersion,
    Forum,
    ForumSession,
    SessionMinutes,
)
from tests.zones import account

SOURCE = "https://example.org/foros"
_SOURCED = {"source_url": SOURCE, "cutoff_date": dt.date(2019, 1, 31)}


def _made(model: Any, values: dict[str, Any]) -> Any:
    found = model.objects.create(**values)
    found.refresh_from_db()
    return found


def agency_of(number: int) -> Agency:
    """The one in charge of a commitment."""
    found = Agency.objects.filter(led_commitments__number=number).order_by("pk").first()
    assert found is not None
    return found


def member(name: str, role: str, number: int = 1) -> User:
    """An account with a role in the agency in charge of a commitment."""
    user = account(name)
    AgencyRole.objects.create(user=user, agency=agency_of(number), role=role)
    return user


def forum(slug: str = "foro", number: int = 1, **values: Any) -> Forum:
    defaults = {
        "commitment": Commitment.objects.get(number=number),
        "name": f"Foro {slug}",
        "sector": "open_government",
        "geom": Point(-71.97, -13.52, srid=4326),
        "units": ["08"],
        "state": "published",
        **_SOURCED,
    }
    made: Forum = _made(Forum, {"slug": slug, **defaults, **values})
    return made


def new_forum(user: User, **values: Any) -> Any:
    """A draft of the first commitment, through the door."""
    given = {
        "commitment_id": Commitment.objects.get(number=1).pk,
        "slug": "nuevo",
        "name": "Foro nuevo",
        "sector": "open_government",
        "source_url": SOURCE,
        "cutoff_date": "2019-01-31",
    }
    return door.create(user, FORUM, given | values)


def session(of: Forum, number: int = 1, **values: Any) -> ForumSession:
    defaults = {
        "title": f"Sesión {number}",
        "held_on": dt.date(2018, 5, 10),
        "geom": of.geom,
        "state": "published",
        **_SOURCED,
    }
    made: ForumSession = _made(ForumSession, {"forum": of, "number": number, **defaults, **values})
    return made


def minutes(of: ForumSession, **values: Any) -> SessionMinutes:
    made: SessionMinutes = _made(SessionMinutes, {"session": of, "text": "Acta", **values})
    return made


def agreement(of: ForumSession, code: str = "A1", **values: Any) -> Agreement:
    defaults = {
        "text": f"Acuerdo {code}",
        "topic": "Transparencia",
        "owner": agency_of(1),
        "due_on": dt.date(2018, 12, 31),
        "state": "published",
        **_SOURCED,
    }
    made: Agreement = _made(Agreement, {"session": of, "code": code, **defaults, **values})
    return made


def consultation(slug: str = "consulta", number: int = 1, **values: Any) -> Consultation:
    defaults = {
        "commitment": Commitment.objects.get(number=number),
        "title": f"Consulta {slug}",
        "opens_on": dt.date(2018, 2, 1),
        "closes_on": dt.date(2018, 2, 28),
        "state": "published",
        **_SOURCED,
    }
    made: Consultation = _made(Consultation, {"slug": slug, **defaults, **values})
    return made


def version(of: Consultation, number: int = 1, *texts: str, **values: Any) -> ConsultationVersion:
    paragraphs = [{"number": n, "text": text} for n, text in enumerate(texts or ("Uno",), 1)]
    defaults = {"paragraphs": paragraphs, "note": f"Versión {number}", "state": "published"}
    made: ConsultationVersion = _made(
        ConsultationVersion, {"consultation": of, "number": number, **defaults, **values}
    )
    return made


def many(count: int, start: int = 0) -> None:
    """Forums with all that belongs to one, and as many consultations."""
    for place in range(start, start + count):
        made = forum(f"foro-{place}")
        for number in (1, 2):
            held = session(made, number, units=["08"])
            agreement(held, topic=f"Tema {place}")
            minutes(held, cleared_at=timezone.now(), state="published")
        text = consultation(f"consulta-{place}")
        for number in range(1, 2 + place):
            version(text, number)
