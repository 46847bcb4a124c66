"""Every theme of ``THEMES`` has every part, or says why it doesn't apply.

This is the list of what "Add a layer" demands: a theme is held to it by being in the tuple.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from django.apps import apps
from django.test import Client

import layers.themes
from layers import registry
from layers.loading.sources import SOURCES
from layers.themes import THEMES
from layers.themes.theme import Part, Theme
from territory.models import Commitment
from territory.models.counts import CountRecord
from territory.models.placed import PlacedRecord
from tests.frontend.reading import text_of
from tests.layers.themes.contract.asked import Asked
from tests.layers.themes.contract.checks import CHECKS

pytestmark = pytest.mark.django_db

EACH = [pytest.param(theme, part, id=f"{theme.name}-{part}") for theme in THEMES for part in Part]
ROOMS = Path(str(layers.themes.__file__)).parent


@pytest.mark.parametrize(("theme", "part"), EACH)
def test_the_theme_has_the_part_or_says_why_not(theme: Theme, part: Part, client: Client) -> None:
    check = CHECKS[part]
    if theme.has(part):
        check(Asked(theme, client))
        return
    assert len(theme.without[part].split()) >= 5, "a reason, in a sentence"
    # What is declared absent and is there after all is declared wrongly.
    with pytest.raises(AssertionError):
        check(Asked(theme, client))


def test_there_is_a_check_for_every_part() -> None:
    assert set(CHECKS) == set(Part)


def test_every_room_is_in_the_tuple() -> None:
    rooms = {path.parent.name for path in ROOMS.glob("*/__init__.py")}
    assert rooms == {theme.name for theme in THEMES}
    assert len({theme.name for theme in THEMES}) == len(THEMES)


def test_every_room_has_its_tests() -> None:
    tests = Path(__file__).parent.parent
    for theme in THEMES:
        assert list((tests / theme.name).glob("test_*.py")), f"no tests of {theme.name}"


def test_every_kind_of_row_belongs_to_one_theme() -> None:
    kinds = [model for theme in THEMES for model in (*theme.records, *theme.counts, *theme.history)]
    concrete = {
        model for model in apps.get_models() if issubclass(model, PlacedRecord | CountRecord)
    }
    assert len(kinds) == len(set(kinds))
    assert set(kinds) == {model for model in concrete if model._meta.app_label == "territory"}


def test_layers_and_sources_are_those_of_the_themes() -> None:
    own = [layer for theme in THEMES for layer in theme.layers]
    assert len({layer.name for layer in own}) == len(own)
    assert set(own) <= set(registry.LAYERS)
    sources = [source for theme in THEMES for source in theme.sources]
    assert tuple(sources) == SOURCES
    for theme in THEMES:
        for layer in theme.layers:
            assert set(layer.commitments) == set(theme.commitments) or len(theme.layers) > 1


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_it_says_which_part_of_each_promise_it_serves(theme: Theme, client: Client) -> None:
    """In the plan's own words: data on a promise are not what it promises."""
    for number, serves in theme.serves.items():
        commitment = Commitment.objects.get(number=number)
        assert serves.promise in f"{commitment.title} {commitment.text}"
        assert len(serves.shows.split()) >= 4
        page = text_of(client, f"/compromisos/{number}/")
        assert serves.shows in page
        assert f"«{serves.promise}»" in page
        assert serves.shows in text_of(client, "/compromisos/")
        found = client.get(f"/api/v1/commitments/{number}/").json()["serves"]
        assert {
            "layers": [layer.name for layer in theme.layers],
            "promise": serves.promise,
            "shows": serves.shows,
            "lacks": serves.lacks or None,
        } in found
