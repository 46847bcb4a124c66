"""Samples show what the system does, as what they are.

For every source, whatever theme comes: figures of samples are marked and have no target; beside
facts they change nothing. Where they are not loaded: ``test_without_samples``.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.cache import cache
from django.db.models import URLField
from django.test import Client
from lxml import html

from layers import versions
from layers.loading import importing
from layers.loading.sources import SOURCES
from layers.source import Source
from layers.themes import placed_records
from territory.figures import figures_for_unit
from territory.models import AdminUnit
from territory.models.placed import PlacedRecord
from territory.queries import commitments_for_unit
from tests.figures import tables_of

pytestmark = pytest.mark.django_db


def placed_models(source: Source) -> list[type[PlacedRecord]]:
    return [table.model for table in source.tables if table.model in placed_records()]


def samples_of(source: Source) -> list[PlacedRecord]:
    return [
        row
        for model in placed_models(source)
        for row in model._default_manager.filter(is_sample=True).defer("declared_unit")
    ]


def places_of(rows: list[PlacedRecord]) -> list[str]:
    """The declared units, and those above them."""
    codes = {row.declared_unit_id or "" for row in rows}
    return sorted({code[:end] for code in codes for end in range(2, len(code) + 1, 2)})


def all_that_is_counted(client: Client, units: list[str], commitments: set[int]) -> Any:
    """Every figure, count, ranking and comparison of those units and commitments."""
    counted: dict[str, Any] = {}
    models = placed_records()
    for unit in AdminUnit.objects.filter(pk__in=units).defer("geom").order_by("pk"):
        counted[f"figures {unit.pk}"] = figures_for_unit(unit, models)
        counted[f"rows {unit.pk}"] = [
            (item.commitment.number, item.rows) for item in commitments_for_unit(unit, models)
        ]
        summary = client.get(f"/api/v1/units/{unit.pk}/summary/")
        counted[f"summary {unit.pk}"] = json.loads(summary.content)
        counted[f"page {unit.pk}"] = figures_shown(client, f"/t/{unit.pk}/")
    for number in sorted(commitments):
        counted[f"tables {number}"] = tables_of(number)
        counted[f"page of {number}"] = figures_shown(client, f"/compromisos/{number}/")
    return counted


def figures_shown(client: Client, address: str) -> list[str]:
    """The texts of a page's figures and of its tables of figures."""
    response = client.get(address)
    assert response.status_code == 200
    page: Any = html.fromstring(response.content)
    found = page.xpath(
        "//dl[contains(@class, 'facts-inline')] | //table[contains(@class, 'figure-table')]"
    )
    return [" ".join(element.text_content().split()) for element in found]


COUNTED = [source for source in SOURCES if placed_models(source)]


@pytest.fixture(params=COUNTED, ids=lambda source: source.name)
def source(request: pytest.FixtureRequest) -> Source:
    """Each source whose rows may be counted."""
    found: Source = request.param
    return found


def test_every_kind_of_row_that_is_counted_comes_by_a_source() -> None:
    """By a table of its own, or derived from a source's rows alone."""
    own = {model for source in COUNTED for model in placed_models(source)}
    derived = {model for source in SOURCES for model in source.derives}
    assert own | derived == set(placed_records())
    assert not own & derived


def test_a_theme_of_samples_only_has_figures_marked_as_such(client: Client, source: Source) -> None:
    rows = samples_of(source)
    assert rows, "a source without samples"
    for unit in AdminUnit.objects.filter(pk__in=places_of(rows)).defer("geom"):
        groups = figures_for_unit(unit, placed_models(source)).values()
        figures = [figure for group in groups for figure in group]
        assert all(figure.is_sample and not figure.target for figure in figures)
    for number in {number for row in rows for number in row.commitments}:
        tables = tables_of(number)
        assert tables
        assert all(table.is_sample for table in tables)
        figures = [figure for table in tables for figure in table.total]
        assert all(figure.is_sample and not figure.target for figure in figures)
        shown = figures_shown(client, f"/compromisos/{number}/")
        assert len(shown) >= 2 * len(tables)
        assert all(text.startswith("EJEMPLO · ") for text in shown)


def addresses_of(model: type[PlacedRecord]) -> list[str]:
    return [field.name for field in model._meta.fields if isinstance(field, URLField)]


@pytest.mark.slow
def test_beside_facts_samples_change_nothing_that_is_counted(
    client: Client, source: Source
) -> None:
    rows = samples_of(source)
    commitments = {number for row in rows for number in row.commitments}
    # Asked of the units of a fact and of a sample, of each kind, however many samples there are.
    asked: list[PlacedRecord] = []
    # One that declares a unit, of each kind, becomes a fact; the others stay samples beside it.
    for table in source.tables:
        model = table.model
        if model not in placed_records():
            continue
        samples = model._default_manager.filter(is_sample=True, declared_unit__isnull=False)
        fact, other = samples.first(), samples.last()
        assert fact is not None
        assert other is not None
        asked += [fact, other]
        # What a fact has to have, and a sample need not: the addresses of what it says.
        addresses = dict.fromkeys(addresses_of(model), "https://example.org/1")
        model._default_manager.filter(pk=fact.pk).update(
            is_sample=False, source="Oficio 1", **addresses
        )
        # What is a row of a part is one of the whole too.
        wholes = [other.model for other in source.tables if other.name == table.part_of]
        for whole in wholes:
            same = {name: getattr(fact, name) for name in table.key}
            made = whole._default_manager.filter(**same).update(is_sample=False, source="Oficio 1")
            assert made == 1
    units = places_of(asked)
    # What it took from samples of another file goes, as when it is published.
    source.refresh_derived()
    versions.bump(*source.layers)
    before = all_that_is_counted(client, units, commitments)
    tables = [table for number in commitments for table in before[f"tables {number}"]]
    assert any(not table.is_sample for table in tables)
    assert importing.remove_samples(source) > 0
    cache.clear()
    assert all_that_is_counted(client, units, commitments) == before


def test_samples_are_marked_where_rows_are_listed(client: Client, source: Source) -> None:
    for number in {number for row in samples_of(source) for number in row.commitments}:
        page: Any = html.fromstring(client.get(f"/compromisos/{number}/").content)
        named = page.xpath("//tr[th[contains(., 'DE EJEMPLO')]]")
        assert named
        assert all(row.xpath("th/strong[normalize-space()='EJEMPLO']") for row in named)
