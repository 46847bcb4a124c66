"""The form of a record of the processes: its columns as fields; the door says what is stored."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib.gis.geos import GEOSGeometry, Point
from django.db import models
from django.utils.translation import gettext_lazy as _

from frontend.areas import MOST_GEOJSON, AreaField
from frontend.coordinates import MAX_TEXT, parse_coordinates
from layers.errors import InvalidParameter
from layers.participation.processes.values import LONGEST_TEXT, InvalidValues
from layers.record_kinds import Kind
from layers.reviewing import with_proposal
from layers.security_policy.basis import public_layers, source_titles
from layers.security_policy.kinds import PLANNED_PUBLICATION, POLICY_BASIS
from territory.agencies import is_demonstration
from territory.eib.rounds.items import stored_items
from territory.eib.rounds.items_text import read_items, typed_items
from territory.models import (
    Commitment,
    Consultation,
    Forum,
    ReviewedRecord,
    SecurityEvidence,
)
from territory.models.participation import SECTORS
from territory.models.transport import OTHER_CITIES
from territory.participation.processes.seen import seen
from territory.participation.processes.texts import paragraphs_of, typed
from territory.plan_consultations import choosable
from territory.roles import AnyUser

_HINTS = {
    "slug": _("Nombra su página, por ejemplo «foro-de-salud»; no cambia."),
    "code": _("Nombra el acuerdo dentro de su sesión, por ejemplo «A1»; no cambia."),
    "abstract": _("Qué estudia, cómo y qué halló; sin personas que se reconozcan."),
    "licence": _("La que declara quien lo publica: de ella depende que el archivo se pueda dar."),
    "footprint": _(
        "El área de la que habla, si no son las unidades: dibújela o pegue un polígono GeoJSON en "
        "longitud y latitud."
    ),
    "units": _("Códigos de 2, 4 o 6 dígitos, separados por espacios. Vacío: no se conoce."),
    "geom": _("Latitud y longitud, por ejemplo «-13.52, -71.97»; o UTM. Vacío: no se conoce."),
    "paragraphs": _(
        "Una línea en blanco separa los párrafos. El que sigue de una versión a otra conserva su "
        "número: [1] …; los nuevos reciben el suyo."
    ),
    "number": _("Se cuenta desde 1; no cambia."),
    "items": _(
        "CSV con punto y coma, una línea por respuesta: item;eslabon;responde;pregunta;respuesta;"
        "texto;favorable. Eslabón: formacion, materiales, uso o familias. Responde: docentes, "
        "servicios, aulas o familias. Favorable: si o no."
    ),
    "asked": _("Cómo se eligieron los servicios; sin nombres de personas."),
    "text": _("Sin nombres de personas, firmas, teléfonos ni números de documento."),
    "source_url": _("Dónde se lee lo que aquí se dice. Sin ella no se guarda."),
    "cutoff_date": _("Día en que lo dicho era cierto."),
    "label": _("Cómo se llama, por ejemplo «2.0»; no cambia."),
    "changes": _("Respecto de la versión anterior. Vacío: no se conoce."),
    "document_url": _("Dónde se lee esta versión. Sin ella no se guarda."),
    "source": _("Quién publica esta versión: una entidad, nunca una persona."),
    "fulfilled_on": _("Solo de lo cumplido."),
    "plan_code": _("Sobre qué plan se consulta; solo en el compromiso 10."),
    "residence": _("Código modular y anexo de la escuela, por ejemplo «0257048-0»; no cambia."),
    "document": _("El diagnóstico, oficio o inventario en el que consta."),
    "owner": _("Responde una entidad, nunca una persona."),
    "shows": _("Lo que muestra y cómo se hizo; sin personas que se reconozcan."),
    "institution": _("Una entidad, nunca una persona."),
    "period": _("Un año «2022», un mes «2022-03», o el primero y el último «2018/2022»."),
    "figure": _("Como la capa la llama, por ejemplo «denuncias, total»."),
    "series": _("Cómo se llama lo que se publica, por ejemplo «denuncias por mes»; no cambia."),
    "lag_days": _("Vacío si nadie lo dijo."),
    "use": _("Qué toma el documento de ella."),
    "evaluation": _("Del piloto se dice todo o nada: texto, resultado, fecha y dirección."),
}
_LONGEST_LIST, _LONGEST_CODE = 2_000, 20
_LONGEST_PARAGRAPHS = 500_000


def form_name(column: str) -> str:
    """A column's name as forms and errors have it: ``owner_id`` → ``owner``."""
    return column.removesuffix("_id")


