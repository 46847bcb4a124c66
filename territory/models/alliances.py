"""Commitment 8: what organisations offer, agree and deliver of what residences need.

Who gives is an organisation, never a person. What is delivered counts once its evidence is public.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.gis.db import models
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from territory.models.evidence_files import EvidenceFile, evidence_constraints
from territory.models.histories import history
from territory.models.participation import Sourced, sourced
from territory.models.placed import SAMPLE_PREFIX
from territory.models.plan import Commitment
from territory.models.residences import MOST_THINGS, ResidenceNeed
from territory.models.reviewed import ReviewedRecord

_COUNT = [MinValueValidator(1), MaxValueValidator(MOST_THINGS)]


def _of_commitment() -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        Commitment, verbose_name=_("compromiso"), on_delete=models.PROTECT, related_name="+"
    )


class Alliance(Sourced, ReviewedRecord):
    """What an organisation offers towards a need and, once it is agreed, how many of it it gives.

    ``quantity`` is what was offered on ``offered_on``. Who has part in it is ``organisation``.
    """

    class Stage(models.TextChoices):
        OFFERED = "offered", _("ofrecido")
        AGREED = "agreed", _("acordado")
        DROPPED = "dropped", _("sin efecto")

    commitment = _of_commitment()
    need = models.ForeignKey(
        ResidenceNeed,
        verbose_name=_("necesidad"),
        on_delete=models.PROTECT,
        related_name="alliances",
    )
    organisation = models.CharField(_("organización"), max_length=150)
    stage = models.CharField(_("etapa"), max_length=8, choices=Stage.choices, default=Stage.OFFERED)
    quantity = models.IntegerField(_("cantidad ofrecida"), validators=_COUNT)
    offered_on = models.DateField(_("ofrecido el"))
    agreed_quantity = models.IntegerField(
        _("cantidad acordada"), null=True, blank=True, validators=_COUNT
    )
    agreed_on = models.DateField(_("acordado el"), null=True, blank=True)
    document = models.CharField(_("carta o convenio que lo dice"), max_length=200)

    commitment_path: ClassVar[str] = "commitment"
    within: ClassVar[tuple[str, ...]] = ("need",)

    class Meta:
        verbose_name = _("alianza por una residencia")
        verbose_name_plural = _("alianzas por residencias")
        ordering = ["need", "offered_on", "id"]
        triggers = [*history()]
        constraints = [
            *sourced("alliance", "document"),
            models.CheckConstraint(
                name="alliance_agreed_is_whole",
                condition=Q(stage="agreed", agreed_quantity__isnull=False, agreed_on__isnull=False)
                | Q(stage="offered", agreed_quantity=None, agreed_on=None)
                | Q(stage="dropped"),
            ),
            models.CheckConstraint(
                name="alliance_quantities",
                condition=Q(quantity__gte=1, quantity__lte=MOST_THINGS)
                & (
                    Q(agreed_quantity=None)
                    | Q(agreed_quantity__gte=1, agreed_quantity__lte=F("quantity"))
                ),
            ),
            models.CheckConstraint(
                name="alliance_order",
                condition=Q(agreed_on=None) | Q(agreed_on__gte=F("offered_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.quantity}"


class Delivery(ReviewedRecord):
    """What an organisation handed over of what it agreed, on ``delivered_on``."""

    commitment = _of_commitment()
    alliance = models.ForeignKey(
        Alliance, verbose_name=_("alianza"), on_delete=models.PROTECT, related_name="deliveries"
    )
    quantity = models.IntegerField(_("cantidad entregada"), validators=_COUNT)
    delivered_on = models.DateField(_("entregado el"))
    document = models.CharField(_("acta o guía de la entrega"), max_length=200)

    commitment_path: ClassVar[str] = "commitment"
    within: ClassVar[tuple[str, ...]] = ("alliance", "alliance__need")

    class Meta:
        verbose_name = _("entrega")
        verbose_name_plural = _("entregas")
        ordering = ["alliance", "delivered_on", "id"]
        triggers = [*history()]
        constraints = [
            models.CheckConstraint(
                name="delivery_sample_says_so",
                condition=Q(is_sample=False) | Q(document__startswith=SAMPLE_PREFIX),
            ),
            models.CheckConstraint(
                name="delivery_quantity", condition=Q(quantity__gte=1, quantity__lte=MOST_THINGS)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity}, {self.delivered_on}"


class DeliveryEvidence(EvidenceFile, ReviewedRecord):
    """What shows that a delivery was made."""

    commitment = _of_commitment()
    delivery = models.ForeignKey(
        Delivery, verbose_name=_("entrega"), on_delete=models.PROTECT, related_name="evidence"
    )

    commitment_path: ClassVar[str] = "commitment"
    within: ClassVar[tuple[str, ...]] = (
        "delivery",
        "delivery__alliance",
        "delivery__alliance__need",
    )

    class Meta:
        verbose_name = _("evidencia de una entrega")
        verbose_name_plural = _("evidencias de entregas")
        ordering = ["delivery", "id"]
        triggers = [*history()]
        constraints = evidence_constraints("deliveryevidence")

    def __str__(self) -> str:
        return self.title


class NeedCoverage(models.Model):
    """What was agreed and delivered towards a published need, filled by the database.

    ``territory.residences.derived`` keeps it. ``delivered`` counts what published evidence shows,
    since the need was counted; ``covered`` is that, never above the quantity.
    """

    need = models.OneToOneField(
        ResidenceNeed, on_delete=models.CASCADE, primary_key=True, related_name="coverage"
    )
    agreed = models.IntegerField()
    delivered = models.IntegerField()
    covered = models.IntegerField()

    class Meta:
        verbose_name = _("cobertura de una necesidad")
        verbose_name_plural = _("cobertura de las necesidades")

    def __str__(self) -> str:
        return f"{self.need_id}: {self.covered}"
