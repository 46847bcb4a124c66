"""Which rows of a model belong to a unit: the one that they declare, or all that they span."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, Func, OuterRef, Q, TextField, Value
from django.db.models.functions import Cast, Coalesce, JSONObject, NullIf, Substr

from territory.models import AdminUnit
from territory.models.placed import PlacedRecord

_CODES: ArrayField[Any, Any] = ArrayField(TextField())


def within(model: type[PlacedRecord], ubigeo: str) -> Q:
    """The rows of the unit or of one inside it."""
    if not model.spans:
        return Q(declared_unit__ubigeo__startswith=ubigeo)
    return Q(pk__in=_spanned(model, unit__ubigeo__startswith=ubigeo))


def exactly(model: type[PlacedRecord], ubigeos: Collection[str]) -> Q:
    """The rows of one of the units itself."""
    if not model.spans:
        return Q(declared_unit__in=ubigeos)
    return Q(pk__in=_spanned(model, unit__in=ubigeos))


def departments(model: type[PlacedRecord]) -> Func:
    """The department of a row: one row for each, with NULL for those of none."""
    if not model.spans:
        return Substr("declared_unit_id", 1, 2)
    codes = (
        _units(model)
        .filter(record=OuterRef("pk"))
        .annotate(department=Substr("unit_id", 1, 2))
        .values("department")
        .distinct()
    )
    none = Cast(Value("{}"), _CODES)
    nobody = Cast(Value("{NULL}"), _CODES)
    each = Coalesce(NullIf(ArraySubquery(codes, output_field=_CODES), none), nobody)
    return Func(each, function="unnest", output_field=CharField())


def units_of(model: type[PlacedRecord]) -> ArraySubquery:
    """The units of each row as JSON, ``ubigeo`` and ``name``, by ubigeo."""
    if model.spans:
        of = _units(model).filter(record=OuterRef("pk")).order_by("unit")
        found = of.values(found=JSONObject(ubigeo="unit_id", name="unit__name"))
    else:
        declared = AdminUnit.objects.filter(pk=OuterRef("declared_unit_id"))
        found = declared.order_by().values(found=JSONObject(ubigeo="pk", name="name"))
    return ArraySubquery(found)


def _spanned(model: type[PlacedRecord], **which: Any) -> Any:
    return _units(model).filter(**which).values("record")


def _units(model: type[PlacedRecord]) -> Any:
    units: Any = model._meta.get_field(model.spans).related_model
    return units.objects.order_by()
