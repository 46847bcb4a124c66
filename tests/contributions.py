"""Contributions for tests: places in Cusco, who moderates and who answers, photos as files."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

from django.contrib.auth.models import Permission, User
from django.contrib.gis.geos import GEOSGeometry, Point
from django.test import Client
from PIL import Image

from layers.participation import moderating
from layers.participation.moderating import Publication
from layers.participation.receiving import Received, Sent, receive
from territory.models import Agency, AgencyRole, Commitment, Contribution
from tests.zones import account

# A corner in Cusco that lies on no line of the grid, degrees.
EAST, NORTH = -71.97812, -13.51643
WORDS = "El semáforo de la esquina no funciona desde hace un mes."
COMMITMENT = 9


def moderator(name: str = "moderadora") -> User:
    user = account(name)
    user.user_permissions.add(Permission.objects.get(codename="moderate_contribution"))
    return user


def lead_of(number: int = COMMITMENT) -> Agency:
    """An agency in charge of the commitment."""
    agency = Commitment.objects.get(number=number).lead_agencies.order_by("acronym").first()
    assert agency is not None
    return agency


def editor(name: str = "responde", agency: Agency | None = None, role: str = "editor") -> User:
    user = account(name)
    AgencyRole.objects.create(user=user, agency=agency or lead_of(), role=role)
    return user


def point(east: float = EAST, north: float = NORTH) -> GEOSGeometry:
    return Point(east, north, srid=4326)


def sent(**values: Any) -> Received:
    """A contribution through the door."""
    given: dict[str, Any] = {"commitment": COMMITMENT, "text": WORDS, "geom": point()}
    return receive(Sent(**(given | values)))


def published(user: User, received: Received, **values: Any) -> Contribution:
    found = Contribution.objects.get(pk=received.contribution.pk)
    chosen = Publication(**({"text": found.text} | values))
    done = moderating.publish(user, found.pk, found.version, chosen)
    # Its version is raised by the database.
    done.refresh_from_db()
    return done


def items(client: Client, query: str = "") -> Any:
    """The features of their layer, as anybody reads them; the query goes on after another."""
    response: Any = client.get(f"/ogc/collections/contributions/items?f=json{query}")
    return json.loads(response.getvalue())["features"]


def picture(format: str = "JPEG", size: tuple[int, int] = (64, 48), **options: Any) -> bytes:
    """A picture as a file: red above, blue below."""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (0, size[1] // 2, *size))
    file = BytesIO()
    image.save(file, format, **options)
    return file.getvalue()
