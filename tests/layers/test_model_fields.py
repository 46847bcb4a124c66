"""Fields as models describe them."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils import translation
from django.utils.functional import lazy

from bench.site.models import SyntheticPoint
from layers.fields import Field, FieldType
from layers.layer import Layer
from layers.model_fields import field_of, fields_of
from layers.registry import LAYERS
from territory.models import (
    Commitment,
    CommitmentTerritory,
    InterventionZone,
    SanitationProject,
    TransitRoute,
)
from territory.models.placed import PlacedRecord


@pytest.mark.parametrize(
    ("model", "path", "kind"),
    [
        (SanitationProject, "cui", FieldType.STRING),
        (TransitRoute, "destinations", FieldType.STRING),
        (TransitRoute, "source_url", FieldType.STRING),
        (CommitmentTerritory, "commitment__number", FieldType.INTEGER),
        (SanitationProject, "viable_amount_pen", FieldType.NUMBER),
        (SyntheticPoint, "amount_pen", FieldType.NUMBER),
        (SanitationProject, "has_f8", FieldType.BOOLEAN),
        (SanitationProject, "viable_on", FieldType.DATE),
        (InterventionZone, "updated_at", FieldType.DATETIME),
        (InterventionZone, "commitments", FieldType.INTEGER_LIST),
        # A generated column is of its output's type, a foreign key of the key's that it holds.
        (SanitationProject, "accrued_pen", FieldType.NUMBER),
        (SanitationProject, "progress", FieldType.STRING),
        (SanitationProject, "declared_unit_id", FieldType.STRING),
    ],
)
def test_the_type_is_the_columns(model: type, path: str, kind: FieldType) -> None:
    assert field_of(model, path, name="shown").type is kind


def test_the_unit_of_a_number_ends_its_title() -> None:
    cost, advance, digits = fields_of(
        SanitationProject, "updated_cost_pen", "physical_advance_pct", "drawn_here"
    )
    assert (str(cost.title), str(cost.unit)) == ("Costo actualizado", "S/")
    assert (str(advance.title), str(advance.unit)) == ("Avance físico", "%")
    assert (str(digits.title), str(digits.unit)) == ("Inversiones en este punto", "")


def test_parentheses_in_the_title_of_what_is_no_number_are_no_unit() -> None:
    (written,) = fields_of(SanitationProject, "has_f8")
    assert (str(written.title), str(written.unit)) == ("Tiene formato 8 (ejecución)", "")


def test_labels_length_and_description_are_the_models() -> None:
    (level,) = fields_of(SanitationProject, "government_level")
    assert [code for code, _ in level.labels] == ["GN", "GR", "GL"]
    assert str(dict(level.labels)["GR"]) == "gobierno regional"
    assert level.max_length == 2
    (generated,) = fields_of(SanitationProject, "position_source")
    assert generated.max_length == 13
    assert "capital de la unidad" in str(generated.description)
    (unlimited,) = fields_of(TransitRoute, "destinations")
    assert unlimited.max_length is None


def test_a_path_leads_through_relations() -> None:
    found = field_of(CommitmentTerritory, "commitment__plan__source", name="source")
    assert (found.name, found.path) == ("source", "commitment__plan__source")
    assert str(found.title) == "Fuente"


def test_a_path_leads_from_an_abstract_model_too() -> None:
    found = field_of(PlacedRecord, "declared_unit__ubigeo", name="declared_ubigeo")
    assert (found.path, found.max_length) == ("declared_unit__ubigeo", 6)


def test_what_is_said_here_comes_before_what_the_model_says() -> None:
    found = field_of(SanitationProject, "cui", name="code", title="CUI", description="ocho cifras")
    assert found == Field("code", "CUI", source="cui", description="ocho cifras", max_length=8)


def test_a_field_among_the_names_stands_for_itself() -> None:
    own = Field("length_m", "Longitud", FieldType.NUMBER, unit="m")
    assert fields_of(TransitRoute, "name", own)[1] is own


@pytest.mark.parametrize("path", ["nombre", "name__length", "declared_unit__nombre", "mode__name"])
def test_a_path_that_leads_nowhere_is_refused(path: str) -> None:
    with pytest.raises(FieldDoesNotExist):
        fields_of(TransitRoute, path)


def test_a_relation_from_the_other_side_is_no_column() -> None:
    with pytest.raises(FieldDoesNotExist, match=r"Commitment\.territories"):
        fields_of(Commitment, "territories")


@pytest.mark.parametrize(
    ("model", "path"), [(Commitment, "corrections"), (CommitmentTerritory, "geom")]
)
def test_a_value_that_no_protocol_can_name_is_refused(model: type, path: str) -> None:
    with pytest.raises(TypeError, match=path):
        fields_of(model, path)


class _Priced(models.Model):  # no rows
    cost = models.IntegerField(lazy(lambda: f"{translation.get_language()} (S/)", str)())

    class Meta:
        abstract = True
        app_label = "bench"


def test_titles_are_in_the_language_of_who_reads_them() -> None:
    (cost,) = fields_of(_Priced, "cost")
    for language in ("es", "en"):
        with translation.override(language):
            assert (str(cost.title), str(cost.unit)) == (language.capitalize(), "S/")


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.name)
def test_no_layer_contradicts_its_model(layer: Layer) -> None:
    model = layer.rows(AnonymousUser()).model
    for field in layer.fields:
        try:
            derived = field_of(model, field.path)
        except FieldDoesNotExist:
            continue  # an annotation of the layer's rows, which no model describes
        for name in ("type", "unit", "labels", "max_length"):
            assert getattr(field, name) == getattr(derived, name), (field.name, name)