class PointField(forms.CharField):
    """A position as people type it; a Point in EPSG:4326, or None."""

    def to_python(self, value: Any) -> Any:
        """Raises ValidationError where it is no position."""
        text = str(super().to_python(value) or "")
        if not text:
            return None
        position = parse_coordinates(text)
        if position is None:
            raise forms.ValidationError(
                _("No se entiende: escriba latitud y longitud, por ejemplo «-13.52, -71.97».")
            )
        return Point(position.longitude, position.latitude, srid=4326)

    def validate(self, value: Any) -> None:
        """A point is no text to be asked about its length."""

    def run_validators(self, value: Any) -> None:
        """Nor this."""


class RecordForm(forms.Form):
    """A kind's columns: all of them of a new record, else those that may change.

    ``highest`` is the highest number that a paragraph of the text under consultation ever had.
    """

    def __init__(
        self,
        kind: Kind,
        commitments: list[Commitment],
        user: AnyUser,
        data: Any = None,
        *,
        record: ReviewedRecord | None = None,
        initial: Mapping[str, Any] | None = None,
        highest: int = 0,
    ) -> None:
        texts = _texts_of(kind, record) if record is not None else dict(initial or {})
        super().__init__(data, initial=texts)
        self.highest = highest
        # What it is a part of is said by the address.
        first = () if record is not None else kind.fixed
        numbers = {found.number for found in commitments}
        if record is not None:
            numbers = {record.of_commitment.number}
        left_out = {kind.within} if OTHER_CITIES in numbers else {kind.within, "plan_code"}
        self.columns = tuple(n for n in (*first, *kind.values) if form_name(n) not in left_out)
        for column in self.columns:
            self.fields[form_name(column)] = _field(kind, column, commitments, user)
        if "plan_code" in self.columns:
            self.fields["plan_code"] = _plan_field(user, record, texts.get("plan_code"))

    def clean_units(self) -> list[str]:
        """The codes, which spaces or commas part."""
        codes: list[str] = self.cleaned_data["units"].replace(",", " ").split()
        return codes

    def clean_paragraphs(self) -> list[dict[str, Any]]:
        """Each with its number."""
        try:
            return paragraphs_of(self.cleaned_data["paragraphs"], self.highest)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error

    def clean_items(self) -> list[dict[str, Any]]:
        """The questions of an instrument."""
        try:
            return stored_items(read_items(self.cleaned_data["items"]))
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error

    def values(self) -> dict[str, Any]:
        """Of a valid form, as the door takes them."""
        given = self.cleaned_data
        return {column: _stored(given[form_name(column)]) for column in self.columns}

    def refuse(self, error: InvalidParameter) -> None:
        """Put what the door refused beside its fields."""
        problems = error.problems if isinstance(error, InvalidValues) else (error,)
        for problem in problems:
            name = form_name(problem.parameter or "")
            self.add_error(name if name in self.fields else None, problem.message)


def _stored(value: Any) -> Any:
    if isinstance(value, models.Model):
        return value.pk
    return value


