"""What was done with a contribution: steps that are kept for as long as it is."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from territory.models.contributions import Contribution, Reason

# A step stays as it was, for as long as its contribution isn't withdrawn.
_KEPT = pgtrigger.Trigger(
    name="kept",
    when=pgtrigger.Before,
    operation=pgtrigger.Update | pgtrigger.Delete,
    func="""
        IF TG_OP = 'DELETE' AND NOT EXISTS (
            SELECT 1 FROM territory_contribution
            WHERE id = OLD.contribution_id AND state <> 'withdrawn'
        ) THEN
            RETURN OLD;
        END IF;
        RAISE EXCEPTION 'the steps of a contribution are kept while it is';
    """,
)
_NO_TRUNCATE = pgtrigger.Trigger(
    name="no_truncate",
    level=pgtrigger.Statement,
    when=pgtrigger.Before,
    operation=pgtrigger.Truncate,
    func="RAISE EXCEPTION 'the steps of contributions are kept';",
)


class ContributionStep(models.Model):
    """What was done with a contribution: by which office, and (for administrators) which account.

    It holds no text, so that nothing outlives a redaction; withdrawing removes the steps too.
    """

    class Kind(models.TextChoices):
        RECEIVED = "received", _("recibido")
        PUBLISHED = "published", _("publicado")
        REDACTED = "redacted", _("se ocultaron datos personales")
        REJECTED = "rejected", _("no publicado")
        DRAFTED = "drafted", _("respuesta preparada")
        RETURNED = "returned", _("respuesta devuelta")
        ANSWERED = "answered", _("respondido")
        DECIDED = "decided", _("decidido")

    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(_("paso"), max_length=10, choices=Kind.choices)
    reason = models.CharField(_("motivo"), max_length=12, choices=Reason.choices, blank=True)
    office = models.CharField(_("oficina"), max_length=60, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("cuenta"),
        null=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
    )
    taken_at = models.DateTimeField(_("cuándo"), auto_now_add=True)

    class Meta:
        verbose_name = _("paso de un aporte")
        verbose_name_plural = _("pasos de los aportes")
        ordering = ["pk"]
        triggers = [_KEPT, _NO_TRUNCATE]

    def __str__(self) -> str:
        return f"{self.contribution_id}: {self.kind}"
