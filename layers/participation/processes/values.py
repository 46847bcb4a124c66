"""What a record of the processes may hold: checked here, whether a form or a file brings it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from django.contrib.gis.geos import Point
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models

from layers.errors import InvalidParameter
from layers.reading.text import clean, unreadable
from layers.record_kinds import Kind
from layers.security_policy.basis import basis_problems, planned_problems, version_problems
from territory.models import (
    AdminUnit,
    Agreement,
    Consultation,
    Forum,
    PlannedPublication,
    PolicyBasis,
    ReviewedRecord,
    SystemVersion,
    WrittenGuideline,
)
from territory.models.placed import SAMPLE_PREFIX
from territory.models.transport import OTHER_CITIES
from territory.participation.processes.texts import paragraphs_of, typed
from territory.personal_data import free_texts, masked
from territory.plan_consultations import plan_named

LONGEST_TEXT = 20_000
MOST_UNITS = 200
LONGEST_ADDRESS = 200


class InvalidValues(InvalidParameter):
    """Lo escrito no se puede guardar.

    ``problems`` are all that is wrong, each with its field; message and parameter are the first's.
    """

    def __init__(self, problems: Sequence[InvalidParameter]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems[0].message, parameter=self.problems[0].parameter)


def checked(kind: Kind, record: ReviewedRecord) -> None:
    """Raises InvalidValues, which names each field, where the record may not be stored."""
    problems = [*_problems(kind, record)]
    named = {problem.parameter for problem in problems}
    try:
        fields = [name.removesuffix("_id") for name in named if name]
        record.full_clean(exclude=["proposed", *fields])
    except ValidationError as error:
        problems += _refusals(kind, error)
    if problems:
        raise InvalidValues(problems)


def _problems(kind: Kind, record: Any) -> Iterator[InvalidParameter]:
    """What the columns themselves don't know."""
    for name in free_texts(kind.model):
        yield from _of_text(record, name)
    if "units" in kind.values:
        yield from _of_units(record)
    if "geom" in kind.values:
        yield from _of_place(record)
    if "paragraphs" in kind.values:
        yield from _of_paragraphs(record)
    if hasattr(record, "source_url") and not record.is_sample and not record.source_url:
        yield InvalidParameter(
            "Falta la dirección de la fuente: sin ella no se guarda nada.", parameter="source_url"
        )
    if not kind.is_of(record.of_commitment.number):
        numbers = " o ".join(map(str, kind.among or (kind.of_commitment,)))
        yield InvalidParameter(f"Eso es del compromiso {numbers}.", parameter="commitment")
    yield from kind.problems(record)
    for model, problems in _OF_MODELS:
        if isinstance(record, model):
            yield from problems(record)


def _of_text(record: ReviewedRecord, name: str) -> Iterator[InvalidParameter]:
    text = getattr(record, name)
    if text is None:
        return
    title = _title(record, name)
    wrong = ""
    if isinstance(text, str):
        # What nobody sees goes: marks of direction would show another text than is stored.
        text = clean(text)
        setattr(record, name, text)
    if not isinstance(text, str) or unreadable(text):
        wrong = "tiene caracteres que no son de un texto."
    elif len(text) > LONGEST_TEXT:
        wrong = f"tiene {len(text)} caracteres; se admiten {LONGEST_TEXT}."
    elif masked(text) != text:
        wrong = "tiene un teléfono, un correo o un número de documento; quítelo."
    elif text.startswith(SAMPLE_PREFIX) and not record.is_sample:
        wrong = "«EJEMPLO» es de las muestras."
    if wrong:
        yield InvalidParameter(f"{title}: {wrong}", parameter=name)


def _of_units(record: Any) -> Iterator[InvalidParameter]:
    codes = list(record.units)
    if len(codes) > MOST_UNITS or len(set(codes)) != len(codes):
        yield InvalidParameter(
            f"Los ubigeos son {MOST_UNITS} como máximo, y cada uno una vez.", parameter="units"
        )
        return
    known = set(AdminUnit.objects.filter(pk__in=codes).values_list("pk", flat=True))
    unknown = [str(code)[:20] for code in codes if code not in known]
    if unknown:
        yield InvalidParameter(f"«{unknown[0]}» no es un ubigeo del INEI.", parameter="units")


def _of_place(record: Any) -> Iterator[InvalidParameter]:
    """The country's extreme points, and both or none of place and point."""
    point = record.geom
    if point is None:
        return
    if not isinstance(point, Point) or point.empty or point.srid != 4326:
        yield InvalidParameter("La sede es un punto en EPSG:4326.", parameter="geom")
    elif not (-81.5 <= point.x <= -68.5 and -18.5 <= point.y <= 0.1):
        yield InvalidParameter("El punto de la sede no está en el Perú.", parameter="geom")


