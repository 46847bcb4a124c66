"""The features of an agency's layer, changed one by one through the one door."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.contrib.gis.geos import GEOSGeometry, Point

from layers.datasets.layer import layer_of
from layers.editing import Decide, Decision, Delete, Edit, Insert, Update, apply, is_editable
from layers.errors import (
    EditNotAllowed,
    FeatureNotFound,
    InvalidGeometry,
    InvalidParameter,
    LayerNotEditable,
    NotAuthenticated,
    TerritorioError,
    VersionConflict,
    VersionRequired,
    WrongState,
)
from layers.geometry_types import GeometryType
from layers.models import Dataset, DatasetEvent
from tests.datasets import contents, dataset
from tests.layers.editing.edited import done, served
from tests.publishers import everybody

pytestmark = pytest.mark.django_db


def test_a_change_is_served_at_once_and_kept_with_what_was_before(
    editor: User, made: Dataset
) -> None:
    before = made.version
    (saved,) = done(
        editor,
        made,
        Update("1", 1, {"nombre": "Plaza nueva", "poblacion": 121}, Point(-72, -13, srid=4326)),
    )
    assert (saved.fid, saved.version) == ("1", 2)
    first = served(made)[0]
    assert first["properties"]["nombre"] == "Plaza nueva"
    assert first["properties"]["poblacion"] == 121
    assert first["properties"]["indice"] == 1.5  # what nobody named stays
    assert first["geometry"]["coordinates"] == [-72, -13]
    made.refresh_from_db()
    assert made.version == before + 1
    assert made.extent == [-72.0, -13.6, -71.8, -13.0]  # the other is at -71.8 -13.6
    event = DatasetEvent.objects.filter(dataset=made, done="edited").get()
    row = event.detail["row"]
    assert (event.by, row["fid"]) == (editor, 1)
    assert row["before"]["values"]["nombre"] == "Plaza «A» & <b>"
    assert row["after"]["values"]["poblacion"] == 121
    assert GEOSGeometry(row["before"]["geometry"]).wkt == "POINT (-71.9 -13.5)"


def test_a_feature_is_added_and_removed(editor: User, made: Dataset) -> None:
    values = {
        "nombre": "Otra más",
        "activo": True,
        "desde": "2025-01-31",
        "visto": "2025-01-31T10:00",
    }
    (saved,) = done(editor, made, Insert(Point(-70, -12, srid=4326), values))
    made.refresh_from_db()
    assert (made.number_of_features, made.extent) == (4, [-71.9, -13.6, -70.0, -12.0])
    found = next(f for f in served(made) if str(f["id"]) == saved.fid)["properties"]
    assert (found["desde"], found["activo"], found["poblacion"]) == ("2025-01-31", True, None)
    assert found["visto"] == "2025-01-31T15:00:00+00:00"  # without a zone it is Lima's
    done(editor, made, Delete(saved.fid, 1))
    made.refresh_from_db()
    assert (made.number_of_features, made.extent) == (3, [-71.9, -13.6, -71.8, -13.5])
    assert saved.fid not in {str(f["id"]) for f in served(made)}


def test_all_of_several_edits_or_none(editor: User, made: Dataset) -> None:
    with pytest.raises(VersionConflict):
        done(editor, made, Update("1", 1, {"nombre": "x"}), Update("1", 1, {"nombre": "y"}))
    assert served(made)[0]["properties"]["nombre"] == "Plaza «A» & <b>"
    assert not DatasetEvent.objects.filter(done="edited").exists()


@pytest.mark.parametrize(
    ("edit", "error", "parameter"),
    [
        (Update("1", None, {}), VersionRequired, None),
        (Update("1", 7, {}), VersionConflict, None),
        (Update("99", 1, {}), FeatureNotFound, "id"),
        (Update("1 OR 1", 1, {}), FeatureNotFound, "id"),
        (Update("1", 1, {"no_hay": 1}), InvalidParameter, "no_hay"),
        (Update("1", 1, {"poblacion": "doce"}), InvalidParameter, "poblacion"),
        (Update("1", 1, {"poblacion": 2**63}), InvalidParameter, "poblacion"),
        (Update("1", 1, {"indice": "nan"}), InvalidParameter, "indice"),
        (Update("1", 1, {"activo": "quizá"}), InvalidParameter, "activo"),
        (Update("1", 1, {"desde": "31/12/2020"}), InvalidParameter, "desde"),
        (Update("1", 1, {"visto": "ayer"}), InvalidParameter, "visto"),
        (Update("1", 1, {"nombre": "x" * 100_001}), InvalidParameter, "nombre"),
        (Update("1", 1, {"nombre": "Llame al 984 123 456"}), InvalidParameter, "nombre"),
        (Update("1", 1, {}, Point(10, 50, srid=4326)), InvalidGeometry, "geometry"),
        (
            Insert(GEOSGeometry("SRID=4326;LINESTRING(-72 -13, -71 -13)"), {}),
            InvalidGeometry,
            "geometry",
        ),
        (Decide("1", 1, Decision.APPROVE), LayerNotEditable, None),
    ],
)
def test_what_cannot_be_stored_changes_nothing(
    editor: User, made: Dataset, edit: Edit, error: type[TerritorioError], parameter: str | None
) -> None:
    before = served(made)
    with pytest.raises(error) as raised:
        done(editor, made, edit)
    assert raised.value.parameter == parameter
    assert served(made) == before


@pytest.mark.parametrize("public", [True, False])
@pytest.mark.parametrize("needs_approval", [True, False])
def test_who_may(public: bool, needs_approval: bool) -> None:
    """An agency's editors; of a published layer nobody alone where a second person is required."""
    made = dataset(state="published" if public else "private")
    made.agency.needs_approval = needs_approval
    made.agency.save()
    allowed = (
        {"editor", "second_editor", "both", "admin"} if not (public and needs_approval) else set()
    )
    people = everybody()
    for name, user in people.items():
        try:
            done(user, made, Insert(None, {}))
        except (EditNotAllowed, FeatureNotFound, NotAuthenticated):
            assert name not in allowed, name
        else:
            assert name in allowed, name


