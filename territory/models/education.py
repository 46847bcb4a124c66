"""Commitment 8: rural schools, and the list that says which model of service each follows."""

from __future__ import annotations

from django.contrib.gis.db import models
from django.db.models import Case, Q, Sum, Value, When
from django.utils.translation import gettext_lazy as _

from territory.models.parts import PartedRecord
from territory.models.placed import Measure, PositionedRecord
from territory.models.school_services import RegisteredService, one_digit, seven_digits
from territory.models.searched import Code, Searched

_RURAL = Q(area="rural")
# The second list, not the register, says what a school's model is.
_LIST_SOURCE, _LIST_CUTOFF = "service_model_source", "service_model_cutoff_date"


class ServiceModel(models.TextChoices):
    """The forms of attention for rural secondary education (FAD)."""

    CRFA = "CRFA", _("Centro Rural de Formación en Alternancia")
    SRE = "SRE", _("Secundaria con Residencia Estudiantil")
    ST = "ST", _("Secundaria Tutorial")


# The plan speaks of the residences of "Secundaria en Alternancia y Secundaria con Residencia".
WITH_RESIDENCE = (ServiceModel.CRFA, ServiceModel.SRE)

_IS_KNOWN = Q(service_model__isnull=False)
_HAS_RESIDENCE = Q(service_model__in=WITH_RESIDENCE)


_SEARCHED = Searched(
    "name",
    (Code("modular_code", numeric=True, digits=7), Code("local_code", numeric=True, digits=6)),
)


class RuralSchool(RegisteredService, PositionedRecord):
    """An active school that the ministry's register (ESCALE) calls rural, by code and annex.

    A service whose area the register doesn't say is a ``SchoolService`` only. ``service_model``
    and its provenance come from a second list (``ServiceModelEntry``);
    ``layers.themes.rural_schools.source`` keeps them in step.
    """

    class Area(models.TextChoices):
        RURAL = "rural", _("rural")

    populated_place = models.CharField(_("centro poblado"), max_length=150, null=True, blank=True)
    area = models.CharField(
        _("área"),
        max_length=5,
        choices=Area.choices,
        default=Area.RURAL,
        db_default=Area.RURAL,
    )
    updated_on = models.DateField(_("actualizada en el padrón"), null=True, blank=True)
    service_model = models.CharField(
        _("modelo de servicio"),
        max_length=4,
        choices=ServiceModel.choices,
        null=True,
        blank=True,
        help_text=_("Vacío: la lista de modelos no lo dice."),
    )
    service_model_source = models.CharField(
        _("fuente del modelo de servicio"), max_length=200, null=True, blank=True
    )
    service_model_cutoff_date = models.DateField(
        _("fecha de corte del modelo de servicio"), null=True, blank=True
    )
    has_residence = models.GeneratedField(
        verbose_name=_("tiene residencia"),
        expression=Case(
            When(_HAS_RESIDENCE, then=Value(True)),
            When(_IS_KNOWN, then=Value(False)),
            default=Value(None),
        ),
        output_field=models.BooleanField(null=True),
        db_persist=True,
    )
    geom = models.PointField(_("posición"), null=True, blank=True)

    measures = (
        Measure("rural_schools", _("escuelas rurales"), where=_RURAL, known=_RURAL),
        Measure(
            "rural_pupils",
            _("estudiantes de escuelas rurales"),
            aggregate=Sum,
            of="pupils",
            where=_RURAL,
            known=_RURAL & Q(pupils__isnull=False),
        ),
        *(
            Measure(
                model.value.lower(),
                model.label,
                where=Q(service_model=model),
                known=_IS_KNOWN,
                source=_LIST_SOURCE,
                cutoff=_LIST_CUTOFF,
            )
            for model in ServiceModel
        ),
        Measure(
            "with_residence",
            _("escuelas con modelo que incluye residencia"),
            where=_HAS_RESIDENCE,
            known=_IS_KNOWN,
            source=_LIST_SOURCE,
            cutoff=_LIST_CUTOFF,
        ),
    )

    searched = _SEARCHED

    class Meta:
        verbose_name = _("escuela rural")
        verbose_name_plural = _("escuelas rurales")
        ordering = ["id"]
        indexes = _SEARCHED.indexes("school")
        constraints = [
            models.UniqueConstraint(
                name="ruralschool_once", fields=["modular_code", "annex", "is_sample"]
            ),
            models.CheckConstraint(name="ruralschool_is_rural", condition=_RURAL),
            models.CheckConstraint(
                name="ruralschool_model_has_provenance",
                condition=Q(service_model__isnull=True)
                | Q(service_model_cutoff_date__isnull=False)
                & Q(service_model_source__isnull=False),
            ),
        ]


class ServiceModelEntry(PartedRecord):
    """A line of the list that says which model of service a school follows.

    It is kept though no school of the register has its code: either file may be newer.
    """

    modular_code = models.CharField(_("código modular"), max_length=7, validators=[seven_digits])
    annex = models.CharField(_("anexo"), max_length=1, validators=[one_digit])
    name = models.CharField(_("nombre"), max_length=200)
    service_model = models.CharField(
        _("modelo de servicio"), max_length=4, choices=ServiceModel.choices
    )
    source = models.CharField(_("fuente"), max_length=200)
    source_url = models.URLField(_("dirección de la fuente"), null=True, blank=True)
    cutoff_date = models.DateField(_("fecha de corte"))
    is_sample = models.BooleanField(_("es una muestra"), default=False)

    class Meta:
        verbose_name = _("modelo de servicio de una escuela")
        verbose_name_plural = _("modelos de servicio de las escuelas")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="servicemodelentry_once", fields=["modular_code", "annex", "is_sample"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.service_model}"
