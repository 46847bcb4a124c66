"""Health facilities, the accounts that act for them and their keys, for tests."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.models import User
from django.contrib.gis.geos import Point
from django.utils import timezone

from territory import api_tokens
from territory.models import FacilityAccount, HealthFacility, TokenScope
from tests.zones import account

# Of Puno's Azángaro, as in the files of the themes' tests.
CODE, OTHER_CODE = "00002941", "00002942"


def facility(code: str = CODE, **values: Any) -> HealthFacility:
    """A fact of the register, with a position unless ``geom`` says otherwise."""
    given: dict[str, Any] = {
        "name": f"HOSPITAL DE PRUEBA {code}",
        "category": "II-1",
        "declared_unit_id": "210201",
        "geom": Point(-70.2, -14.9, srid=4326),
        "commitments": [11, 12, 13],
        "source": "prueba",
        "cutoff_date": dt.date(2026, 1, 31),
    }
    return HealthFacility.objects.create(code=code, **given | values)


def reporter(name: str, code: str = CODE, *, is_demonstration: bool = False) -> User:
    """An account that acts for a facility."""
    user = account(name)
    FacilityAccount.objects.create(user=user, facility_code=code, is_demonstration=is_demonstration)
    return user


def key(user: User, code: str = CODE, **values: Any) -> api_tokens.NewToken:
    """A key of the account for the facility."""
    given: dict[str, Any] = {
        "name": "programa de prueba",
        "expires_at": timezone.now() + dt.timedelta(days=30),
        "by": user,
        "facility_code": code,
    }
    return api_tokens.make(user, TokenScope.REPORT_BEDS, **given | values)
