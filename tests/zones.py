"""Accounts and zones for tests: planners of Cusco and of La Libertad, a reviewer, shapes."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Permission, User
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon
from django.test import Client

from layers import versions
from territory.models import InterventionZone, Planner

CUSCO, LA_LIBERTAD = "08", "13"
LAYER = "intervention_zones"
PASSWORD = "una clave que nadie adivina"

# Some 11 by 11 km in the middle of Cusco, far from its borders.
WEST, SOUTH, SIDE = -72.0, -13.6, 0.1


def square(
    west: float = WEST, south: float = SOUTH, side: float = SIDE, height: float | None = None
) -> dict[str, Any]:
    """A GeoJSON Polygon; counter-clockwise, as RFC 7946 wants it."""
    height = side if height is None else height
    east, north = west + side, south + height
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def feature(geometry: dict[str, Any] | None = None, **properties: Any) -> dict[str, Any]:
    """A Feature to send."""
    return {
        "type": "Feature",
        "geometry": geometry or square(),
        "properties": {"title": "Zona de prueba"} | properties,
    }


@cache
def _hashed() -> str:
    """Hashed once for all accounts: it takes 0.3 s."""
    return make_password(PASSWORD)


def account(name: str, **values: Any) -> User:
    """An account without any role."""
    return User.objects.create(username=name, password=_hashed(), **values)


def planner(name: str, department: str = CUSCO, *, is_demonstration: bool = False) -> User:
    """An account that plans a department."""
    user = account(name, first_name=f"Nombre de {name}")
    Planner.objects.create(user=user, department_id=department, is_demonstration=is_demonstration)
    return user


def reviewer(name: str, *, samples: bool = False) -> User:
    """An account that reviews, or only the samples."""
    user = account(name)
    codename = "review_sample_interventionzone" if samples else "review_interventionzone"
    user.user_permissions.add(Permission.objects.get(codename=codename))
    return user


def client_of(user: User) -> Client:
    """A browser where the user has signed in."""
    client = Client()
    client.force_login(user)
    return client


def stored(
    author: User, status: str = "draft", geometry: dict[str, Any] | None = None, **values: Any
) -> InterventionZone:
    """A zone straight into the database, as no door lets one in."""
    shape = GEOSGeometry(json.dumps(geometry or square()), srid=4326)
    zone = InterventionZone.objects.create(
        title=values.pop("title", "Zona de prueba"),
        geom=MultiPolygon(shape),
        author=author,
        department_id=author.planner.department_id,
        status=status,
        **values,
    )
    versions.bump(LAYER)
    zone.refresh_from_db()
    return zone
