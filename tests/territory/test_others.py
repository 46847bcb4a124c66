"""What rows of other tables say of a model's rows is declared by the model, and stays as it is."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps

from territory.models import SanitationProject, SchoolService
from territory.others import declared_by, refill

pytestmark = pytest.mark.django_db

DECLARING: list[Any] = [
    model for model in apps.get_app_config("territory").get_models() if declared_by(model)
]


def test_some_declare_it_and_others_do_not() -> None:
    assert {model.__name__ for model in DECLARING} >= {"EibSchool", "DegreeCount"}
    assert declared_by(SanitationProject) is None
    assert declared_by(SchoolService) is None


@pytest.mark.parametrize("model", DECLARING, ids=lambda model: model.__name__)
def test_what_is_declared_is_filled_and_filled_once(model: Any) -> None:
    declared = declared_by(model)
    assert declared
    columns = {field.column: field for field in model._meta.concrete_fields}
    assert set(declared.columns) <= set(columns)
    # Of examples too, which are there.
    assert refill(model) == 0
    names = [columns[column].attname for column in declared.columns]
    before = list(model.objects.order_by("pk").values_list(*names))
    assert any(any(value is not None for value in row) for row in before)
    facts = model.objects.filter(is_sample=True)
    facts.update(**dict.fromkeys(names))
    assert refill(model) > 0
    assert list(model.objects.order_by("pk").values_list(*names)) == before
