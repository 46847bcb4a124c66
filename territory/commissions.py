"""A commission as all that is published of it says: register, assistances, policies.

It is known by its kind and the unit that it serves, whichever file names it first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import QuerySet, Value
from django.db.models.functions import Concat

from territory.models import (
    AdminUnit,
    CommissionAssistance,
    CommissionKind,
    CommissionPolicy,
    EnvironmentalCommission,
    PolicyStage,
)
from territory.models.environment import fits_level
from territory.published import published_rows

Key = tuple[str, str]

_MODELS = (EnvironmentalCommission, CommissionAssistance, CommissionPolicy)


@dataclass(frozen=True)
class StagedPolicy:
    """A policy with its row of each stage, in the stages' order; None where nothing says it."""

    name: str
    stages: tuple[tuple[PolicyStage, CommissionPolicy | None], ...]

    @property
    def rows(self) -> tuple[CommissionPolicy, ...]:
        """The stages that it is known to have reached."""
        return tuple(row for _stage, row in self.stages if row)


@dataclass(frozen=True)
class Commission:
    """What is published of a commission; ``register`` is None where only other files name it.

    ``assistances`` are the latest first. Of each table they are facts or, while it has none,
    samples: so one commission may show a fact of the register beside samples of assistances.
    """

    kind: CommissionKind
    unit: AdminUnit
    register: EnvironmentalCommission | None
    assistances: tuple[CommissionAssistance, ...] = ()
    policies: tuple[StagedPolicy, ...] = ()

    @property
    def key(self) -> Key:
        """Kind and ubigeo."""
        return self.kind.value, self.unit.pk

    @property
    def improvements(self) -> tuple[CommissionAssistance, ...]:
        """The assistances of which an improvement is known."""
        return tuple(row for row in self.assistances if row.improvement)

    @property
    def has_samples(self) -> bool:
        """Whether anything of it is an example."""
        rows = (self.register, *self.assistances, *(r for p in self.policies for r in p.rows))
        return any(row is not None and row.is_sample for row in rows)

    @property
    def sectors(self) -> list[str]:
        """The sectors that sit in it; none where nothing says them."""
        named = self.register.member_sectors if self.register else None
        return named.split("; ") if named else []

    @property
    def is_contradicted(self) -> bool:
        """Whether the register denies the assistance that the list has; facts only."""
        return (
            self.register is not None
            and self.register.assisted is False
            and any(row.is_sample == self.register.is_sample for row in self.assistances)
        )


def keys(kind: str = "") -> QuerySet[Any]:
    """Kind and ubigeo of all commissions that some published row names, the regional first."""
    first, *others = (
        published_rows(model)
        .filter(**({"kind": kind} if kind else {}))
        .values_list("kind", "declared_unit_id")
        for model in _MODELS
    )
    named: QuerySet[Any] = first.union(*others).order_by("-kind", "declared_unit_id")
    return named


def commission(kind: str, ubigeo: str) -> Commission | None:
    """The commission; None where nothing that is published names it. Four queries."""
    unit = AdminUnit.objects.filter(pk=ubigeo).first()
    if unit is None or kind not in CommissionKind.values or not fits_level(kind, ubigeo):
        return None
    (found,) = _assembled([(kind, ubigeo)], {ubigeo: unit})
    return found if found.register or found.assistances or found.policies else None


def commissions(asked: Iterable[Key]) -> list[Commission]:
    """The commissions of a list's page, in its order. Four queries, whatever their number."""
    listed = list(asked)
    units = AdminUnit.objects.defer("geom").in_bulk([ubigeo for _kind, ubigeo in listed])
    return list(_assembled(listed, units))


def _assembled(listed: list[Key], units: dict[str, AdminUnit]) -> Iterator[Commission]:
    codes = [f"{kind}{ubigeo}" for kind, ubigeo in listed]
    register = {_key(row): row for row in _of(EnvironmentalCommission, codes)}
    assistances = _by_key(_of(CommissionAssistance, codes).order_by("-assisted_on", "topic"))
    policies = _by_key(_of(CommissionPolicy, codes).order_by("name"))
    for kind, ubigeo in listed:
        key = (kind, ubigeo)
        yield Commission(
            CommissionKind(kind),
            units[ubigeo],
            register.get(key),
            tuple(assistances.get(key, ())),
            tuple(_staged(policies.get(key, []))),
        )


def _of(model: Any, codes: list[str]) -> QuerySet[Any]:
    """The published rows of these commissions, by kind and ubigeo in one."""
    named: QuerySet[Any] = published_rows(model).annotate(
        commission_code=Concat("kind", Value(""), "declared_unit_id")
    )
    return named.filter(commission_code__in=codes)


def _key(row: Any) -> Key:
    return row.kind, row.declared_unit_id


def _by_key(rows: Iterable[Any]) -> dict[Key, list[Any]]:
    found: dict[Key, list[Any]] = {}
    for row in rows:
        found.setdefault(_key(row), []).append(row)
    return found


def _staged(rows: list[CommissionPolicy]) -> Iterator[StagedPolicy]:
    for name, group in groupby(rows, key=lambda row: row.name):
        reached = {row.stage: row for row in group}
        yield StagedPolicy(name, tuple((stage, reached.get(stage)) for stage in PolicyStage))
