"""Contributions on security for tests: what was written, its summary, and where it was pinned."""

from __future__ import annotations

from typing import Any

from django.contrib.gis.geos import Point

from layers.participation.moderating import Publication, publish
from layers.participation.receiving import Received, Sent, receive
from territory.models import Contribution

# Within the district of El Porvenir, in Trujillo.
DISTRICT, PROVINCE, REGION = "130102", "1301", "13"
EAST, NORTH = -79.00312, -8.08643
KEPT = {16: DISTRICT, 17: PROVINCE, 18: REGION}
NUMBERS = tuple(KEPT)


def written(number: int) -> str:
    """What a citizen wrote: a word that only this has, and who does it."""
    return f"Qzescrito{number}: Rosa Quispe dice que cobran cupos a los que pasan por la loma."


def summary(number: int) -> str:
    return f"Qzresumen{number}: se advierte de cobros a quienes transitan por la zona."


def pinned(number: int, **values: Any) -> Received:
    """Sent with a pin and nothing else said of the place."""
    given: dict[str, Any] = {"geom": Point(EAST, NORTH, srid=4326), "is_public_place": True}
    named: dict[str, Any] = {"text": written(number), "commitment": number}
    return receive(Sent(**(named | given | values)))


def of_district(number: int, **values: Any) -> Received:
    """Sent with the district's ubigeo."""
    given: dict[str, Any] = {"text": written(number), "commitment": number, "unit": DISTRICT}
    return receive(Sent(**(given | values)))


def summarised(user: Any, received: Received, text: str | None = None) -> Contribution:
    """Published by a moderator's summary."""
    found = Contribution.objects.select_related("commitment").get(pk=received.contribution.pk)
    assert found.commitment is not None
    told = text or summary(found.commitment.number)
    done = publish(user, found.pk, found.version, Publication(told, names_nobody=True))
    done.refresh_from_db()
    return done
