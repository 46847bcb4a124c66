"""Rows with texts of one's own, for tests of what encoders do to text."""

from __future__ import annotations

from layers import versions
from territory.models import AdminUnit, EnvironmentalCommission


def add_commissions(texts: dict[str, str]) -> dict[str, EnvironmentalCommission]:
    """One sample commission for each text, which is its name and its norm, by label."""
    units = AdminUnit.objects.filter(pk__startswith="1505").order_by("pk")
    units = units.filter(level=AdminUnit.Level.DISTRICT)[: len(texts)]
    rows = [
        EnvironmentalCommission(
            kind=EnvironmentalCommission.Kind.CAM,
            declared_unit=unit,
            name=text,
            created_by=text,
            commitments=[3, 14],
            source="prueba",
            cutoff_date="2017-06-30",
            is_sample=True,
        )
        for text, unit in zip(texts.values(), units, strict=True)
    ]
    EnvironmentalCommission.objects.bulk_create(rows)
    versions.bump("environmental_commissions")
    return dict(zip(texts, rows, strict=True))


def remove_commissions(rows: dict[str, EnvironmentalCommission]) -> None:
    """Undo ``add_commissions`` in a committed database."""
    keys = [row.pk for row in rows.values()]
    EnvironmentalCommission.objects.filter(pk__in=keys).delete()
    versions.bump("environmental_commissions")
