"""What is a person's, or protects one, in the changes of an agency's layer."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.contrib.gis.geos import GEOSGeometry, Point

from layers.datasets.columns import Column
from layers.datasets.creation import Contents
from layers.datasets.layer import layer_of
from layers.editing import Edit, Insert, Update
from layers.errors import (
    InvalidGeometry,
    InvalidParameter,
)
from layers.fields import FieldType
from layers.geometry_types import GeometryType
from layers.models import Dataset
from tests.datasets import contents, dataset
from tests.layers.editing.edited import done, served

pytestmark = pytest.mark.django_db


def test_a_private_layer_takes_what_somebody_has_to_decide_on(editor: User) -> None:
    made = dataset()
    done(editor, made, Update("1", 1, {"nombre": "Llame al 984 123 456"}))
    made.refresh_from_db()
    assert made.personal_columns == {"nombre": ""}


REFUGE = "Casa de acogida para víctimas de violencia"
PLACE = Point(-72, -13, srid=4326)


@pytest.mark.parametrize(
    ("edit", "parameter"),
    [
        (Insert(PLACE, {"nombre": REFUGE}), "nombre"),
        (Update("1", 1, {"nombre": REFUGE}), "nombre"),  # the row has a place already
        (Update("3", 1, {"nombre": REFUGE}, PLACE), "nombre"),
    ],
)
@pytest.mark.parametrize("state", ["private", "published"])
def test_a_place_that_protects_victims_has_no_position(
    editor: User, state: str, edit: Edit, parameter: str
) -> None:
    made = dataset(state=state)
    with pytest.raises(InvalidParameter, match="protege a víctimas") as raised:
        done(editor, made, edit)
    assert raised.value.parameter == parameter
    assert layer_of(made).rows(editor).filter(f0=REFUGE).count() == 0
    # Without a place it may be told that it exists, and then it gets none.
    done(editor, made, Update("3", 1, {"nombre": REFUGE}))
    with pytest.raises(InvalidParameter, match="protege a víctimas"):
        done(editor, made, Update("3", 2, {}, PLACE))
    (saved,) = done(editor, made, Update("1", 1, {"nombre": REFUGE}, without_geom=True))
    assert layer_of(made).rows(editor).get(pk=int(saved.fid)).geom is None


def test_nor_has_it_an_address_or_coordinates_in_columns(editor: User) -> None:
    columns = tuple(
        Column(name, name.upper(), name) for name in ("nombre", "direccion", "lat", "lon")
    )
    made = dataset(made_of=Contents(GeometryType.NONE, columns, []), style=None)
    for told in ({"direccion": "Jr. Uno 123"}, {"lat": "-13.5"}):
        with pytest.raises(InvalidParameter) as raised:
            done(editor, made, Insert(None, {"nombre": REFUGE, **told}))
        assert raised.value.parameter == next(iter(told))
        done(editor, made, Insert(None, {"nombre": "Comisaría", **told}))
    done(editor, made, Insert(None, {"nombre": REFUGE}))


def test_a_layer_about_victims_takes_no_place(editor: User) -> None:
    columns = (Column("victimas", "VICTIMAS", "Víctimas", FieldType.INTEGER),)
    made_of = Contents(GeometryType.POINT, columns, [(None, 3)])
    made = dataset(made_of=made_of, style=None, personal_columns={"victimas": "keep"})
    with pytest.raises(InvalidGeometry, match="VICTIMAS"):
        done(editor, made, Insert(PLACE, {"victimas": 1}))
    done(editor, made, Insert(None, {"victimas": 1}))


def test_a_row_keeps_the_shape_of_its_unit_and_gets_no_other(editor: User) -> None:
    square = "POLYGON((-72 -13, -72 -12, -71 -12, -71 -13, -72 -13))"
    made_of = contents((square, None, None), GeometryType.MULTI_POLYGON)
    made = dataset(made_of=made_of, style=None, report={"units": "ubigeo"})
    done(editor, made, Update("1", 1, {"nombre": REFUGE}))
    with pytest.raises(InvalidParameter, match="protege a víctimas"):
        done(editor, made, Update("1", 2, {}, GEOSGeometry(f"SRID=4326;{square}")))


@pytest.mark.parametrize("text", ["45678912", "984123456", "ana@example.org"])
def test_a_number_of_a_person_is_known_by_itself(editor: User, made: Dataset, text: str) -> None:
    with pytest.raises(InvalidParameter, match="persona") as raised:
        done(editor, made, Update("2", 1, {"nombre": text}))
    assert raised.value.parameter == "nombre"


def test_names_are_known_beside_the_others(editor: User) -> None:
    """One may be a square's; a column of them is of persons."""
    made = dataset(state="published")
    names = ["QUISPE MAMANI, JUAN CARLOS", "FLORES ROJAS, MARIA ELENA", "ROJAS DIAZ, PEDRO"]
    done(editor, made, Update("1", 1, {"nombre": names[0]}))
    done(editor, made, Update("2", 1, {"nombre": names[1]}))
    with pytest.raises(InvalidParameter, match="persona"):
        done(editor, made, Update("3", 1, {"nombre": names[2]}))
    Dataset.objects.filter(pk=made.pk).update(state="withdrawn")
    done(editor, made, Update("3", 1, {"nombre": names[2]}))
    made.refresh_from_db()
    assert made.personal_columns == {"nombre": ""}
    assert made.report["personal_whole"] == ["nombre"]


def test_what_is_masked_stays_masked(editor: User) -> None:
    made = dataset(state="published", personal_columns={"nombre": "mask"})
    done(editor, made, Update("1", 1, {"nombre": "Llame al 984 123 456"}))
    assert "984" not in served(made)[0]["properties"]["nombre"]
