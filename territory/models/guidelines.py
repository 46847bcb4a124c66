"""Commitment 3: versions of the guidelines as their agency writes them on the site itself."""

from __future__ import annotations

from django.contrib.gis.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from territory.models.histories import history
from territory.models.participation import Sourced, sourced
from territory.models.plan import Commitment
from territory.models.reviewed import ReviewedRecord


class WrittenGuideline(Sourced, ReviewedRecord):
    """A version of the guidelines: what it changed, and where it is read.

    Prepared and published as other reviewed records are, beside the versions that a file brings
    (``GuidelineVersion``); ``territory.guidelines`` shows both as one list. ``title`` and
    ``label`` name it and stay.
    """

    commitment = models.ForeignKey(
        Commitment,
        verbose_name=_("compromiso"),
        on_delete=models.PROTECT,
        related_name="written_guidelines",
    )
    title = models.CharField(_("documento"), max_length=200)
    label = models.CharField(_("versión"), max_length=40)
    issued_on = models.DateField(_("fecha"))
    changes = models.TextField(_("qué cambió"), null=True, blank=True)
    document_url = models.URLField(_("dirección del documento"), null=True, blank=True)
    source = models.CharField(_("fuente"), max_length=200)

    class Meta:
        verbose_name = _("versión de los lineamientos escrita aquí")
        verbose_name_plural = _("versiones de los lineamientos escritas aquí")
        ordering = ["title", "-issued_on", "-label"]
        triggers = [*history()]
        constraints = [
            *sourced("writtenguideline", "title"),
            models.CheckConstraint(
                name="writtenguideline_has_document",
                condition=Q(is_sample=True) | (Q(document_url__isnull=False) & ~Q(document_url="")),
            ),
            models.UniqueConstraint(
                name="writtenguideline_once", fields=["commitment", "title", "label"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.label}"