def test_of_a_layer_that_is_to_go_nothing_changes(editor: User, made: Dataset) -> None:
    layer = layer_of(made)
    Dataset.objects.filter(pk=made.pk).update(state="deleting")
    with pytest.raises(WrongState):
        apply(editor, layer, [Delete("1", 1)])


@pytest.mark.parametrize(
    ("geometry", "given", "stored"),
    [
        (GeometryType.MULTI_POINT, "POINT(-72 -13)", "MULTIPOINT (-72 -13)"),
        (
            GeometryType.MULTI_LINE_STRING,
            "LINESTRING Z (-72 -13 5, -71 -13 5)",
            "MULTILINESTRING ((-72 -13, -71 -13))",
        ),
        (
            GeometryType.MULTI_POLYGON,
            "POLYGON((-72 -13, -72 -12, -71 -12, -71 -13, -72 -13))",
            "MULTIPOLYGON (((-72 -13, -71 -13, -71 -12, -72 -12, -72 -13)))",
        ),
    ],
)
def test_a_shape_is_stored_as_the_layer_has_them(
    editor: User, geometry: GeometryType, given: str, stored: str
) -> None:
    """Two dimensions, of many parts, rings counter-clockwise (RFC 7946, 3.1.6)."""
    made = dataset(made_of=contents((None, None, None), geometry), style=None)
    (saved,) = done(editor, made, Insert(GEOSGeometry(f"SRID=4326;{given}"), {}))
    kept = layer_of(made).rows(editor).get(pk=int(saved.fid)).geom
    expected = GEOSGeometry(f"SRID=4326;{stored}")
    assert kept.geom_type == expected.geom_type
    assert kept.equals(expected)
    if geometry is GeometryType.MULTI_POLYGON:
        assert kept[0][0].is_counterclockwise
    assert not kept.hasz


def test_a_table_without_geometry_takes_rows_and_no_shape(editor: User) -> None:
    made = dataset(made_of=contents(geometry=GeometryType.NONE), style=None)
    assert is_editable(layer_of(made))
    done(editor, made, Insert(None, {"nombre": "Solo un nombre"}))
    with pytest.raises(InvalidGeometry):
        done(editor, made, Insert(Point(-72, -13, srid=4326), {}))
