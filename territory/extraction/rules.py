"""How a canon is shared out by law, and what was recorded held against it, arithmetic and all.

The rules are rows (``CanonSplitRule``): without them there is no arithmetic. What was recorded
is never judged: which municipalities share in 10 %, 25 % or 40 % depends on where the resource was
extracted, which the ministry's file doesn't say.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from territory.extraction.received import Amount, Line, total
from territory.models.canon_rules import CanonSplitRule
from territory.models.resource_transfers import Recipient, TransferKind

_SHIPPED = Path(__file__).with_name("canon_rules.csv")
_WHOLE, _CENTIMO = Decimal(100), Decimal("0.01")
_LOCAL = (Recipient.DISTRICT, Recipient.PROVINCE)
_REGION = CanonSplitRule.Group.REGION


class Why(models.TextChoices):
    """Why nothing is worked out."""

    NO_RULE = "no_rule", _("no hay una regla de reparto cargada para ese recurso y año")
    NOT_WHOLE = "not_whole", _("las reglas cargadas no suman 100 %")
    UNTOLD = "untold", _("falta un monto: una parte no es el todo")
    ONE_SIDE = (
        "one_side",
        _("falta lo del gobierno regional o lo de las municipalidades: no se puede comparar"),
    )
    PARTIAL = "partial", _("los archivos publicados no cubren todo el departamento")


@dataclass(frozen=True)
class Part:
    """A rule, and what it makes of the recorded total."""

    rule: CanonSplitRule
    amount: Decimal | None


@dataclass(frozen=True)
class Split:
    """A kind's recorded total in a department and year, and the parts that the law makes of it.

    ``region`` and ``local`` are what was recorded, ``nation`` stands beside and is no part of the
    ``base``. ``lawful_region`` and ``lawful_local`` are the parts of the base; None with the
    reason ``why``.
    """

    kind: TransferKind
    year: int
    parts: tuple[Part, ...]
    region: Amount
    local: Amount
    nation: Amount
    why: Why | None

    @property
    def base(self) -> Decimal | None:
        return None if self.why else self.region.known + self.local.known

    @property
    def region_pct(self) -> Decimal:
        return sum((p.rule.share_pct for p in self.parts if p.rule.group == _REGION), Decimal(0))

    @property
    def lawful_region(self) -> Decimal | None:
        return _sum(part.amount for part in self.parts if part.rule.group == _REGION)

    @property
    def lawful_local(self) -> Decimal | None:
        return _sum(part.amount for part in self.parts if part.rule.group != _REGION)

    @property
    def recorded_region_pct(self) -> Decimal | None:
        """Which part of the base the regional government recorded, in percent."""
        if not self.base:
            return None
        return (self.region.known * _WHOLE / self.base).quantize(_CENTIMO, ROUND_HALF_UP)

    @property
    def difference(self) -> Decimal | None:
        """What the regional government recorded more (or less) than the rules make."""
        lawful = self.lawful_region
        return None if lawful is None else self.region.known - lawful


def splits(lines: Sequence[Line], year: int, *, is_partial: bool) -> list[Split]:
    """Of each kind that a department's governments received in a year; two statements at most."""
    of_year = [line for line in lines if line.year == year]
    kinds = [kind for kind in TransferKind if any(line.kind == kind for line in of_year)]
    rules = list(rules_in(year, kinds))
    return [
        _split(
            kind,
            year,
            [rule for rule in rules if rule.kind == kind],
            [line for line in of_year if line.kind == kind],
            is_partial=is_partial,
        )
        for kind in kinds
    ]


def rules_in(year: int, kinds: Iterable[TransferKind]) -> Any:
    """The rules in force in a year, the newest of each group."""
    in_force = CanonSplitRule.objects.filter(
        Q(last_year__isnull=True) | Q(last_year__gte=year), first_year__lte=year, kind__in=kinds
    )
    newest: dict[tuple[str, str], CanonSplitRule] = {}
    for rule in in_force.order_by("first_year", "pk"):
        newest[rule.kind, rule.group] = rule
    return sorted(newest.values(), key=lambda rule: (rule.kind, rule.pk))


def _split(
    kind: TransferKind,
    year: int,
    rules: Sequence[CanonSplitRule],
    lines: Sequence[Line],
    *,
    is_partial: bool,
) -> Split:
    region = total(lines, recipients=[Recipient.REGION])
    local = total(lines, recipients=_LOCAL)
    nation = total(lines, recipients=[Recipient.NATION])
    why = _why(rules, region, local, is_partial=is_partial)
    base = region.known + local.known
    parts = tuple(
        Part(rule, None if why else (base * rule.share_pct / _WHOLE).quantize(_CENTIMO))
        for rule in rules
    )
    return Split(kind, year, parts, region, local, nation, why)


def _why(
    rules: Sequence[CanonSplitRule], region: Amount, local: Amount, *, is_partial: bool
) -> Why | None:
    if not rules:
        return Why.NO_RULE
    if sum(rule.share_pct for rule in rules) != _WHOLE:
        return Why.NOT_WHOLE
    if is_partial:
        return Why.PARTIAL
    if region.untold or local.untold:
        return Why.UNTOLD
    if not (region.governments and local.governments):
        return Why.ONE_SIDE
    return None


def _sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    found = list(amounts)
    known = [amount for amount in found if amount is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(found) else None


def load_rules() -> None:
    """Make the shipped rules those of the file; what an operator added stays."""
    with _SHIPPED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    kept = []
    for row in rows:
        values: dict[str, Any] = {
            name: row[name] for name in ("text", "norm", "article", "source_url", "source_note")
        }
        values |= {"share_pct": Decimal(row["share_pct"]), "is_shipped": True}
        found, _made = CanonSplitRule.objects.update_or_create(
            kind=row["kind"],
            group=row["group"],
            first_year=int(row["first_year"]),
            defaults=values,
        )
        kept.append(found.pk)
    CanonSplitRule.objects.filter(is_shipped=True).exclude(pk__in=kept).delete()
