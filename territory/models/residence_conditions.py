"""Commitment 8: in what condition a residence is, by a photo without pupils."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.gis.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from territory.models.evidence_files import EvidenceFile, EvidenceKind, evidence_constraints
from territory.models.histories import history
from territory.models.residences import OfResidence, of_residence
from territory.models.reviewed import ReviewedRecord


class Condition(models.TextChoices):
    GOOD = "good", _("buena")
    FAIR = "fair", _("regular")
    POOR = "poor", _("mala")


class ResidenceCondition(OfResidence, EvidenceFile, ReviewedRecord):
    """How a residence was on a day, with a photo that was drawn anew.

    ``title`` says what is seen. It is private until a person has confirmed that no pupil is in it
    (``cleared_at``). Whether it is before or after a delivery follows from the days.
    """

    condition = models.CharField(
        _("estado de conservación"), max_length=4, choices=Condition.choices
    )
    observed_on = models.DateField(_("vista el"))

    commitment_path: ClassVar[str] = "commitment"

    class Meta:
        verbose_name = _("estado de una residencia")
        verbose_name_plural = _("estados de las residencias")
        ordering = ["residence", "observed_on", "id"]
        triggers = [*history()]
        constraints = [
            *evidence_constraints("residencecondition"),
            of_residence("residencecondition"),
            models.CheckConstraint(
                name="residencecondition_is_photo", condition=Q(kind=EvidenceKind.IMAGE)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_condition_display()}, {self.observed_on}"
