"""From rows to pixels: classes and labels in SQL, hostile text, scale ranges, a lost database."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO
from typing import Any

import numpy as np
import psycopg
import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from PIL import Image
from psycopg.conninfo import make_conninfo
from pytest_django import Settings

from config.cluster_place import locate
from config.cluster_server import psql
from layers import registry
from layers.bbox import Bbox
from layers.drawing import mapnik_table
from layers.errors import QueryTimeout
from layers.layer import Layer
from layers.styles.model import Fill, Label, Rule, Style
from ows.render.image_formats import PNG
from ows.render.mapnik_engine import DrawingError, draw
from ows.render.picture import DrawnLayer, Picture, pixel_ratio
from territory.models import EnvironmentalCommission
from tests.ows.wms.wire import Pixels

USER = AnonymousUser()
PERU = Bbox(-81.5, -18.5, -68.5, 0.1)
LORETO = Bbox(-78, -9, -70, 0)
HOSTILE = (
    "{0} {x} \"Ñuñoa\" 'T''ika' !bbox! !scale_denominator! %s %% \\ \\n [name] <b>&amp; ]]> "
    "k’anchay ü"
)


def picture(layer: Layer, *rules: Rule, bbox: Bbox = PERU, **changes: Any) -> Picture:
    style = Style("s", "S", rules) if rules else layer.style
    drawn = DrawnLayer(layer, style, changes.pop("filter", None))
    return Picture(USER, (drawn,), bbox, 300, 300, PNG, **changes)


def rows(
    layer: Layer,
    *rules: Rule,
    filter: dict[str, Any] | None = None,
    bbox: Bbox = PERU,
    pixel: tuple[float, float] = (0.01, 0.01),
) -> list[tuple[int, str | None]]:
    """Class and label of what Mapnik would read: its own SQL with the tokens replaced."""
    table = mapnik_table(layer, USER, rules, filter)
    box = f"ST_MakeEnvelope({bbox.minx}, {bbox.miny}, {bbox.maxx}, {bbox.maxy}, 4326)"
    tokens = {"bbox": box, "pixel_width": str(pixel[0]), "pixel_height": str(pixel[1])}
    for name, value in tokens.items():
        table = table.replace(f"!{name}!", value)
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "class", "label" FROM {table}'.replace("%", "%%"), [])
        return list(cursor.fetchall())


def show(asked: Picture) -> Pixels:
    return np.asarray(Image.open(BytesIO(draw(asked))).convert("RGBA"))


def where(name: str, op: str, value: Any) -> dict[str, Any]:
    return {"op": op, "args": [{"property": name}, value]}


@pytest.mark.django_db
class TestClasses:
    def test_the_first_matching_rule_wins(self) -> None:
        layer = registry.get("departments", USER)
        rules = (
            Rule("a", "A", filter=where("ubigeo", "<", "03")),
            Rule("b", "B", filter=where("ubigeo", "<", "05")),
            Rule("c", "C", filter={"op": "isNull", "args": [{"property": "name"}]}),
        )
        found = [number for number, _label in rows(layer, *rules)]
        assert sorted(found) == [0, 0, 1, 1]  # the rest match none and are left out
        rest = [number for number, _label in rows(layer, *rules, Rule("d", "D"))]
        assert sorted(rest) == [0, 0, 1, 1] + [3] * 21

    def test_any_filter_of_the_language_works(self) -> None:
        layer = registry.get("departments", USER)
        box = {"bbox": [-72.1, -13.7, -71.8, -13.4], "srid": 4326}
        near = {"op": "s_intersects", "args": [{"property": "geom"}, box]}
        like = {"op": "like", "args": [{"property": "name"}, "Á%"]}
        labels = rows(
            layer,
            Rule("near", "", filter=near, label=Label("name")),
            Rule("like", "", filter=like, label=Label("ubigeo")),
        )
        assert labels == [(0, "Cusco"), (1, "02")]

    def test_labels_come_in_the_order_of_their_importance(self) -> None:
        layer = registry.get("departments", USER)
        label = Label("name", priority="population")
        ordered = [text for _number, text in rows(layer, Rule("a", "A", label=label))]
        assert ordered[0] == "Lima"
        people = dict(layer.rows(USER).values_list("name", "population"))
        assert ordered == sorted(ordered, key=lambda name: -people[name])

    def test_scale_ranges(self) -> None:
        layer = registry.get("departments", USER)
        rule = Rule("a", "A", fill=Fill("#ff0000"), min_scale=1e7, max_scale=2e7)
        scale = picture(layer, rule).scale_denominator
        for low, high, seen in ((0.5, 2.0, True), (1.0, 2.0, True), (0.5, 1.0, False)):
            ranged = replace(rule, min_scale=low * scale, max_scale=high * scale)
            assert bool(show(picture(layer, ranged)).any()) is seen
        hidden = replace(layer, max_scale=scale / 2)
        assert not show(picture(hidden, Rule("a", "A", fill=Fill("#ff0000")))).any()

    def test_a_rule_out_of_its_scale_leaves_its_features_to_the_next(self) -> None:
        layer = registry.get("departments", USER)
        rules = (
            Rule("a", "A", fill=Fill("#ff0000"), max_scale=1),
            Rule("b", "B", fill=Fill("#0000ff")),
        )
        assert set(map(tuple, show(picture(layer, *rules)).reshape(-1, 4))) >= {(0, 0, 255, 255)}


@pytest.fixture
def hostile_commission(committed_db: None) -> Iterator[EnvironmentalCommission]:
    """Seen by Mapnik's own connection; taken away again."""
    commission = EnvironmentalCommission.objects.create(
        kind="CAR",
        declared_unit_id="16",
        name=HOSTILE,
        commitments=[3],
        source="prueba",
        cutoff_date=dt.date(2020, 1, 1),
        is_sample=False,
    )
    yield commission
    commission.delete()


