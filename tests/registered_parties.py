"""The parties of ``tests.accreditation``, made known to the site."""

from __future__ import annotations

from typing import Any

from territory.models import AccreditationKey
from tests.accreditation import Exchange, Party, b64, now


def register(party: Party, **values: Any) -> AccreditationKey:
    """A party's key, good since an hour ago."""
    is_facility = len(party.code) == 8
    given = {
        "kind": "facility" if is_facility else "insurer",
        "code": party.code,
        "name": "HOSPITAL" if is_facility else "SIS DE PRUEBA",
        "insurer_kind": None if is_facility else "public",
        "public_key": b64(party.raw),
        "valid_from": now(-3600),
    }
    return AccreditationKey.objects.create(**given | values)


def registered(facility: str = "00002941", insurer: str = "10001") -> Exchange:
    """A facility and an insurer with a key each, about to exchange a query."""
    parties = Party(facility), Party(insurer)
    for party in parties:
        register(party)
    return Exchange(*parties)
