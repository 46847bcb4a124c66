"""What a file says of itself: whose data it is, of when, of where, and under which licence."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from layers import registry
from layers.coverage import covered_units
from layers.days import NOTE
from layers.layer import AnyUser, Layer
from layers.layer_info import LayerInfo
from territory.covered import published_coverage
from territory.models.placed import PublishedRecord


@dataclass(frozen=True)
class Statement:
    """In Spanish, for a person; ``covers`` is empty where the question makes no sense.

    ``licence`` says so where the source has declared none.
    """

    name: str
    title: str
    abstract: str
    source: str
    source_url: str
    cutoff_date: dt.date | None
    licence: str
    attribution: str
    covers: str
    part: str
    is_sample: bool
    is_approximate: bool
    made_at: dt.datetime

    def lines(self) -> tuple[tuple[str, str], ...]:
        """Label and text of all that is known."""
        cutoff = date_format(self.cutoff_date, "DATE_FORMAT") if self.cutoff_date else ""
        said = (
            (_("Capa"), self.title),
            (_("Identificador"), self.name),
            (_("Atención"), self.warnings()),
            (_("Descripción"), self.abstract),
            (_("Fuente"), self.source),
            (_("Dirección de la fuente"), self.source_url),
            (_("Fecha de corte"), cutoff),
            (_("Cobertura"), self.covers),
            (_("Contenido"), self.part),
            (_("Licencia"), self.licence),
            (_("Atribución"), self.attribution),
            (_("Fechas"), _("Los días son de Lima: %(note)s.") % {"note": NOTE}),
            (_("Archivo hecho"), date_format(timezone.localtime(self.made_at), "DATETIME_FORMAT")),
        )
        return tuple((label, text) for label, text in said if text)

    def warnings(self) -> str:
        """What whoever takes the file for more than it is must read first."""
        found = []
        if self.is_sample:
            found.append(_("EJEMPLO: muestra un formato y no es un dato real."))
        if self.is_approximate:
            found.append(_("Los límites son aproximados, no oficiales."))
        return " ".join(found)

    def text(self) -> str:
        """The lines as one text."""
        return "\n".join(f"{label}: {text}" for label, text in self.lines())


def statement(layer: Layer, info: LayerInfo, user: AnyUser, part: str) -> Statement:
    """What a file of the layer's rows says; ``part`` which of them it holds, in words."""
    return Statement(
        name=layer.name,
        title=info.title,
        abstract=info.abstract,
        source=info.source,
        source_url=info.source_url,
        cutoff_date=info.cutoff_date,
        licence=info.licence_in_words,
        attribution=info.attribution,
        covers=_covers(layer, info, user),
        part=part,
        is_sample=info.has_samples,
        is_approximate=info.has_approximate_boundaries,
        made_at=timezone.now(),
    )


def described(layer: Layer, user: AnyUser, part: str = "") -> Statement:
    """The same, with what the layer holds now."""
    return statement(layer, registry.describe(layer, user), user, part)


def _covers(layer: Layer, info: LayerInfo, user: AnyUser) -> str:
    if not info.number_of_facts or not issubclass(layer.rows(user).model, PublishedRecord):
        return ""
    units = covered_units(layer, info, user, published_coverage())
    if units is None:
        return _("Todo el país")
    if not units:
        return _("No se sabe qué parte del país cubre")
    named = ", ".join(f"{unit.name} ({unit.ubigeo})" for unit in units)
    return _("%(units)s; fuera de ahí no se sabe") % {"units": named}
