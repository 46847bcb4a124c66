"""Public consultations: a text by numbered paragraphs, its versions, and what changed it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.gis.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from territory.models.histories import history
from territory.models.participation import Forum, Sourced, sourced
from territory.models.placed import SAMPLE_PREFIX
from territory.models.plan import Commitment
from territory.models.reviewed import ReviewedRecord
from territory.models.searched import Searched


class Consultation(Sourced, ReviewedRecord):
    """A text on which everybody may say something, from ``opens_on`` to ``closes_on`` (both in).

    ``slug`` is its address and stays. ``plan_code`` is the code of the plan of urban transport
    on which people are asked, None where it is on none. ``closing_summary`` is what its agency
    says of all that was contributed, once it is closed.
    """

    class Kind(models.TextChoices):
        """What the text is, where a commitment of the plan asks for it."""

        TEXT = "text", _("texto")
        GOVERNANCE = "governance", _("instrumento de gobernanza")
        FORUM_PROPOSAL = "forum_proposal", _("propuesta de foros multiactor")

    commitment = models.ForeignKey(
        Commitment,
        verbose_name=_("compromiso"),
        on_delete=models.PROTECT,
        related_name="consultations",
    )
    forum = models.ForeignKey(
        Forum,
        verbose_name=_("foro"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="consultations",
    )
    slug = models.SlugField(_("identificador"), max_length=60, unique=True)
    kind = models.CharField(
        _("qué es el texto"), max_length=16, choices=Kind.choices, default=Kind.TEXT
    )
    plan_code = models.CharField(
        _("plan de transporte urbano"), max_length=40, null=True, blank=True
    )
    title = models.CharField(_("título"), max_length=200)
    summary = models.TextField(_("resumen"), null=True, blank=True)
    opens_on = models.DateField(_("abre el"))
    closes_on = models.DateField(_("cierra el"))
    closing_summary = models.TextField(_("informe de cierre"), null=True, blank=True)

    class Meta:
        verbose_name = _("consulta")
        verbose_name_plural = _("consultas")
        ordering = ["-opens_on", "slug"]
        triggers = [*history()]
        indexes = Searched("title").indexes("consultation")
        constraints = [
            *sourced("consultation", "title"),
            models.CheckConstraint(
                name="consultation_kind",
                condition=Q(kind__in=("text", "governance", "forum_proposal")),
            ),
            models.CheckConstraint(
                name="consultation_days_order", condition=Q(closes_on__gte=F("opens_on"))
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ConsultationVersion(ReviewedRecord):
    """A version of the text under consultation; ``number`` counts them from 1.

    ``paragraphs`` is a list of ``{"number": n, "text": …}``; a paragraph keeps its number over the
    versions, so that what was said of it and what became of it meet.
    """

    consultation = models.ForeignKey(
        Consultation,
        verbose_name=_("consulta"),
        on_delete=models.PROTECT,
        related_name="versions",
    )
    number = models.SmallIntegerField(_("número de versión"))
    paragraphs = models.JSONField(_("párrafos"))
    note = models.TextField(_("qué cambió"))

    commitment_path: ClassVar[str] = "consultation__commitment"
    within: ClassVar[tuple[str, ...]] = ("consultation",)

    class Meta:
        verbose_name = _("versión de un texto en consulta")
        verbose_name_plural = _("versiones de los textos en consulta")
        ordering = ["consultation", "number"]
        triggers = [*history()]
        constraints = [
            models.UniqueConstraint(
                name="consultationversion_once", fields=["consultation", "number"]
            ),
            models.CheckConstraint(name="consultationversion_number", condition=Q(number__gte=1)),
            models.CheckConstraint(
                name="consultationversion_sample_says_so",
                condition=Q(is_sample=False) | Q(note__startswith=SAMPLE_PREFIX),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consultation_id}/{self.number}"

    def paragraph(self, number: int) -> str | None:
        """The text of a paragraph; None where this version hasn't got it."""
        found: list[dict[str, Any]] = self.paragraphs
        return next((item["text"] for item in found if item["number"] == number), None)
