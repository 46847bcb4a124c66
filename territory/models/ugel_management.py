"""Commitment 6: the model of decentralised management, and how it comes about in focalised UGEL.

Actors and parties are offices and sectors, never persons. Each row says where it may be read
again, and keeps its history (``territory.models.histories``): which office changed what, when.
"""

from __future__ import annotations

from django.contrib.gis.db import models
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import F, Q, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from territory.models.histories import history
from territory.models.orientation import COUNTER_CLOCKWISE
from territory.models.placed import Measure, PlacedRecord, PublishedRecord
from territory.models.searched import Code, Searched
from territory.models.ugel import six_digits
from territory.models.units import BoundarySource

# A fact says at which address it may be read again; a sample has no address to give.
_HAS_SOURCE = Q(is_sample=True) | Q(source_url__isnull=False)
_SEARCHED = Searched("name", (Code("ugel_code", numeric=True, digits=6),))
MOST_STEPS = 99


class Kept(models.Model):
    """The columns of a row whose history is kept; the database writes them."""

    version = models.IntegerField(_("cambio"), default=1, editable=False)
    updated_at = models.DateTimeField(_("cambiado"), auto_now=True)

    class Meta:
        abstract = True


class ManagementModelVersion(Kept, PublishedRecord):
    """A version of the management model: what it changed, and where its document is."""

    title = models.CharField(_("documento"), max_length=200)
    edition = models.CharField(_("versión"), max_length=40)
    issued_on = models.DateField(_("fecha"))
    changes = models.TextField(_("qué cambió"), null=True, blank=True)
    document_url = models.URLField(_("dirección del documento"), null=True, blank=True)

    class Meta:
        triggers = [*history("parts")]
        verbose_name = _("versión del modelo de gestión")
        verbose_name_plural = _("versiones del modelo de gestión")
        ordering = ["title", "-issued_on", "-id"]
        constraints = [
            models.CheckConstraint(name="managementmodel_has_source", condition=_HAS_SOURCE),
            models.CheckConstraint(
                name="managementmodel_has_document",
                condition=Q(is_sample=True) | Q(document_url__isnull=False),
            ),
            models.UniqueConstraint(
                name="managementmodel_once", fields=["title", "edition", "is_sample"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.edition}"


class ManagementStage(models.TextChoices):
    """How far the model has come in a UGEL, in the order in which it gets there."""

    DESIGN = "design", _("en diseño")
    AGREED = "agreed", _("consensuado")
    IMPLEMENTING = "implementing", _("en implementación")
    IMPLEMENTED = "implemented", _("implementado")


_IN_PLACE = Q(stage__in=(ManagementStage.IMPLEMENTING, ManagementStage.IMPLEMENTED))
_AGREED = _IN_PLACE | Q(stage=ManagementStage.AGREED)
_STAGE_KNOWN = Q(stage__isnull=False)


class FocalisedUgel(Kept, PlacedRecord):
    """A UGEL in which the model is designed and implemented, known by its code.

    ``geom`` (EPSG:4326) is the area that the UGEL has (``UgelArea``), NULL where the register
    doesn't know it; ``territory.ugel.focalised`` keeps it in step. ``stage`` is NULL where nothing
    says how far the model has come.
    """

    ugel_code = models.CharField(_("código de UGEL"), max_length=6, validators=[six_digits])
    name = models.CharField(_("UGEL"), max_length=110)
    focalised_on = models.DateField(_("fecha de focalización"), null=True, blank=True)
    instrument = models.CharField(
        _("documento que la focaliza"), max_length=200, null=True, blank=True
    )
    instrument_url = models.URLField(_("dirección de ese documento"), null=True, blank=True)
    stage = models.CharField(
        _("etapa del modelo"), max_length=12, choices=ManagementStage.choices, null=True, blank=True
    )
    stage_on = models.DateField(_("fecha de la etapa"), null=True, blank=True)
    model_edition = models.CharField(
        _("versión del modelo que aplica"), max_length=40, null=True, blank=True
    )
    geom = models.MultiPolygonField(_("área"), null=True, blank=True, editable=False)
    boundary_source = models.CharField(
        _("fuente del límite"),
        max_length=20,
        choices=BoundarySource.choices,
        null=True,
        blank=True,
        editable=False,
    )
    boundary_origin = models.CharField(
        _("origen del límite"), max_length=200, null=True, blank=True, editable=False
    )

    measures = (
        Measure("focalised_ugel", _("UGEL focalizadas")),
        Measure(
            "focalised_agreed",
            _("UGEL focalizadas con el modelo consensuado"),
            where=_AGREED,
            known=_STAGE_KNOWN,
        ),
        Measure(
            "focalised_in_place",
            _("UGEL focalizadas con el modelo en implementación o implementado"),
            where=_IN_PLACE,
            known=_STAGE_KNOWN,
        ),
    )
    searched = _SEARCHED
    sheet = Concat(Value("/ugel/focalizadas/"), F("ugel_code"), Value("/"))

    class Meta:
        triggers = [
            COUNTER_CLOCKWISE,
            *history("parts", "geom", "boundary_source", "boundary_origin"),
        ]
        verbose_name = _("UGEL focalizada")
        verbose_name_plural = _("UGEL focalizadas")
        ordering = ["ugel_code", "id"]
        indexes = _SEARCHED.indexes("focalisedugel")
        constraints = [
            models.UniqueConstraint(name="focalisedugel_once", fields=["ugel_code", "is_sample"]),
            models.CheckConstraint(name="focalisedugel_has_source", condition=_HAS_SOURCE),
            models.CheckConstraint(
                name="focalisedugel_day_of_stage",
                condition=Q(stage_on__isnull=True) | Q(stage__isnull=False),
            ),
            models.CheckConstraint(
                name="focalisedugel_geom_has_source",
                condition=Q(geom__isnull=True) | Q(boundary_source__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RouteStepState(models.TextChoices):
    """Where a step of the route of consensus stands."""

    PLANNED = "planned", _("previsto")
    UNDER_WAY = "under_way", _("en curso")
    DONE = "done", _("realizado")


class UgelRouteStep(Kept, PublishedRecord):
    """A step of a UGEL's route of consensus; ``position`` orders them.

    ``happens_on`` is the day on which it was taken or, of one that wasn't yet, for which it is
    planned. ``actors`` are of the list that the theme's reader knows, joined by "; ".
    """

    ugel_code = models.CharField(_("código de UGEL"), max_length=6, validators=[six_digits])
    position = models.PositiveSmallIntegerField(
        _("orden"), validators=[MinValueValidator(1), MaxValueValidator(MOST_STEPS)]
    )
    step = models.CharField(_("paso"), max_length=300)
    progress = models.CharField(_("estado"), max_length=9, choices=RouteStepState.choices)
    happens_on = models.DateField(_("fecha"), null=True, blank=True)
    actors = models.CharField(
        _("actores"),
        max_length=500,
        null=True,
        blank=True,
        help_text=_("Oficinas y sectores separados por punto y coma; nunca personas."),
    )
    evidence_url = models.URLField(_("evidencia"), null=True, blank=True)

    class Meta:
        triggers = [*history("parts")]
        verbose_name = _("paso de la ruta de consenso")
        verbose_name_plural = _("pasos de las rutas de consenso")
        ordering = ["ugel_code", "position"]
        constraints = [
            models.UniqueConstraint(
                name="ugelroutestep_once", fields=["ugel_code", "position", "is_sample"]
            ),
            models.CheckConstraint(name="ugelroutestep_has_source", condition=_HAS_SOURCE),
            models.CheckConstraint(
                name="ugelroutestep_position",
                condition=Q(position__gte=1, position__lte=MOST_STEPS),
            ),
            models.CheckConstraint(
                name="ugelroutestep_done_on_a_day",
                condition=~Q(progress=RouteStepState.DONE) | Q(happens_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ugel_code}, {self.position}. {self.step}"


class UgelAgreementState(models.TextChoices):
    """Where an agreement stands, as its source says; whether it is overdue is computed."""

    PENDING = "pending", _("pendiente")
    IN_PROGRESS = "in_progress", _("en curso")
    FULFILLED = "fulfilled", _("cumplido")
    DROPPED = "dropped", _("sin efecto")


def _not_before(later: str) -> Q:
    """That a day isn't before the agreement's; either may be unknown."""
    unknown = Q(**{f"{later}__isnull": True}) | Q(agreed_on__isnull=True)
    return unknown | Q(**{f"{later}__gte": F("agreed_on")})


OPEN_AGREEMENTS = (UgelAgreementState.PENDING, UgelAgreementState.IN_PROGRESS)


class UgelAgreement(Kept, PublishedRecord):
    """What offices and sectors agreed for a UGEL; ``code`` tells it from its others.

    ``parties`` are two or more of the list that the theme's reader knows, joined by "; ". That it
    is fulfilled is said with the address of its evidence only.
    """

    ugel_code = models.CharField(_("código de UGEL"), max_length=6, validators=[six_digits])
    code = models.CharField(_("código del acuerdo"), max_length=40)
    text = models.CharField(_("acuerdo"), max_length=500)
    parties = models.CharField(
        _("partes"),
        max_length=500,
        help_text=_("Oficinas y sectores separados por punto y coma; nunca personas."),
    )
    agreed_on = models.DateField(_("fecha del acuerdo"), null=True, blank=True)
    due_on = models.DateField(_("fecha límite"), null=True, blank=True)
    progress = models.CharField(_("estado"), max_length=11, choices=UgelAgreementState.choices)
    fulfilled_on = models.DateField(_("fecha de cumplimiento"), null=True, blank=True)
    evidence_url = models.URLField(_("evidencia"), null=True, blank=True)

    class Meta:
        triggers = [*history("parts")]
        verbose_name = _("acuerdo intersectorial de una UGEL")
        verbose_name_plural = _("acuerdos intersectoriales de las UGEL")
        ordering = ["ugel_code", "code"]
        constraints = [
            models.UniqueConstraint(
                name="ugelagreement_once", fields=["ugel_code", "code", "is_sample"]
            ),
            models.CheckConstraint(name="ugelagreement_has_source", condition=_HAS_SOURCE),
            models.CheckConstraint(
                name="ugelagreement_fulfilled_has_evidence",
                condition=Q(is_sample=True)
                | ~Q(progress=UgelAgreementState.FULFILLED)
                | Q(evidence_url__isnull=False),
            ),
            models.CheckConstraint(
                name="ugelagreement_day_if_fulfilled",
                condition=Q(fulfilled_on__isnull=True) | Q(progress=UgelAgreementState.FULFILLED),
            ),
            models.CheckConstraint(
                name="ugelagreement_days_in_order",
                condition=_not_before("due_on") & _not_before("fulfilled_on"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ugel_code}, {self.code}"
