"""``/publicar/capa/<capa>/elementos/``: an agency's features by plain forms."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from layers.datasets.layer import layer_of
from layers.geometry_types import GeometryType
from layers.models import Dataset
from tests.datasets import contents, dataset
from tests.publishers import APPROVER, EDITOR, MINAM, MTC, publisher
from tests.zones import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(editor: User) -> Client:
    return client_of(editor)


def page(made: Dataset, part: str = "") -> str:
    return f"/publicar/capa/{made.name}/elementos/{part}"


def shown(client: Client, address: str, **query: str) -> str:
    answer = client.get(address, query)
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def filled(**changes: str) -> dict[str, str]:
    """The form of the first feature as a browser sends it back."""
    values = {
        "version": "1",
        "columna-nombre": "Plaza «A» & <b>",
        "columna-poblacion": "120",
        "columna-indice": "1.5",
        "columna-activo": "True",
        "columna-desde": "2024-02-29",
        "columna-visto": "2024-02-29T07:00:00",
        "longitude": "-71.9",
        "latitude": "-13.5",
    }
    return values | changes


def first(made: Dataset, user: User) -> Any:
    made.refresh_from_db()
    return layer_of(made).rows(user).get(pk=1)


def test_what_is_sent_back_unchanged_changes_nothing(client: Client, editor: User) -> None:
    made = dataset()
    form = shown(client, page(made, "1/"))
    for text in ('value="-71.9"', 'value="120"', 'value="2024-02-29"', "hab."):
        assert text in form
    assert client.post(page(made, "1/"), filled()).status_code == 302
    row = first(made, editor)
    assert (row.f0, row.f1, row.f2, row.f3) == ("Plaza «A» & <b>", 120, 1.5, True)
    assert row.geom.coords == (-71.9, -13.5)
    assert row.f5.isoformat() == "2024-02-29T12:00:00+00:00"


def test_a_feature_is_changed_added_and_taken_out(client: Client, editor: User) -> None:
    made = dataset()
    changed = filled(**{"columna-poblacion": "7", "longitude": "-72.5"})
    assert client.post(page(made, "1/"), changed)["Location"] == page(made, "1/")
    row = first(made, editor)
    assert (row.f1, row.geom.coords, row.row_version) == (7, (-72.5, -13.5), 2)
    sent = client.post(page(made, "nuevo/"), {"columna-nombre": "Nueva", "columna-activo": "False"})
    key = int(sent["Location"].split("/")[-2])
    new = layer_of(made).rows(editor).get(pk=key)
    assert (new.f0, new.f3, new.geom) == ("Nueva", False, None)
    assert "Nueva" in shown(client, page(made))
    assert client.post(page(made, f"{key}/"), {"version": "1", "remove": ""}).status_code == 302
    assert client.get(page(made, f"{key}/")).status_code == 404
    assert "se cambió un elemento" in shown(client, f"/publicar/capa/{made.name}/")


def test_of_two_who_change_one_feature_the_second_is_told(client: Client) -> None:
    made = dataset()
    client.post(page(made, "1/"), filled(**{"columna-nombre": "Una"}))
    late = client.post(page(made, "1/"), filled(**{"columna-nombre": "Otra"}))
    assert late.status_code == 412
    assert "La versión 1 ya no es la actual" in late.content.decode()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"columna-poblacion": "doce"}, "Introduzca un número entero"),
        ({"columna-desde": "ayer"}, "fecha válida"),
        ({"columna-nombre": "Llame al 984 123 456"}, "de una persona"),
        ({"longitude": ""}, "van juntas"),
        ({"longitude": "10"}, "sale del Perú"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    client: Client, editor: User, changes: dict[str, str], said: str
) -> None:
    made = dataset(state="published")
    answer = client.post(page(made, "1/"), filled(**changes))
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert first(made, editor).row_version == 1


def test_other_shapes_are_written_as_text(client: Client, editor: User) -> None:
    """WKT (OGC 06-103r4, 7.2), of which what is none is refused."""
    made = dataset(made_of=contents((None, None, None), GeometryType.MULTI_LINE_STRING), style=None)
    wrong = client.post(page(made, "nuevo/"), {"shape": "LINEA (1 2)"})
    assert (wrong.status_code, "No es WKT" in wrong.content.decode()) == (400, True)
    sent = client.post(page(made, "nuevo/"), {"shape": "LINESTRING (-72 -13, -71 -13)"})
    key = int(sent["Location"].split("/")[-2])
    assert layer_of(made).rows(editor).get(pk=key).geom.wkt.startswith("MULTILINESTRING")
    assert "MULTILINESTRING" in shown(client, page(made, f"{key}/"))


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        (
            '{"type": "LineString", "coordinates": [[-72, -13, 5], [-71, -13, 5]]}',
            "MULTILINESTRING ((-72 -13, -71 -13))",
        ),
        (
            '{"type": "Feature", "properties": {}, "geometry": '
            '{"type": "MultiLineString", "coordinates": [[[-72, -13], [-71, -13]]]}}',
            "MULTILINESTRING ((-72 -13, -71 -13))",
        ),
        ('{"type": "LineString", "coordinates": [[-72, -13]]}', ""),
        ('{"type": "LineString", "coordinates": []}', ""),
        ('{"type": "LineString"}', ""),
        ('{"type": "Feature", "geometry": null}', ""),
        ('{"type": "Point", "coordinates": ["a", "b"]}', ""),
        ('{"type": "Polygon", "coordinates": [[[-72, -13], [-71, -13], [-71, -12]]]}', ""),
        ('{"type": "GeometryCollection", "geometries": [' * 90 + "]}" * 90, ""),
        ('{"a":' * 20_000, ""),
        ("{", ""),
    ],
)
def test_they_are_written_as_geojson_too(
    client: Client, editor: User, text: str, stored: str
) -> None:
    """RFC 7946; what can't be stored is said and nothing written."""
    made = dataset(made_of=contents((None, None, None), GeometryType.MULTI_LINE_STRING), style=None)
    answer = client.post(page(made, "nuevo/"), {"shape": text})
    if not stored:
        assert answer.status_code == 400
        assert layer_of(made).rows(editor).count() == 3
        return
    key = int(answer["Location"].split("/")[-2])
    assert layer_of(made).rows(editor).get(pk=key).geom.wkt == stored


