"""The units that published files cover, on the wire."""

from __future__ import annotations

from collections.abc import Iterable

from rest_framework import serializers

from territory.covered import CoveredUnit


class CoveredUnitSerializer(serializers.Serializer[CoveredUnit]):
    """A unit that published files cover."""

    ubigeo = serializers.CharField()
    name = serializers.CharField()


def covers_text(covers: Iterable[CoveredUnit]) -> str:
    """``"Moquegua (18), Tumbes (24)"``: the units in one cell of a table."""
    return ", ".join(f"{unit.name} ({unit.ubigeo})" for unit in covers)
