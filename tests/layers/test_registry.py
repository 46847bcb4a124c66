from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import shapely
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from pytest_django import DjangoAssertNumQueries

from layers import registry, versions
from layers.errors import LayerNotFound, UnknownField
from layers.layer_info import LayerInfo
from territory.models import AdminUnit, EnvironmentalCommission, KeptAnswer
from tests.contributions import moderator, published, sent
from tests.situations import affected
from tests.zones import planner, stored

pytestmark = pytest.mark.django_db

USER = AnonymousUser()


def info(name: str) -> LayerInfo:
    return registry.describe(registry.get(name, USER), USER)


def test_the_layers_and_what_they_hold() -> None:
    held = {layer.name: found.number_of_features for layer, found in registry.describe_all(USER)}
    for layer in registry.published(USER):
        if layer.sample_path:  # a theme: on a fresh machine, its samples
            assert held.pop(layer.name) == layer.rows(USER).count()
    assert held == {
        "departments": 25,
        "provinces": 196,
        "districts": 1891,
        "district_capitals": 1890,
        "commitment_territories": 20,
        "affected_regions": 0,
        "contributions": 0,
    }


def test_every_path_of_every_layer_leads_somewhere() -> None:
    stored(planner("ana"), "approved")
    affected("13")
    published(moderator(), sent())
    for layer in registry.published(USER):
        row = layer.rows(USER).values(
            *(field.path for field in layer.fields), layer.key, layer.geom
        )[:1]
        assert len(row) == 1
        assert layer.title_field in layer.field_names
        assert layer.style.fields() <= set(layer.field_names)
        assert layer.time_field is None or layer.time_field in layer.field_names


def test_a_layer_that_does_not_exist() -> None:
    with pytest.raises(LayerNotFound) as error:
        registry.get("nope", USER)
    assert error.value.name == "nope"


def test_a_layer_that_the_user_may_not_see_does_not_exist(monkeypatch: pytest.MonkeyPatch) -> None:
    hidden = replace(registry.get("districts", USER), visible=lambda user: user.is_authenticated)
    others = [layer for layer in registry.LAYERS if layer.name != "districts"]
    monkeypatch.setattr(registry, "LAYERS", (*others, hidden))
    with pytest.raises(LayerNotFound):
        registry.get("districts", USER)
    assert registry.published(USER) == others
    assert "districts" not in registry.fingerprint(USER)


def test_a_field_that_does_not_exist() -> None:
    with pytest.raises(UnknownField):
        registry.get("districts", USER).field("nope")


@pytest.mark.parametrize("name", ["departments", "districts", "district_capitals"])
def test_the_extent_is_that_of_the_shapes(name: str) -> None:
    layer = registry.get(name, USER)
    shapes: Any = layer.rows(USER).exclude(**{f"{layer.geom}__isnull": True})
    bounds = shapely.total_bounds(
        [shapely.from_wkb(bytes(geom.wkb)) for geom in shapes.values_list(layer.geom, flat=True)]
    )
    assert info(name).extent == pytest.approx(tuple(bounds), abs=1e-12)


def test_titles_mark_samples_and_rough_boundaries() -> None:
    assert info("departments").title == "Departamentos"
    assert info("districts").title == "Distritos (límites aproximados, no oficiales)"
    assert info("environmental_commissions").title.startswith("EJEMPLO · ")


def test_samples_are_served_but_are_no_facts() -> None:
    found = info("environmental_commissions")
    assert found.has_samples
    assert found.number_of_facts == 0 < found.number_of_features


def test_official_boundaries_need_no_warning() -> None:
    AdminUnit.objects.filter(level="district").update(boundary_source="inei")
    versions.bump("districts")
    assert info("districts").title == "Distritos"


def test_a_description_is_remembered_until_the_data_change(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    layer = registry.get("districts", USER)
    KeptAnswer.objects.all().delete()
    # The data version, whether the aggregates are kept, and they within a savepoint.
    with django_assert_num_queries(5):
        before = registry.describe(layer, USER)
    cache.clear()
    with django_assert_num_queries(2):  # as another process asks
        assert registry.describe(layer, USER) == before
    with django_assert_num_queries(1):
        assert registry.describe(layer, USER) == before
    AdminUnit.objects.filter(pk="150101").update(cutoff_date="2031-01-01")
    versions.bump("districts")
    after = registry.describe(layer, USER)
    assert after.version == before.version + 1
    assert str(after.cutoff_date) == "2031-01-01"


def test_all_descriptions_cost_one_query_once_known(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    first = registry.describe_all(USER)
    with django_assert_num_queries(1):
        assert registry.describe_all(USER) == first


def test_the_fingerprint_changes_with_any_layer() -> None:
    before = registry.fingerprint(USER)
    assert registry.fingerprint(USER) == before
    versions.bump("provinces")
    assert registry.fingerprint(USER) != before


def test_an_empty_layer_is_described() -> None:
    EnvironmentalCommission.objects.all().delete()
    versions.bump("environmental_commissions")
    found = info("environmental_commissions")
    assert found.number_of_features == 0
    assert found.extent is None
    assert found.cutoff_date is None
    assert found.source_url == ""
    assert not found.has_samples
    assert found.title == "Comisiones ambientales (CAR y CAM)"


@pytest.mark.parametrize(
    ("addresses", "shown"),
    [
        (["https://minam.gob.pe/a"], "https://minam.gob.pe/a"),
        (["https://minam.gob.pe/a", ""], "https://minam.gob.pe/a"),
        (["https://minam.gob.pe/a", "https://minam.gob.pe/b"], ""),
    ],
)
def test_the_sources_address_is_reported_where_it_is_one(addresses: list[str], shown: str) -> None:
    for number, row in enumerate(EnvironmentalCommission.objects.order_by("pk")):
        EnvironmentalCommission.objects.filter(pk=row.pk).update(
            source_url=addresses[number % len(addresses)]
        )
    versions.bump("environmental_commissions")
    assert info("environmental_commissions").source_url == shown


def test_the_sources_are_named_where_a_layer_has_no_attribution_of_its_own() -> None:
    # Whoever publishes a city's feed is to be named, and no layer can know them all.
    routes = registry.get("transit_routes", USER)
    row = routes.rows(USER).get(name="EJ-1")
    for source in ("Municipalidad", "Otra municipalidad"):
        row.pk, row.route_id, row.is_sample, row.source = None, source, False, source
        row.save()
    versions.bump("transit_routes")
    found = info("transit_routes")
    assert found.attribution == "Municipalidad; Otra municipalidad"
    assert info("departments").attribution == registry.get("departments", USER).attribution
