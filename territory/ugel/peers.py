"""Which UGEL resemble one another, and why: distances between standardised variables.

The rules, which the pages and ``docs/importar-ugel.md`` explain to people. A variable is compared
where at least half of the UGEL have it and it isn't the same for all. Sizes go by their logarithm,
since a few UGEL are many times as large as the rest. Each is standardised over the UGEL of which
all compared variables are known: the mean taken away, divided by the standard deviation (of the
population, not of a sample). The distance is Euclid's; a variable's contribution is its part of
the squared distance.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, pstdev

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from territory.models import UgelArea

# Raised with what is compared or how; ``docs/importar-ugel.md`` says what each version was.
VERSION = 2
MOST_PEERS = 5
# Of the UGEL that have a variable; below, it would leave most without peers.
LEAST_KNOWN = 0.5


@dataclass(frozen=True)
class Variable:
    """What UGEL are compared by; ``value`` is None where it isn't known.

    ``by_logarithm``: a size, compared as log10(1 + value).
    """

    name: str
    title: str | Promise
    value: Callable[[UgelArea], float | None]
    unit: str | Promise = ""
    by_logarithm: bool = False


def _services(area: UgelArea) -> float | None:
    return float(area.services)


def _pupils_per_service(area: UgelArea) -> float | None:
    if area.pupils is None or not area.pupils_known:
        return None
    return float(area.pupils) / float(area.pupils_known)


def _rural(area: UgelArea) -> float | None:
    return None if area.rural_percent is None else float(area.rural_percent)


def fad_percent(area: UgelArea) -> float | None:
    """Of a UGEL's services those of a form of diversified attention, in %; None: not known."""
    counts = (area.crfa_services, area.sre_services, area.st_services)
    if any(count is None for count in counts):
        return None
    return float(100 * sum(count or 0 for count in counts) / area.services)


def _eib(area: UgelArea) -> float | None:
    return None if area.eib_percent is None else float(area.eib_percent)


VARIABLES: tuple[Variable, ...] = (
    Variable("services", _("servicios educativos"), _services, by_logarithm=True),
    Variable(
        "pupils_per_service",
        _("estudiantes por servicio"),
        _pupils_per_service,
        by_logarithm=True,
    ),
    Variable("rural_percent", _("servicios rurales"), _rural, "%"),
    Variable("fad_percent", _("servicios con forma de atención diversificada"), fad_percent, "%"),
    Variable("eib_percent", _("servicios de educación intercultural bilingüe (EIB)"), _eib, "%"),
)


@dataclass(frozen=True)
class Scale:
    """How a variable is standardised: ``mean`` and ``deviation`` are of what is compared."""

    variable: Variable
    mean: float
    deviation: float

    def standardised(self, value: float) -> float:
        """How many deviations it is from the mean."""
        return (_compared(self.variable, value) - self.mean) / self.deviation


@dataclass(frozen=True)
class Side:
    """A variable of a UGEL and of its peer.

    ``own`` and ``other`` are values as they are, ``*_score`` standardised; ``contribution`` is
    the part of the squared distance, from 0 to 1.
    """

    variable: Variable
    own: float
    other: float
    own_score: float
    other_score: float
    contribution: float


@dataclass(frozen=True)
class Peer:
    """A UGEL by its distance from another, with what the distance is made of."""

    area: UgelArea
    distance: float
    sides: tuple[Side, ...]


@dataclass(frozen=True)
class Peers:
    """The most alike first. ``missing`` are variables that the UGEL itself lacks: it has no peers.

    ``scales`` are the variables that were compared, over ``compared`` UGEL; ``left_out`` those
    that weren't, being known of too few or the same for all.
    """

    peers: tuple[Peer, ...]
    scales: tuple[Scale, ...]
    compared: int
    left_out: tuple[Variable, ...] = ()
    missing: tuple[Variable, ...] = ()


def _compared(variable: Variable, value: float) -> float:
    return math.log10(1 + value) if variable.by_logarithm else value


def peers_of(
    code: str,
    areas: Sequence[UgelArea],
    variables: Sequence[Variable] = VARIABLES,
    most: int = MOST_PEERS,
) -> Peers:
    """The peers of the UGEL with that code among ``areas``; raises KeyError where it isn't there.

    Of the same distance the lower code is first.
    """
    values = {area.code: {v.name: v.value(area) for v in variables} for area in areas}
    own = values[code]
    chosen = [v for v in variables if _is_known(v, values)]
    whole = [area for area in areas if all(values[area.code][v.name] is not None for v in chosen)]
    scales = tuple(scale for v in chosen if (scale := _scale(v, whole, values)))
    compared = [scale.variable for scale in scales]
    left_out = tuple(v for v in variables if v not in compared)
    missing = tuple(v for v in chosen if own[v.name] is None)
    if missing or not scales:
        return Peers((), scales, len(whole), left_out, missing)
    found = [_peer(area, own, values[area.code], scales) for area in whole if area.code != code]
    found.sort(key=lambda peer: (round(peer.distance, 12), peer.area.code))
    return Peers(tuple(found[:most]), scales, len(whole), left_out)


def _is_known(variable: Variable, values: Mapping[str, Mapping[str, float | None]]) -> bool:
    known = sum(row[variable.name] is not None for row in values.values())
    return bool(values) and known >= LEAST_KNOWN * len(values)


def _scale(
    variable: Variable,
    areas: Sequence[UgelArea],
    values: Mapping[str, Mapping[str, float | None]],
) -> Scale | None:
    """None where the variable is the same for all."""
    found = [
        _compared(variable, value)
        for area in areas
        if (value := values[area.code][variable.name]) is not None
    ]
    deviation = pstdev(found) if len(found) > 1 else 0.0
    return Scale(variable, fmean(found), deviation) if deviation > 1e-12 else None


def _peer(
    area: UgelArea,
    own: Mapping[str, float | None],
    other: Mapping[str, float | None],
    scales: Sequence[Scale],
) -> Peer:
    """Both have a value of every variable that is compared."""
    squares, found = [], []
    for scale in scales:
        left, right = own[scale.variable.name], other[scale.variable.name]
        assert left is not None
        assert right is not None
        left_score, right_score = scale.standardised(left), scale.standardised(right)
        squares.append((left_score - right_score) ** 2)
        found.append((scale.variable, left, right, left_score, right_score))
    total = sum(squares)
    sides = tuple(
        Side(*values, square / total if total else 0.0)
        for values, square in zip(found, squares, strict=True)
    )
    return Peer(area, math.sqrt(total), sides)
