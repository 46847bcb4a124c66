"""Commitment 8: what somebody without an account offers, a citizen or an organisation."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from territory.models.contributions import Contribution
from territory.models.residences import MOST_THINGS, ResidenceNeed


class ContributionOffer(models.Model):
    """The offer that a contribution is: how many of what a residence needs, by whom.

    It is public as its contribution is, and goes with its withdrawal. ``organisation`` is shown
    only while the contribution's public text has it: a moderator may hide it. It is NULL of a
    citizen, of whom nothing is kept: they are answered by the contribution's code.
    """

    contribution = models.OneToOneField(
        Contribution, on_delete=models.CASCADE, primary_key=True, related_name="offer"
    )
    need = models.ForeignKey(
        ResidenceNeed,
        verbose_name=_("necesidad"),
        on_delete=models.PROTECT,
        related_name="offers",
    )
    organisation = models.CharField(_("organización"), max_length=150, null=True, blank=True)
    quantity = models.IntegerField(
        _("cantidad ofrecida"), validators=[MinValueValidator(1), MaxValueValidator(MOST_THINGS)]
    )

    class Meta:
        verbose_name = _("oferta para una residencia")
        verbose_name_plural = _("ofertas para residencias")
        ordering = ["-contribution"]
        constraints = [
            models.CheckConstraint(
                name="contributionoffer_quantity",
                condition=Q(quantity__gte=1, quantity__lte=MOST_THINGS),
            ),
            models.CheckConstraint(
                name="contributionoffer_organisation",
                condition=Q(organisation=None) | ~Q(organisation=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contribution_id}: {self.quantity}"

    @property
    def shown_organisation(self) -> str:
        """Empty where the moderator hid it, and of a citizen."""
        name = self.organisation or ""
        return name if name in self.contribution.public_text else ""

    @property
    def is_citizens(self) -> bool:
        return self.organisation is None