def _of_paragraphs(record: Any) -> Iterator[InvalidParameter]:
    """As typed once more, so that whatever brings them keeps to the same rules."""
    try:
        record.paragraphs = paragraphs_of(typed(record.paragraphs))
    except (KeyError, TypeError):
        yield InvalidParameter("Los párrafos no se entienden.", parameter="paragraphs")
        return
    except ValueError as error:
        yield InvalidParameter(str(error), parameter="paragraphs")
        return
    for item in record.paragraphs:
        item["text"] = clean(item["text"])
        if masked(item["text"]) != item["text"] or unreadable(item["text"]):
            yield InvalidParameter(
                f"El párrafo [{item['number']}] tiene datos personales o caracteres extraños.",
                parameter="paragraphs",
            )
            return


def _of_guideline(record: WrittenGuideline) -> Iterator[InvalidParameter]:
    """Where it is read, and no longer address than the file takes in which it is taken home."""
    if not (record.is_sample or record.document_url):
        yield InvalidParameter(
            "Falta la dirección del documento: sin ella no se guarda nada.",
            parameter="document_url",
        )
    if len(record.source_url or "") > LONGEST_ADDRESS:
        yield InvalidParameter(
            f"La dirección de la fuente tiene más de {LONGEST_ADDRESS} caracteres.",
            parameter="source_url",
        )


def _of_evaluation(record: Forum) -> Iterator[InvalidParameter]:
    said = [record.evaluation, record.evaluation_outcome, record.evaluated_on]
    if not any((*said, record.evaluation_url)):
        return
    if not record.is_pilot:
        yield InvalidParameter("Solo se evalúa un piloto: márquelo.", parameter="is_pilot")
    elif not all(said) or not (record.evaluation_url or record.is_sample):
        yield InvalidParameter(
            "De la evaluación se dice todo: texto, resultado, fecha y dirección.",
            parameter="evaluation",
        )


def _of_its_kind(record: Any) -> Iterator[InvalidParameter]:
    """What an agreement or a consultation contradicts itself in; days may be missing here."""
    if isinstance(record, Agreement):
        if record.fulfilled_on and record.progress != Agreement.Progress.FULFILLED:
            yield InvalidParameter(
                "Solo de lo cumplido se dice cuándo se cumplió.", parameter="fulfilled_on"
            )
        return
    if record.opens_on and record.closes_on and record.closes_on < record.opens_on:
        yield InvalidParameter("Cierra antes de abrir.", parameter="closes_on")
    yield from _of_plan(record)
    if record.forum_id is None:
        return
    if not Forum.objects.filter(pk=record.forum_id, commitment=record.commitment_id).exists():
        yield InvalidParameter("El foro es de otro compromiso.", parameter="forum")


def _of_plan(record: Consultation) -> Iterator[InvalidParameter]:
    """Of commitment 10 alone, and a plan that everybody sees: an example's of an example."""
    if record.plan_code is None:
        return
    if record.of_commitment.number != OTHER_CITIES:
        yield InvalidParameter(
            f"Solo una consulta del compromiso {OTHER_CITIES} es de un plan de transporte urbano.",
            parameter="plan_code",
        )
    elif plan_named(str(record.plan_code), samples=record.is_sample) is None:
        code = clean(str(record.plan_code))[:40]
        yield InvalidParameter(
            f"No hay ningún plan de transporte urbano publicado con el código «{code}».",
            parameter="plan_code",
        )


_OF_MODELS: tuple[tuple[Any, Callable[[Any], Iterator[InvalidParameter]]], ...] = (
    (WrittenGuideline, _of_guideline),
    (PolicyBasis, basis_problems),
    (SystemVersion, version_problems),
    (PlannedPublication, planned_problems),
    (Forum, _of_evaluation),
    (Agreement | Consultation, _of_its_kind),
)


def _refusals(kind: Kind, error: ValidationError) -> Iterator[InvalidParameter]:
    """With each field's title; what is given twice is the last of what names the record."""
    for name, errors in error.error_dict.items():
        if name != NON_FIELD_ERRORS:
            message = f"{_title(kind.model, name)}: {errors[0].messages[0]}"
            yield InvalidParameter(message, parameter=name)
        elif errors[0].code in {"unique", "unique_together"}:
            column = kind.fixed[-1]
            message = f"{_title(kind.model, column)}: ya lo tiene otro registro."
            yield InvalidParameter(message, parameter=column)
        else:
            yield InvalidParameter(errors[0].messages[0])


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
