"""Whom an agency of the plan lets prepare and approve what is published in its name."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from territory.models.plan import Agency
from territory.models.units import AdminUnit


class AgencyRole(models.Model):
    """What an account is to an agency.

    An editor prepares the agency's files and, unless a second person is required, publishes
    them; an approver is that second person. An account may be both, and never its own second.
    One that is limited to ``units`` (ubigeos) is a part's of the agency (a regional office of
    education): it hands in and publishes files that cover nothing beyond them, and no more.
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
    units = ArrayField(
        models.CharField(max_length=6),
        verbose_name=_("solo para estas unidades (ubigeos)"),
        default=list,
        blank=True,
        help_text=_("Vacío: todo el país. Ejemplo: 14 para una dirección regional de Lambayeque."),
    )
    is_demonstration = models.BooleanField(_("es de demostración"), default=False, editable=False)

    class Meta:
        verbose_name = _("papel en una entidad")
        verbose_name_plural = _("papeles en las entidades")
        ordering = ["agency", "user", "role"]
        constraints = [
            models.UniqueConstraint(name="agencyrole_once", fields=["user", "agency", "role"])
        ]

    def __str__(self) -> str:
        limit = f", {' '.join(self.units)}" if self.units else ""
        return f"{self.user}: {self.agency} ({self.role}{limit})"

    def clean(self) -> None:
        """What isn't a unit's ubigeo is refused; raises ValidationError."""
        known = set(AdminUnit.objects.filter(pk__in=self.units).values_list("pk", flat=True))
        unknown = [code for code in self.units if code not in known]
        if unknown:
            named = ", ".join(unknown)[:100]
            message = _("No son ubigeos de unidades: %(named)s") % {"named": named}
            raise ValidationError({"units": message})