def test_a_place_is_taken_away_whole_or_not_at_all(client: Client, editor: User) -> None:
    made = dataset()
    half = client.post(page(made, "1/"), filled(latitude=""))
    assert (half.status_code, "van juntas" in half.content.decode()) == (400, True)
    assert first(made, editor).geom.coords == (-71.9, -13.5)
    assert client.post(page(made, "1/"), filled(longitude="", latitude="")).status_code == 302
    row = first(made, editor)
    assert (row.geom, row.f0, row.row_version) == (None, "Plaza «A» & <b>", 2)


def test_a_shape_is_taken_away(client: Client, editor: User) -> None:
    lines = ("MULTILINESTRING ((-72 -13, -71 -13))", None, None)
    made = dataset(made_of=contents(lines, GeometryType.MULTI_LINE_STRING), style=None)
    kept = {**filled(), "shape": first(made, editor).geom.wkt}
    assert client.post(page(made, "1/"), kept).status_code == 302
    assert first(made, editor).geom is not None
    gone = {**filled(version="2"), "shape": ""}
    assert client.post(page(made, "1/"), gone).status_code == 302
    assert first(made, editor).geom is None


def test_they_are_found_by_their_title_and_read_on(client: Client) -> None:
    made = dataset()
    found = shown(client, page(made), q="otr")
    assert "Otro" in found
    assert "Plaza" not in found
    assert "Plaza" not in shown(client, page(made), desde="1")
    assert "Plaza" in shown(client, page(made), desde="no")
    assert "<td>Sí</td>" in shown(client, page(made))


def test_who_may_only_look_and_who_may_not_even_that(editor: User) -> None:
    made = dataset()
    approver = client_of(publisher("aprueba", MINAM, APPROVER))
    looked = shown(approver, page(made, "1/"))
    assert "Plaza" in looked
    assert "Guardar" not in looked
    assert approver.post(page(made, "1/"), filled()).status_code == 403
    stranger = client_of(publisher("ajena", MTC, EDITOR))
    for part in ("", "1/", "nuevo/"):
        assert stranger.get(page(made, part)).status_code == 404
        assert "ingresar" in Client().get(page(made, part))["Location"]
    assert client_of(editor).get(page(made, f"{2**63}/")).status_code == 404


def test_a_place_that_protects_victims_is_refused_by_the_form(client: Client, editor: User) -> None:
    made = dataset()
    refuge = {"columna-nombre": "Hogar de refugio temporal"}
    answer = client.post(page(made, "1/"), filled(**refuge))
    assert answer.status_code == 400
    assert "dónde está no se publica" in answer.content.decode()
    assert first(made, editor).f0 == "Plaza «A» & <b>"
    nowhere = filled(longitude="", latitude="", **refuge)
    assert client.post(page(made, "1/"), nowhere).status_code == 302
    assert first(made, editor).geom is None