def test_hostile_labels_are_drawn_as_they_are(hostile_commission: EnvironmentalCommission) -> None:
    """No ``!token!`` is replaced, no quote ends the SQL, and the text reaches the map."""
    layer = registry.get("environmental_commissions", USER)
    rule = Rule("a", "A", fill=Fill("#ffffff"), label=Label("name", size_px=9, color="#ff0000"))
    only = where("name", "=", HOSTILE)  # also a filter with every hostile character
    assert rows(layer, rule, filter=only) == [(0, HOSTILE)]
    image = show(picture(layer, rule, bbox=LORETO, filter=only))
    ink = (image[..., 0] > 200) & (image[..., 1] < 120) & (image[..., 3] > 200)
    assert ink.sum() > 200


@pytest.mark.django_db
def test_mapnik_gets_no_exclamation_mark_of_ours() -> None:
    layer = registry.get("environmental_commissions", USER)
    rules = (Rule("a", "A", filter=where("name", "=", "!bbox!")), Rule("b", "B"))
    table = mapnik_table(layer, USER, rules, where("name", "<>", "a!b!c"))
    assert table.count("!") == 2
    assert table.count("!bbox!") == 1


@pytest.mark.django_db
class TestThinning:
    def test_a_pixel_keeps_the_most_important_point_of_each_class(self) -> None:
        """All of Peru on one pixel, a cell of 90 by 30 degrees."""
        layer = registry.get("district_capitals", USER)
        label = Label("capital", priority="altitude_m")
        rules = [replace(rule, label=label) for rule in layer.style.rules]
        names = dict(rows(layer, *rules, pixel=(90, 30)))
        assert set(names) == {0, 1, 2}
        highest = layer.rows(USER).filter(is_department_capital=True).order_by("-altitude_m")[0]
        assert names[0] == highest.capital

    def test_the_picture_is_the_same(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Against all points drawn: only shades of the outlines of hidden ones may differ."""
        asked = picture(registry.get("district_capitals", USER), bbox=Bbox(-78, -14, -74, -10))
        thinned = show(asked).astype(int)
        monkeypatch.setattr("layers.drawing.thin_to_grid", lambda rows, *_: rows)
        every = show(asked).astype(int)
        differs = np.abs(thinned - every).max(axis=2) > 64
        assert differs.mean() < 0.002


def test_accents_and_quechua_have_their_letters(
    hostile_commission: EnvironmentalCommission,
) -> None:
    """A letter that the font lacks is drawn as the same box as any other that it lacks."""
    layer = registry.get("environmental_commissions", USER)
    rule = Rule("a", "A", label=Label("name", size_px=40))
    images = []
    for letter in [*"ÑñáéíóúÁüäïö’", "\ue000"]:
        EnvironmentalCommission.objects.filter(pk=hostile_commission.pk).update(name=letter)
        asked = picture(layer, rule, bbox=LORETO, filter=where("name", "=", letter))
        images.append(show(asked)[..., 3].tobytes())
    assert len(set(images)) == len(images)


@pytest.mark.django_db
class TestTrouble:
    def test_a_restarted_database(self) -> None:
        """The pool's connections are dead then; the map is drawn all the same."""
        if os.environ.get("DATABASE_URL"):
            pytest.skip("only the private cluster's superuser may end Mapnik's connections")
        asked = picture(registry.get("departments", USER))
        before = draw(asked)
        name = connection.settings_dict["NAME"]
        ended = psql(
            locate(),
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
            f"WHERE datname = '{name}' AND usename = 'ta_render'",
        )
        assert int(ended) > 0
        assert draw(asked) == before

    def test_sql_that_fails(self, monkeypatch: pytest.MonkeyPatch) -> None:
        table = "(SELECT NULL::geometry AS geom, 1/0 AS class, '' AS label) AS x"
        monkeypatch.setattr("ows.render.mapnik_engine.mapnik_table", lambda *_: table)
        with pytest.raises(DrawingError):
            draw(picture(registry.get("departments", USER)))

    def test_sql_that_takes_too_long(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The role that draws has a limit of its own; here its own message stands in."""
        words = RuntimeError("Postgis Plugin: ERROR: canceling statement due to statement timeout")

        def fail(*_: Any) -> None:
            raise words

        monkeypatch.setattr("ows.render.mapnik_engine.mapnik.render", fail)
        with pytest.raises(QueryTimeout):
            draw(picture(registry.get("departments", USER)))

    def test_the_role_may_only_read_and_not_for_long(self) -> None:
        if os.environ.get("DATABASE_URL"):
            pytest.skip("the operator's own role draws there")
        names = {"host": "HOST", "port": "PORT", "dbname": "NAME"}
        place = {key: str(connection.settings_dict[name]) for key, name in names.items()}
        with psycopg.connect(make_conninfo(**place, user="ta_render")) as role:
            assert role.execute("SHOW statement_timeout").fetchone() == ("20s",)
            with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
                role.execute("DELETE FROM territory_adminunit")


@pytest.mark.skipif("DATABASE_URL" in os.environ, reason="lets in its own password only")
@pytest.mark.django_db
def test_any_password_and_parameter_reaches_the_database(settings: Settings) -> None:
    """Spaces, quotes and backslashes are characters of a value, not the start of another one."""
    awkward = "c@l ve/%1 host=192.0.2.1 'x' \\ \\'"
    settings.RENDER_ROLE = settings.RENDER_ROLE | {
        "password": awkward,
        "application_name": f"dibujo {awkward}",
        "sslmode": "prefer",
    }
    asked = picture(registry.get("provinces", USER))
    assert show(asked).std() > 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT usename FROM pg_stat_activity WHERE application_name LIKE 'dibujo%'")
        users = {user for (user,) in cursor.fetchall()}
        cursor.execute("SELECT DISTINCT application_name FROM pg_stat_activity")
        assert f"dibujo {awkward}" in {name for (name,) in cursor.fetchall()}
    assert users == {settings.RENDER_ROLE["user"]}


@pytest.mark.django_db
def test_many_threads_at_once() -> None:
    """As gunicorn's threads do, more than the machine has cores."""
    asked = picture(registry.get("provinces", USER))
    expected = draw(asked)
    connection.close()

    def work() -> bytes:
        try:
            return draw(asked)
        finally:
            connection.close()

    with ThreadPoolExecutor(16) as pool:
        drawn = list(pool.map(lambda _: work(), range(32)))
    assert set(drawn) == {expected}


def test_scale_is_that_of_the_standard() -> None:
    """OGC 06-042, 7.2.4.6.9: 0.28 mm a pixel; a degree is 111,319.49 m."""
    degree = Picture(USER, (), Bbox(0, 0, 1, 1), 100, 100, PNG)
    assert degree.scale_denominator == pytest.approx(1113.1949 / 0.00028)
    metres = Picture(USER, (), Bbox(0, 0, 280, 280, 32718), 1000, 1000, PNG)
    assert metres.scale_denominator == pytest.approx(1000)
    assert replace(metres, pixel_ratio=2).scale_denominator == pytest.approx(2000)
    assert pixel_ratio(25.4 / 0.28) == pytest.approx(1)
