"""Commitment 3: what was done with the commissions: assistance, policies, guidelines."""

from __future__ import annotations

from django.contrib.gis.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from territory.models.environment import (
    IS_CAM,
    IS_CAR,
    TARGET_QUOTE,
    TARGETS,
    CommissionRecord,
    commission_constraints,
)
from territory.models.placed import DistinctCount, Measure, PublishedRecord
from territory.models.searched import Searched

_IMPROVED = Q(improvement__isnull=False)
_OF_TOPIC, _OF_NAME = Searched("topic"), Searched("name")

# A fact says at which address it may be read again; a sample has no address to give.
_HAS_SOURCE = Q(is_sample=True) | Q(source_url__isnull=False)


class CommissionAssistance(CommissionRecord):
    """One technical assistance to a commission, with the improvement that followed from it.

    An improvement counts with the address of its evidence only. The commission is known by its
    kind and unit; it needn't be in the register, since either file may be newer. A commission
    that was assisted twice is counted once.
    """

    topic = models.CharField(_("tema de la asistencia"), max_length=200)
    assisted_on = models.DateField(_("fecha de la asistencia"))
    improvement = models.CharField(_("mejora implementada"), max_length=500, null=True, blank=True)
    improved_on = models.DateField(_("fecha de la mejora"), null=True, blank=True)
    evidence_url = models.URLField(_("evidencia de la mejora"), null=True, blank=True)

    row_label = F("topic")
    measures = (
        Measure("assistances", _("asistencias técnicas")),
        Measure(
            "car_with_assistance",
            _("CAR distintas con asistencia fechada"),
            aggregate=DistinctCount,
            of="declared_unit",
            where=IS_CAR,
            known=IS_CAR,
            target=TARGETS["CAR"],
            target_quote=TARGET_QUOTE,
        ),
        Measure(
            "cam_with_assistance",
            _("CAM distintas con asistencia fechada"),
            aggregate=DistinctCount,
            of="declared_unit",
            where=IS_CAM,
            known=IS_CAM,
            target=TARGETS["CAM"],
            target_quote=TARGET_QUOTE,
        ),
        Measure(
            "car_with_improvement",
            _("CAR distintas con mejora evidenciada"),
            aggregate=DistinctCount,
            of="declared_unit",
            where=IS_CAR & _IMPROVED,
            known=IS_CAR & _IMPROVED,
        ),
        Measure(
            "cam_with_improvement",
            _("CAM distintas con mejora evidenciada"),
            aggregate=DistinctCount,
            of="declared_unit",
            where=IS_CAM & _IMPROVED,
            known=IS_CAM & _IMPROVED,
        ),
    )
    searched = _OF_TOPIC

    class Meta:
        verbose_name = _("asistencia a una comisión")
        verbose_name_plural = _("asistencias a comisiones")
        ordering = ["id"]
        indexes = _OF_TOPIC.indexes("assistance")
        constraints = [
            *commission_constraints("commissionassistance"),
            models.CheckConstraint(name="commissionassistance_has_source", condition=_HAS_SOURCE),
            models.CheckConstraint(
                name="commissionassistance_improvement_has_evidence",
                condition=Q(is_sample=True)
                | Q(improvement__isnull=True)
                | Q(evidence_url__isnull=False),
            ),
            models.CheckConstraint(
                name="commissionassistance_evidence_of_improvement",
                condition=Q(improvement__isnull=False)
                | Q(evidence_url__isnull=True, improved_on__isnull=True),
            ),
            models.CheckConstraint(
                name="commissionassistance_improved_after_it",
                condition=Q(improved_on__isnull=True) | Q(improved_on__gte=F("assisted_on")),
            ),
            models.UniqueConstraint(
                name="commissionassistance_once",
                fields=["kind", "declared_unit", "assisted_on", "topic", "is_sample"],
            ),
        ]

    def __str__(self) -> str:
        return self.topic


class PolicyStage(models.TextChoices):
    """Where a policy stands, in the order in which it gets there."""

    DESIGN = "design", _("diseño")
    IMPLEMENTATION = "implementation", _("implementación")
    FOLLOW_UP = "follow_up", _("seguimiento")


class CommissionPolicy(CommissionRecord):
    """A stage that an environmental policy of a commission has reached; a row for each stage."""

    name = models.CharField(_("política"), max_length=200)
    stage = models.CharField(_("etapa"), max_length=14, choices=PolicyStage.choices)
    stage_on = models.DateField(_("fecha de la etapa"), null=True, blank=True)
    document_url = models.URLField(_("documento de la etapa"), null=True, blank=True)

    measures = (
        Measure(
            "policies_design",
            _("políticas con diseño registrado"),
            where=Q(stage="design"),
            known=Q(stage="design"),
        ),
        Measure(
            "policies_implementation",
            _("políticas con implementación registrada"),
            where=Q(stage="implementation"),
            known=Q(stage="implementation"),
        ),
        Measure(
            "policies_follow_up",
            _("políticas con seguimiento registrado"),
            where=Q(stage="follow_up"),
            known=Q(stage="follow_up"),
        ),
    )
    searched = _OF_NAME

    class Meta:
        verbose_name = _("política de una comisión")
        verbose_name_plural = _("políticas de las comisiones")
        ordering = ["id"]
        indexes = _OF_NAME.indexes("policy")
        constraints = [
            *commission_constraints("commissionpolicy"),
            models.CheckConstraint(name="commissionpolicy_has_source", condition=_HAS_SOURCE),
            models.UniqueConstraint(
                name="commissionpolicy_once",
                fields=["kind", "declared_unit", "name", "stage", "is_sample"],
            ),
        ]

    def __str__(self) -> str:
        return self.name


class GuidelineVersion(PublishedRecord):
    """A version of the guidelines for how commissions work: what it changed, and where it is."""

    title = models.CharField(_("documento"), max_length=200)
    version = models.CharField(_("versión"), max_length=40)
    issued_on = models.DateField(_("fecha"))
    changes = models.TextField(_("qué cambió"), null=True, blank=True)
    document_url = models.URLField(_("dirección del documento"), null=True, blank=True)

    class Meta:
        verbose_name = _("versión de los lineamientos")
        verbose_name_plural = _("versiones de los lineamientos")
        ordering = ["title", "-issued_on", "-id"]
        constraints = [
            models.CheckConstraint(name="guidelineversion_has_source", condition=_HAS_SOURCE),
            models.CheckConstraint(
                name="guidelineversion_has_document",
                condition=Q(is_sample=True) | Q(document_url__isnull=False),
            ),
            models.UniqueConstraint(
                name="guidelineversion_once", fields=["title", "version", "is_sample"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.version}"
