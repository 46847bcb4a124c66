"""A theme from which any part is left out fails the contract: tried with each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client

from layers.models import LoadedFile
from layers.themes import THEMES
from layers.themes.theme import Part, Serves, Theme
from tests.layers.themes.contract.asked import Asked
from tests.layers.themes.contract.checks import CHECKS

pytestmark = pytest.mark.django_db

THEME = next(theme for theme in THEMES if theme.name == "rural_schools")


def _layer_not_in_registry(theme: Theme) -> Theme:
    return replace(theme, layers=tuple(replace(layer, name="left_out") for layer in theme.layers))


def _other_commitment(theme: Theme) -> Theme:
    return replace(theme, serves={18: Serves("", "")})


class _Unmeasured:
    """The same rows, of which nothing is counted."""

    _default_manager = THEME.records[0]._default_manager
    measures = ()


LEFT_OUT: dict[Part, Callable[[Theme], Theme]] = {
    Part.IMPORT: lambda theme: replace(theme, sources=()),
    Part.SAMPLE: lambda theme: replace(theme, name="no_such_room"),
    Part.MAP: _layer_not_in_registry,
    Part.FEATURES: _layer_not_in_registry,
    Part.TILE: _layer_not_in_registry,
    Part.API: _layer_not_in_registry,
    Part.DOWNLOAD: _layer_not_in_registry,
    Part.PROVENANCE: _layer_not_in_registry,
    Part.PERMISSION: _layer_not_in_registry,
    Part.COMMITMENT_PAGE: _other_commitment,
    Part.UNIT_PAGE: lambda theme: replace(theme, records=()),
    Part.FIGURE: lambda theme: replace(theme, records=(_Unmeasured,)),  # type: ignore[arg-type]
    Part.SEARCH: lambda theme: replace(theme, records=()),
    Part.ADMINISTRATION: lambda theme: replace(theme, records=(LoadedFile,)),  # type: ignore[arg-type]
    Part.GUIDE: lambda theme: replace(theme, guide="importar-nada.md"),
}


@pytest.mark.parametrize("part", Part)
def test_a_part_left_out_fails(part: Part, client: Client) -> None:
    CHECKS[part](Asked(THEME, client))
    with pytest.raises(AssertionError):
        CHECKS[part](Asked(LEFT_OUT[part](THEME), client))


def test_leaving_out_is_tried_with_every_part() -> None:
    assert set(LEFT_OUT) == set(Part)
