"""Peers: z-scores and distances as numpy has them, explained, and empty where they can't be had."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from territory.models import UgelArea
from territory.ugel.peers import VARIABLES, peers_of

CODES = ("140001", "140002", "140003", "200001", "210001")


def ugel(code: str, services: int, pupils: int | None, rural: float | None) -> UgelArea:
    return UgelArea(
        code=code, services=services, pupils=pupils, pupils_known=services, rural_percent=rural
    )


AREAS = [
    ugel("140001", 900, 90_000, 20.0),
    ugel("140002", 500, 20_000, 80.0),
    ugel("140003", 450, 21_000, 75.0),
    ugel("200001", 2_000, 300_000, 10.0),
    ugel("210001", 100, 2_000, 95.0),
]


def scores(areas: list[UgelArea]) -> Any:
    rows = [
        (np.log10(1 + a.services), np.log10(1 + (a.pupils or 0) / a.services), a.rural_percent)
        for a in areas
    ]
    table = np.array(rows, dtype=float)
    return (table - table.mean(axis=0)) / table.std(axis=0)


def test_distances_are_those_of_numpys_z_scores() -> None:
    """numpy.std is the population's; the Euclidean distance is numpy.linalg.norm."""
    found = peers_of("140002", AREAS)
    table = scores(AREAS)
    expected = {
        area.code: float(np.linalg.norm(table[1] - row))
        for area, row in zip(AREAS, table, strict=True)
        if area.code != "140002"
    }
    assert {peer.area.code: peer.distance for peer in found.peers} == pytest.approx(expected)
    assert [peer.area.code for peer in found.peers] == sorted(expected, key=expected.__getitem__)
    assert found.compared == 5


def test_each_distance_is_explained_by_its_variables() -> None:
    found = peers_of("140002", AREAS).peers[0]
    assert found.area.code == "140003"
    assert sum(side.contribution for side in found.sides) == pytest.approx(1)
    table = scores(AREAS)
    assert [side.own_score for side in found.sides] == pytest.approx(list(table[1]))
    assert [side.other_score for side in found.sides] == pytest.approx(list(table[2]))
    squares = (table[1] - table[2]) ** 2
    assert [s.contribution for s in found.sides] == pytest.approx(list(squares / squares.sum()))
    assert (found.sides[0].own, found.sides[0].other) == (500, 450)


def test_a_variable_that_most_lack_is_not_compared_and_said() -> None:
    found = peers_of("140001", AREAS)
    assert [scale.variable.name for scale in found.scales] == [v.name for v in VARIABLES[:3]]
    assert [variable.name for variable in found.left_out] == [
        "fad_percent",
        "eib_percent",
    ]


def test_a_variable_that_is_the_same_for_all_is_not_compared() -> None:
    areas = [ugel(code, 10, 100 * n, 50.0) for n, code in enumerate(CODES, start=1)]
    found = peers_of(CODES[0], areas)
    assert [scale.variable.name for scale in found.scales] == ["pupils_per_service"]


def test_who_lacks_a_variable_is_no_peer_and_has_none() -> None:
    areas = [*AREAS, ugel("220001", 480, None, 80.0)]
    found = peers_of("220001", areas)
    assert found.peers == ()
    assert [variable.name for variable in found.missing] == ["pupils_per_service"]
    assert "220001" not in {peer.area.code for peer in peers_of("140002", areas).peers}
    assert peers_of("140002", areas).compared == 5


def test_of_the_same_distance_the_lower_code_is_first() -> None:
    areas = [
        ugel("200002", 100, 5_000, 30.0),
        ugel("200001", 100, 5_000, 30.0),
        ugel("140001", 100, 5_000, 30.0),
        ugel("210001", 900, 90_000, 60.0),
    ]
    assert [p.area.code for p in peers_of("140001", areas).peers[:2]] == ["200001", "200002"]
    # Nothing differs: no variable contributes, and nothing is divided by zero.
    assert [s.contribution for s in peers_of("140001", areas).peers[0].sides] == [0.0, 0.0, 0.0]


def test_a_lone_ugel_has_no_peer() -> None:
    found = peers_of("140001", AREAS[:1])
    assert (found.peers, found.scales) == ((), ())


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(KeyError):
        peers_of("999999", AREAS)
