"""What an agency decided on each contribution to a consultation, and where the text changed by it.

Decisions are reviewed records with their history, but both end with the contribution: who takes
back what they wrote takes back what was said of it too.
"""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.contrib.gis.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from territory.models.consultations import ConsultationVersion
from territory.models.contributions import Contribution
from territory.models.histories import history
from territory.models.reviewed import ReviewedRecord

_KEPT = pgtrigger.Trigger(
    name="kept",
    when=pgtrigger.Before,
    operation=pgtrigger.Delete,
    func="""
        IF EXISTS (
            SELECT 1 FROM territory_contribution
            WHERE id = OLD.contribution_id AND state <> 'withdrawn'
        ) THEN
            RAISE EXCEPTION 'the decision on a contribution is kept while it is';
        END IF;
        RETURN OLD;
    """,
)


class ContributionDecision(ReviewedRecord):
    """The decision on a contribution to a paragraph of a consultation, with its reason.

    ``changed_version`` and ``changed_paragraph`` say in which version of the text, and where in
    it, the contribution is taken up: of a contribution that was declined nothing, and nothing
    either where the text that takes it up isn't written yet.
    """

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", _("se acoge")
        PARTLY = "partly", _("se acoge en parte")
        DECLINED = "declined", _("no se acoge")

    id = None  # type: ignore[assignment] # that of the contribution is its key
    contribution = models.OneToOneField(
        Contribution,
        verbose_name=_("aporte"),
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="decision",
    )
    outcome = models.CharField(_("decisión"), max_length=10, choices=Outcome.choices)
    reason = models.TextField(_("motivo"))
    changed_version = models.ForeignKey(
        ConsultationVersion,
        verbose_name=_("versión que cambió"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    changed_paragraph = models.PositiveSmallIntegerField(
        _("párrafo que cambió"), null=True, blank=True
    )

    commitment_path: ClassVar[str] = "contribution__commitment"
    # Both call the public state «published».
    within: ClassVar[tuple[str, ...]] = ("contribution", "contribution__consultation")

    class Meta:
        verbose_name = _("decisión sobre un aporte")
        verbose_name_plural = _("decisiones sobre los aportes")
        ordering = ["contribution"]
        triggers = [*history(), _KEPT]
        constraints = [
            # Nobody contributes to an example.
            models.CheckConstraint(
                name="contributiondecision_is_fact", condition=Q(is_sample=False)
            ),
            models.CheckConstraint(name="contributiondecision_has_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="contributiondecision_change_is_whole",
                condition=Q(changed_version=None, changed_paragraph=None)
                | Q(changed_version__isnull=False, changed_paragraph__isnull=False),
            ),
            models.CheckConstraint(
                name="contributiondecision_declined_changes_nothing",
                condition=~Q(outcome="declined") | Q(changed_version=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contribution_id}: {self.outcome}"

    @property
    def outer_records(self) -> list[ReviewedRecord]:
        """The consultation: a contribution isn't reviewed as records are."""
        assert self.contribution.consultation is not None
        return [self.contribution.consultation]