def _field(kind: Kind, column: str, commitments: list[Commitment], user: AnyUser) -> forms.Field:
    name = form_name(column)
    of: Any = kind.model._meta.get_field(name)
    label = str(of.verbose_name).capitalize()
    shared = {"label": label, "help_text": _HINTS.get(name, "")}
    if name in {"units", "geom", "paragraphs", "residence", "items", "footprint"}:
        return _typed_field(name, shared)
    if (kind.name, name) in _NAMED:
        return _NAMED[kind.name, name](shared)
    more: dict[str, Any] = {}
    if isinstance(of, models.URLField):
        more = {"assume_scheme": "https"}
    elif isinstance(of, models.DateField):
        more = {"widget": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})}
    elif isinstance(of, models.TextField):
        more = {"max_length": LONGEST_TEXT, "widget": forms.Textarea(attrs={"rows": 6})}
    field: forms.Field = of.formfield(**shared, **more)
    if name in SECTORS:
        field.help_text = _("Cuántas personas; vacío si nadie las contó.")
    if name == "commitment":
        plan = [found.pk for found in commitments if kind.is_of(found.number)]
        field.queryset = Commitment.objects.filter(pk__in=plan)  # type: ignore[attr-defined]
        field.initial = plan[0] if len(plan) == 1 else None
    elif name == "forum":
        # Of the commitments that the account prepares facts or samples of, what it sees alone.
        forums = seen(Forum, user).filter(commitment__in=commitments)
        field.queryset = forums.defer("geom")  # type: ignore[attr-defined]
    elif name in _CHOSEN:
        model, path = _CHOSEN[name]
        rows = seen(model, user).filter(**{f"{path}__in": commitments})
        field.queryset = rows  # type: ignore[attr-defined]
    return field


# Records that another one names, of the commitments that the account prepares.
_CHOSEN: dict[str, tuple[type[ReviewedRecord], str]] = {
    "consultation": (Consultation, "commitment"),
    "evidence": (SecurityEvidence, "commitment"),
}


def _layer_field(shared: dict[str, Any]) -> forms.Field:
    return forms.ChoiceField(
        choices=[("", _("Ninguna")), *public_layers()], required=False, **shared
    )


def _source_field(shared: dict[str, Any]) -> forms.Field:
    return forms.ChoiceField(choices=sorted(source_titles().items()), **shared)


# What is chosen by its name, of a kind and a column.
_NAMED: dict[tuple[str, str], Callable[[dict[str, Any]], forms.Field]] = {
    (POLICY_BASIS.name, "layer"): _layer_field,
    (PLANNED_PUBLICATION.name, "source"): _source_field,
}


def _plan_field(user: AnyUser, record: ReviewedRecord | None, present: Any) -> forms.Field:
    """The published plans, and the present one even where it is published no more."""
    samples = is_demonstration(user) if record is None else record.is_sample
    choices = choosable(samples=samples)
    if present and present not in dict(choices):
        choices.append((present, _("{code} (hoy no está publicado)").format(code=present)))
    return forms.ChoiceField(
        label=_("Plan de transporte urbano"),
        help_text=_HINTS["plan_code"],
        choices=[("", _("Ninguno")), *choices],
        required=False,
    )


def _typed_field(name: str, shared: dict[str, Any]) -> forms.Field:
    """What a person types of a column that no plain field holds."""
    if name == "footprint":
        return AreaField(required=False, max_length=MOST_GEOJSON, widget=AreaField.area(), **shared)
    if name == "geom":
        return PointField(required=False, max_length=MAX_TEXT, **shared)
    if name == "units":
        return forms.CharField(required=False, max_length=_LONGEST_LIST, **shared)
    if name == "residence":
        return forms.CharField(max_length=_LONGEST_CODE, **shared)
    area = forms.Textarea(attrs={"rows": 16})
    return forms.CharField(max_length=_LONGEST_PARAGRAPHS, widget=area, **shared)


def _texts_of(kind: Kind, record: ReviewedRecord) -> dict[str, Any]:
    """What a form shows of a record, with what waits beside it in place."""
    shown = with_proposal(record)
    return {form_name(column): typed_value(shown, column) for column in kind.values}


def typed_value(record: Any, column: str) -> Any:
    """A column's value as a person types it."""
    value = getattr(record, column)
    if column == "units":
        return " ".join(value)
    if column == "geom":
        return f"{value.y}, {value.x}" if value else ""
    if column == "footprint":
        return GEOSGeometry(value).geojson if value else ""
    if column == "paragraphs":
        return typed(value)
    if column == "items":
        return typed_items(value)
    return value
