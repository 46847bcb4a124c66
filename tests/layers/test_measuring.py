"""What layers' rows amount to, asked together, is what each says by itself."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.gis.db.models import Extent
from django.db import connection
from django.db.models import Count, Max, Min
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from layers import registry
from layers.layer import Layer
from layers.measuring import Measured, measure
from territory.models import CrimeCount, EnvironmentalCommission, KeptAnswer
from tests.situations import affected
from tests.zones import planner, stored

pytestmark = pytest.mark.django_db

USER = AnonymousUser()


def test_the_same_queries_for_any_number_of_layers(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    layers = registry.written(USER)
    KeptAnswer.objects.all().delete()
    # What is kept is looked up, counted within a savepoint and kept; what never is, is counted.
    with django_assert_num_queries(5):
        found = measure(layers, USER)
    assert set(found) == {layer.name for layer in layers}
    with django_assert_num_queries(2):
        assert measure(layers, USER) == found
    with django_assert_num_queries(0):
        assert measure([], USER) == {}


def test_it_is_what_django_s_own_aggregates_say() -> None:
    stored(planner("ana"), "approved")
    affected("13")
    layers = registry.written(USER)
    measured = measure(layers, USER)
    for layer in layers:
        found = measured[layer.name]
        rows = layer.rows(USER).order_by()
        assert (found.rows, found.extent) == tuple(
            rows.aggregate(rows=Count("pk"), extent=Extent(layer.geom)).values()
        )
        if layer.cutoff_path:
            assert found.cutoff_date == rows.aggregate(last=Max(layer.cutoff_path))["last"]
        if layer.time_field and not layer.time_end_field:
            path = layer.field(layer.time_field).path
            ends = rows.aggregate(first=Min(path), last=Max(path))
            assert (found.first, found.last) == (ends["first"], ends["last"])
        if layer.source_path:
            sources = rows.exclude(**{layer.source_path: None}).values_list(layer.source_path)
            assert set(found.sources) == {source for (source,) in sources if source}


def test_rows_that_change_are_measured_anew() -> None:
    layer = registry.get("environmental_commissions", USER)
    before = measure([layer], USER)[layer.name]
    assert before.rows == before.samples > 1
    EnvironmentalCommission.objects.filter(pk=min(layer.rows(USER).values_list("pk"))[0]).delete()
    assert measure([layer], USER)[layer.name].rows == before.rows - 1
    EnvironmentalCommission.objects.all().delete()
    assert measure([layer], USER)[layer.name] == Measured()


def test_another_process_finds_what_was_counted(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    """Of a national table too: not to be counted is what a process can begin with."""
    layers = [registry.get(name, USER) for name in ("crime_counts", "environmental_measurements")]
    KeptAnswer.objects.all().delete()
    counted = measure(layers, USER)
    with django_assert_num_queries(1), CaptureQueriesContext(connection) as asked:
        assert measure(layers, USER) == counted
    assert "territory_crimecount" not in asked.captured_queries[0]["sql"]
    CrimeCount.objects.filter(pk=min(layers[0].rows(USER).values_list("pk"))[0]).delete()
    fewer = measure(layers, USER)
    assert fewer["crime_counts"].rows == counted["crime_counts"].rows - 1
    assert fewer["environmental_measurements"] == counted["environmental_measurements"]


def test_another_layer_of_the_name_is_asked_by_itself() -> None:
    layer = registry.get("departments", USER)
    assert measure([layer], USER)["departments"].rows == 25
    two: Layer = replace(layer, rows=lambda user: layer.rows(user).filter(pk__in=["13", "15"]))
    assert measure([two], USER)["departments"].rows == 2
    none: Layer = replace(layer, rows=lambda user: layer.rows(user).none())
    assert measure([none], USER) == {"departments": Measured()}
    assert measure([layer], USER)["departments"].rows == 25


def test_whose_rows_differ_is_asked_for_each() -> None:
    """What is written once a process is never another user's."""
    ana, eva = planner("ana"), planner("eva")
    stored(ana, "draft")
    zones = registry.get("intervention_zones", USER)
    found = [measure([zones], user)[zones.name].rows for user in (USER, ana, eva, ana, USER)]
    assert found == [0, 1, 0, 1, 0]
