"""Finding what is published by a code or a name."""

from __future__ import annotations

import pytest
from django.contrib.gis.geos import Point
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from layers.searching import Match, search
from layers.searching.asked import read_query
from layers.searching.rows import searched_layers
from layers.themes import THEMES
from layers.themes.theme import Part
from territory.models import AdminUnit, RuralSchool, TransitRoute
from tests.layers.searching.rows import ANYBODY, PUBLISHED, found, project, school, titles
from tests.zones import planner, stored

pytestmark = pytest.mark.django_db

ZONES = "intervention_zones"


@pytest.mark.parametrize("typed", ["2345678", " 2345678 ", "2345678\0", "345671"])
def test_a_project_by_its_codes(typed: str) -> None:
    project("2345678", "MEJORAMIENTO DEL SERVICIO DE AGUA", snip_code="345671")
    (hit,) = found(typed)
    assert (hit.kind, hit.match) == ("sanitation_projects", Match.CODE)
    assert hit.detail == "2345678 · Tumbes, Tumbes, Tumbes"


def test_a_school_by_the_code_that_a_spreadsheet_cut() -> None:
    school("0257048", "82015", geom=Point(-80.5, -3.5, srid=4326))
    for typed in ("257048", "0257048"):
        (hit,) = found(typed, "rural_schools")
        assert (hit.match, hit.position) == (Match.CODE, (-80.5, -3.5)), typed
    assert found("82015", "rural_schools")[0].match == Match.NAME


def test_a_route_by_its_short_name_in_any_case() -> None:
    route = {"feed": "x", "mode": "bus", "commitments": [10], **PUBLISHED}
    TransitRoute.objects.create(route_id="77", name="C-12", short_name="C-12", **route)
    TransitRoute.objects.create(route_id="78", name="C-123", short_name="C-123", **route)
    hits = found("c-12", "transit_routes")
    assert (hits[0].title, hits[0].match) == ("C-12", Match.CODE)


def test_the_best_comes_first() -> None:
    school("0000001", "I.E. VIRGEN DE CHAPI")
    school("0000002", "VIRGEN DE CHAPI ALTO")
    school("0000003", "Vírgen de Chapi")
    hits = found("virgen de chapi", "rural_schools")
    assert [hit.match for hit in hits] == [Match.NAME, Match.BEGINNING, Match.WITHIN]
    assert [hit.fid for hit in hits] == [
        str(RuralSchool.objects.get(modular_code=code).pk)
        for code in ("0000003", "0000002", "0000001")
    ]


@pytest.mark.parametrize("length", [59, 60, 61, 90])
def test_names_are_told_apart_beyond_what_the_index_of_beginnings_holds(length: int) -> None:
    """It holds 60 characters; names may have 1,000."""
    name = ("OBRA 10% DE AGUA_POTABLE EN EL CENTRO POBLADO " * 3)[:length].rstrip() + "Á"
    project("2345678", name)
    project("2345679", f"{name} II")
    project("2345680", f"{name[:-1]}B III")
    hits = [hit for hit in found(name.lower(), "sanitation_projects") if hit.match < Match.WITHIN]
    assert [(hit.match, hit.title) for hit in hits] == [
        (Match.NAME, name),
        (Match.BEGINNING, f"{name} II"),
    ]
    # A sign that means something in a pattern is itself.
    for sign in "%_":
        typed = name.replace(sign, "X")
        matches = {hit.match for hit in found(typed, "sanitation_projects")}
        assert not matches & {Match.NAME, Match.BEGINNING}


def test_a_unit_comes_before_a_row_that_is_called_the_same() -> None:
    school("0000001", "MACHUPICCHU")
    hits = found("machupicchu")
    assert [hit.kind for hit in hits[:2]] == ["units", "rural_schools"]
    assert {hit.match for hit in hits[:2]} == {Match.NAME}


def test_all_words_are_found_in_any_order_and_without_accents() -> None:
    project("2345678", "AMPLIACIÓN DEL SISTEMA DE AGUA POTABLE EN CAÑAVERAL")
    project("2345679", "AMPLIACIÓN DEL SISTEMA DE ALCANTARILLADO EN CAÑAVERAL")
    assert titles("canaveral agua", "sanitation_projects") == [
        "AMPLIACIÓN DEL SISTEMA DE AGUA POTABLE EN CAÑAVERAL"
    ]


