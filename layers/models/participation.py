"""Photos of contributions, re-encoded."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from layers.models.stored import StoredFile


class ContributionPhoto(models.Model):
    """The photo of a contribution, drawn anew (``layers.participation.photos``).

    ``is_public``: a moderator lets it be shown with the contribution.
    """

    contribution = models.OneToOneField(
        "territory.Contribution",
        on_delete=models.CASCADE,
        related_name="photo",
        primary_key=True,
    )
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    width = models.IntegerField(_("ancho (px)"))
    height = models.IntegerField(_("alto (px)"))
    is_public = models.BooleanField(_("se muestra"), default=False)

    class Meta:
        verbose_name = _("foto de un aporte")
        verbose_name_plural = _("fotos de los aportes")

    def __str__(self) -> str:
        return str(self.contribution_id)
