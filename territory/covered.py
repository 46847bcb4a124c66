"""What the published facts of each table cover, asked once for all tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from territory.coverage import Covers, is_complete, merged, within
from territory.models import AdminUnit, PublishedPart
from territory.models.placed import PublishedRecord


@dataclass(frozen=True)
class CoveredUnit:
    """A unit that published files cover."""

    ubigeo: str
    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Coverage:
    """Label of a model → what the files in its table cover together; ubigeo → name of all units.

    A table without files isn't in it: its facts were written by hand, one by one, and nothing
    says what they cover, so they are never all there is of a unit.
    """

    covers: Mapping[str, Covers]
    names: Mapping[str, str]

    def partial(self, model: type[PublishedRecord], unit: str) -> tuple[CoveredUnit, ...] | None:
        """The parts of a unit (or of the country) that are covered; None where it is whole.

        Empty where nothing is, or nothing says what is.
        """
        covers = self.covers.get(model._meta.label_lower, ())
        if is_complete(unit, covers, self.names):
            return None
        return self.covered(model, unit)

    def covered(self, model: type[PublishedRecord], unit: str) -> tuple[CoveredUnit, ...]:
        """What is covered of a unit (or of the country): the unit itself, or parts of it."""
        covers = self.covers.get(model._meta.label_lower, ())
        found = within(unit, covers)
        return tuple(CoveredUnit(code, self.names[code]) for code in found)


def published_coverage() -> Coverage:
    """What is covered now; one query, and a second where files are published."""
    found: dict[str, set[str]] = {}
    for part in PublishedPart.objects.all():
        for label in part.records:
            found.setdefault(label, set()).update(part.covers)
    if not found:
        return Coverage({}, {})
    names = dict(AdminUnit.objects.filter(valid_to__isnull=True).values_list("pk", "name"))
    return Coverage({label: merged(covers, names) for label, covers in found.items()}, names)
