"""What OGP's record says of a commitment: each value with its address and the days read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from territory.models import Commitment, OgpReading, OgpValue

# The IRM's words in Spanish; the page shows both.
IN_SPANISH: dict[str, str | Promise] = {
    "None": _("ninguno"),
    "Minor": _("menor"),
    "Moderate": _("moderado"),
    "Transformative": _("transformador"),
    "Low": _("bajo"),
    "Medium": _("medio"),
    "High": _("alto"),
    "Unclear": _("poco claro"),
    "Modest": _("modesto"),
    "Substantial": _("sustancial"),
    "Not Started": _("no iniciado"),
    "Limited": _("limitado"),
    "Complete": _("completo"),
    "Completed": _("completo"),
    "No Evidence Available": _("sin evidencia disponible"),
    "Withdrawn": _("retirado"),
    "Worsened": _("empeoró"),
    "Did Not Change": _("no cambió"),
    "Marginal": _("marginal"),
    "Major": _("importante"),
    "Outstanding": _("excepcional"),
    "Yes": _("sí"),
    "No": _("no"),
    "Pending IRM Review": _("pendiente de revisión del IRM"),
    "No IRM Data": _("sin datos del IRM"),
}
_FIELDS = (
    "lead_institution",
    "support_institutions",
    "values",
    "ambition",
    "completion",
    "early_results",
    "starred",
    "reports",
)


@dataclass(frozen=True)
class Said:
    """One value of a field: the page's words, in Spanish where they are of a scale, and since when.

    ``text`` is empty where the page had no value. ``first`` and ``last`` are the days of the first
    and the last reading that had it; ``is_latest`` where the last reading of all has it.
    """

    text: str
    in_spanish: str | Promise
    source_url: str
    first: dt.date
    last: dt.date
    is_latest: bool


@dataclass(frozen=True)
class RecordField:
    """A field of the record with what each reading said; more than one where they differ."""

    name: str
    title: str | Promise
    said: tuple[Said, ...]

    @property
    def differs(self) -> bool:
        return len(self.said) > 1


def ogp_record(commitment: Commitment) -> list[RecordField]:
    """The fields of OGP's record of a commitment, empty where no reading was loaded; one query."""
    readings = list(OgpReading.objects.filter(commitment=commitment).order_by("read_on", "id"))
    if not readings:
        return []
    return [RecordField(name, title_of(name), _said(readings, name)) for name in _FIELDS]


def title_of(name: str) -> str | Promise:
    """The title of one of a reading's fields."""
    field: Any = OgpReading._meta.get_field(name)
    title: str | Promise = field.verbose_name
    return title


def _said(readings: Iterable[OgpReading], name: str) -> tuple[Said, ...]:
    """The distinct values, the latest first."""
    days: dict[tuple[str, str], list[dt.date]] = {}
    latest = ("", "")
    for reading in readings:
        latest = (_text(getattr(reading, name), name), reading.source_url)
        days.setdefault(latest, []).append(reading.read_on)
    found = [
        Said(text, IN_SPANISH.get(text, ""), url, read[0], read[-1], (text, url) == latest)
        for (text, url), read in days.items()
    ]
    return tuple(sorted(found, key=lambda said: (said.is_latest, said.last), reverse=True))


def _text(value: str | list[str] | None, name: str) -> str:
    if isinstance(value, list):
        shown = (str(OgpValue(item).label) for item in value) if name == "values" else value
        return "; ".join(shown)
    return value or ""
