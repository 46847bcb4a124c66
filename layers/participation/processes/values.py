"""What a record of the processes may hold: checked here, whether a form or a file brings it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.contrib.gis.geos import Point
from django.core.exceptions import ValidationError
from django.db import models

from layers.errors import InvalidParameter
from layers.participation.processes.kinds import Kind
from layers.reading.text import clean, unreadable
from territory.models import AdminUnit, Forum, ReviewedRecord
from territory.models.placed import SAMPLE_PREFIX
from territory.participation.processes.texts import paragraphs_of, typed
from territory.personal_data import free_texts, masked

LONGEST_TEXT = 20_000
MOST_UNITS = 200


def checked(kind: Kind, record: ReviewedRecord) -> None:
    """Raises InvalidParameter, which names the field, where the record may not be stored."""
    for name in free_texts(kind.model):
        _check_text(record, name)
    if "units" in kind.values:
        _check_units(record)
    if "geom" in kind.values:
        _check_place(record)
    if "paragraphs" in kind.values:
        _check_paragraphs(record)
    if not record.is_sample:
        _check_source(record)
    _check_evaluation(record)
    try:
        record.full_clean(exclude=["proposed"])
    except ValidationError as error:
        raise _refusal(kind, error) from None


def _check_text(record: ReviewedRecord, name: str) -> None:
    text = getattr(record, name)
    if text is None:
        return
    title = _title(record, name)
    if isinstance(text, str):
        # What nobody sees goes: marks of direction would show another text than is stored.
        text = clean(text)
        setattr(record, name, text)
    if not isinstance(text, str) or unreadable(text):
        raise InvalidParameter(f"{title}: tiene caracteres que no son de un texto.", parameter=name)
    if len(text) > LONGEST_TEXT:
        raise InvalidParameter(
            f"{title}: tiene {len(text)} caracteres; se admiten {LONGEST_TEXT}.", parameter=name
        )
    if masked(text) != text:
        raise InvalidParameter(
            f"{title}: tiene un teléfono, un correo o un número de documento; quítelo.",
            parameter=name,
        )
    if text.startswith(SAMPLE_PREFIX) and not record.is_sample:
        raise InvalidParameter(f"{title}: «EJEMPLO» es de las muestras.", parameter=name)


def _check_units(record: Any) -> None:
    codes = list(record.units)
    if len(codes) > MOST_UNITS or len(set(codes)) != len(codes):
        raise InvalidParameter(
            f"Los ubigeos son {MOST_UNITS} como máximo, y cada uno una vez.", parameter="units"
        )
    known = set(AdminUnit.objects.filter(pk__in=codes).values_list("pk", flat=True))
    for code in codes:
        if code not in known:
            raise InvalidParameter(
                f"«{str(code)[:20]}» no es un ubigeo del INEI.", parameter="units"
            )


def _check_place(record: Any) -> None:
    """The country's extreme points, and both or none of place and point."""
    if record.geom is None:
        return
    point = record.geom
    if not isinstance(point, Point) or point.empty or point.srid != 4326:
        raise InvalidParameter("La sede es un punto en EPSG:4326.", parameter="geom")
    if not (-81.5 <= point.x <= -68.5 and -18.5 <= point.y <= 0.1):
        raise InvalidParameter("El punto de la sede no está en el Perú.", parameter="geom")


def _check_paragraphs(record: Any) -> None:
    """As typed once more, so that whatever brings them keeps to the same rules."""
    try:
        record.paragraphs = paragraphs_of(typed(record.paragraphs))
    except (KeyError, TypeError):
        raise InvalidParameter("Los párrafos no se entienden.", parameter="paragraphs") from None
    except ValueError as error:
        raise InvalidParameter(str(error), parameter="paragraphs") from None
    for item in record.paragraphs:
        item["text"] = clean(item["text"])
        if masked(item["text"]) != item["text"] or unreadable(item["text"]):
            raise InvalidParameter(
                f"El párrafo [{item['number']}] tiene datos personales o caracteres extraños.",
                parameter="paragraphs",
            )


def _check_source(record: Any) -> None:
    if hasattr(record, "source_url") and not record.source_url:
        raise InvalidParameter(
            "Falta la dirección de la fuente: sin ella no se guarda nada.", parameter="source_url"
        )


def _check_evaluation(record: Any) -> None:
    if not isinstance(record, Forum):
        return
    said = [record.evaluation, record.evaluation_outcome, record.evaluated_on]
    if not any((*said, record.evaluation_url)):
        return
    if not record.is_pilot:
        raise InvalidParameter("Solo se evalúa un piloto: márquelo.", parameter="is_pilot")
    if not all(said) or not (record.evaluation_url or record.is_sample):
        raise InvalidParameter(
            "De la evaluación se dice todo: texto, resultado, fecha y dirección.",
            parameter="evaluation",
        )


def _refusal(kind: Kind, error: ValidationError) -> InvalidParameter:
    """The first of what is wrong, with the field's title."""
    for name, errors in error.message_dict.items():
        message = errors[0]
        if name == "__all__":
            return InvalidParameter(message)
        return InvalidParameter(f"{_title(kind.model, name)}: {message}", parameter=name)
    return InvalidParameter()


def _title(of: ReviewedRecord | type[ReviewedRecord], name: str) -> str:
    field: Any = of._meta.get_field(name)
    return str(field.verbose_name).capitalize()


def stored_value(model: type[models.Model], name: str, value: Any) -> Any:
    """What a column holds of a value: no empty text where nothing is known."""
    field: Any = model._meta.get_field(name)
    if isinstance(value, str):
        value = value.replace("\r\n", "\n").strip()
    if value == "" and field.null:
        return None
    if isinstance(value, str) and isinstance(field, models.DateField):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            raise InvalidParameter(
                f"{str(field.verbose_name).capitalize()}: «{value[:20]}» no es una fecha "
                "(AAAA-MM-DD).",
                parameter=name,
            ) from None
    return value


def stored_values(kind: Kind, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as columns hold them; raises InvalidParameter for what the kind hasn't got."""
    for name in values:
        if name not in (*kind.fixed, *kind.values):
            raise InvalidParameter(f"«{name[:40]}» no se puede decir aquí.", parameter=name[:40])
    return {name: stored_value(kind.model, name, value) for name, value in values.items()}