def test_a_project_in_several_districts_is_found_once_with_all_of_them() -> None:
    for ubigeo in ("240101", "240102", "240103"):
        project("2345678", "AGUA PARA CAÑAVERAL", place=ubigeo, declared_unit_id=ubigeo)
    project("2345679", "AGUA PARA SECHURA")
    for typed in ("cañaveral", "2345678", "agua cañaverel"):
        (hit,) = found(typed, "sanitation_projects")
        assert hit.title == "AGUA PARA CAÑAVERAL"
        assert hit.detail.startswith("2345678 · Tumbes, ")
        for name in ("Tumbes", "Corrales", "La Cruz"):
            assert f"{name}, Tumbes, Tumbes" in hit.detail
    (group,) = search("agua para", ANYBODY, 2, "sanitation_projects")
    assert sorted(hit.title for hit in group.hits) == ["AGUA PARA CAÑAVERAL", "AGUA PARA SECHURA"]
    assert not group.has_more


def test_of_many_districts_the_first_are_named() -> None:
    units = AdminUnit.objects.filter(level="district", valid_to=None).order_by("pk")[:9]
    for unit in units:
        project("2345678", "AGUA PARA CAÑAVERAL", place=unit.pk, declared_unit_id=unit.pk)
    (hit,) = found("cañaveral", "sanitation_projects")
    assert hit.detail.endswith("; 5 lugares más")


def test_samples_are_found_until_there_is_a_fact() -> None:
    samples = found("escuela de ejemplo", "rural_schools")
    assert samples
    assert all(hit.is_sample for hit in samples)
    school("0000001", "ESCUELA DE VERDAD")
    assert found("escuela de ejemplo", "rural_schools") == []
    assert [hit.is_sample for hit in found("escuela de", "rural_schools")] == [False]


def test_a_zone_is_found_by_those_who_may_see_it() -> None:
    ana, luis = planner("ana"), planner("luis")
    zone = stored(ana, title="Quebrada Honda")
    assert [hit.fid for hit in found("quebrada honda", ZONES, user=ana)] == [str(zone.pk)]
    for other in (luis, ANYBODY):
        assert found("quebrada honda", ZONES, user=other) == []
        assert found("qebrada honda", ZONES, user=other) == []
    type(zone).objects.filter(pk=zone.pk).update(status="approved")
    (hit,) = found("quebrada honda", ZONES, user=ANYBODY)
    assert (hit.kind, hit.address) == ("intervention_zones", f"/zonas/{zone.pk}/")


@pytest.mark.parametrize("typed", ["14", "compromiso 14", "Compromiso N° 14"])
def test_a_commitment_by_its_number(typed: str) -> None:
    (hit,) = found(typed, "commitments")
    assert hit.address == "/compromisos/14/"


def test_a_layer_by_its_name_and_its_keywords() -> None:
    assert found("rural_schools", "layers")[0].match == Match.CODE
    assert "/catalogo/sanitation_projects/" in {
        h.address for h in found("alcantarillado", "layers")
    }


def test_the_limit_holds_for_each_kind_and_says_that_there_are_more() -> None:
    for number in range(5):
        school(f"000000{number}", f"NIÑO JESÚS {number}")
    (group,) = search("niño jesus", ANYBODY, 3, "rural_schools")
    assert (len(group.hits), group.has_more) == (3, True)
    (group,) = search("niño jesus", ANYBODY, 5, "rural_schools")
    assert (len(group.hits), group.has_more) == (5, False)


def test_characters_that_mean_something_to_the_database_are_text() -> None:
    project("2345678", "PORCENTAJE DE AGUA")
    school("0000001", r"100% R_O \ ALTO")
    for typed in ("23%", "23_5678", "%%%", "___", "p%e"):
        assert found(typed, "sanitation_projects") == [], typed
    assert found(r"100% r_o \ alto", "rural_schools")[0].match == Match.NAME


@pytest.mark.parametrize(
    "typed", ["", " ", "\0", "%", "_", "\\", "'", '"', "...", "😀", "a", "'; --"]
)
def test_what_says_nothing_finds_no_row(typed: str) -> None:
    school("0000001", "a % _ ' ...")
    assert [hit for hit in found(typed) if hit.kind == "rural_schools"] == []


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(st.characters(codec="utf-8"), max_size=10_000))
def test_no_text_breaks_it(text: str) -> None:
    assert len(found(text, limit=3)) <= 3


def test_a_long_text_is_cut() -> None:
    asked = read_query("palabra " * 2000)
    assert len(asked.text) <= 100
    assert len(read_query(" ".join(f"palabra{n}" for n in range(50))).words) <= 6


def test_every_theme_is_searched_or_says_why_not() -> None:
    covered = {where.layer.name for where in searched_layers()}
    for theme in THEMES:
        own = {layer.name for layer in theme.layers}
        assert theme.has(Part.SEARCH) == bool(own & covered), theme.name
