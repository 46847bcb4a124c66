"""Whom an agency of the plan lets prepare and approve what is published in its name."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from territory.models.plan import Agency


class AgencyRole(models.Model):
    """What an account is to an agency.

    An editor prepares the agency's files and, unless a second person is required, publishes
    them; an approver is that second person. An account may be both, and never its own second.
    What a role of the demonstration (``is_demonstration``) makes is a sample, and samples are all
    that it decides on; it publishes no files.
    """

    class Role(models.TextChoices):
        EDITOR = "editor", _("prepara y publica")
        APPROVER = "approver", _("aprueba lo que otra persona preparó")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("cuenta"),
        on_delete=models.CASCADE,
        related_name="agency_roles",
    )
    agency = models.ForeignKey(
        Agency, verbose_name=_("entidad"), on_delete=models.CASCADE, related_name="roles"
    )
    role = models.CharField(_("papel"), max_length=10, choices=Role.choices)
    is_demonstration = models.BooleanField(_("es de demostración"), default=False, editable=False)

    class Meta:
        verbose_name = _("papel en una entidad")
        verbose_name_plural = _("papeles en las entidades")
        ordering = ["agency", "user", "role"]
        constraints = [
            models.UniqueConstraint(name="agencyrole_once", fields=["user", "agency", "role"])
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.agency} ({self.role})"
