"""How well commitments were carried out, and who says so."""

from __future__ import annotations

from django.contrib.gis.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from territory.models.histories import history
from territory.models.placed import SAMPLE_PREFIX
from territory.models.plan import Commitment
from territory.models.reviewed import ReviewedRecord
from territory.models.tracking import SOURCED


class RatingScale(models.TextChoices):
    """What of a commitment is rated."""

    COMPLETION = "completion", _("cumplimiento")
    EARLY_RESULTS = "early_results", _("primeros resultados")


class RatingValue(models.TextChoices):
    """The values of the IRM's scales, each scale in its order (OGP, IRM glossary)."""

    NO_EVIDENCE = "no_evidence", _("sin evidencia")
    NOT_STARTED = "not_started", _("no iniciado")
    LIMITED = "limited", _("limitado")
    SUBSTANTIAL = "substantial", _("sustancial")
    COMPLETE = "complete", _("completo")
    WORSENED = "worsened", _("empeoró")
    DID_NOT_CHANGE = "did_not_change", _("no cambió")
    MARGINAL = "marginal", _("marginal")
    MAJOR = "major", _("importante")
    OUTSTANDING = "outstanding", _("sobresaliente")


OF_SCALE: dict[str, tuple[RatingValue, ...]] = {
    RatingScale.COMPLETION: tuple(RatingValue)[:5],
    RatingScale.EARLY_RESULTS: tuple(RatingValue)[5:],
}


class Rating(ReviewedRecord):
    """How well a commitment was carried out: by itself or by the independent review.

    The two are kept and shown apart, and never made one. ``value`` is on the IRM's scale; NULL
    where the source's words (``value_original``) aren't on it ("Pending IRM Review").
    """

    class By(models.TextChoices):
        SELF = "self", _("autoevaluación")
        INDEPENDENT = "independent", _("evaluación independiente")

    commitment = models.ForeignKey(
        Commitment, verbose_name=_("compromiso"), on_delete=models.PROTECT, related_name="ratings"
    )
    by = models.CharField(_("de quién"), max_length=11, choices=By.choices)
    scale = models.CharField(_("escala"), max_length=13, choices=RatingScale.choices)
    value = models.CharField(
        _("valor"), max_length=14, choices=RatingValue.choices, null=True, blank=True
    )
    value_original = models.CharField(
        _("palabras de la fuente"), max_length=200, null=True, blank=True
    )
    document = models.CharField(_("documento"), max_length=200)
    source_url = models.URLField(_("dirección de la fuente"), null=True, blank=True)
    read_on = models.DateField(_("fecha de lectura"))

    class Meta:
        verbose_name = _("evaluación")
        verbose_name_plural = _("evaluaciones")
        ordering = ["commitment", "scale", "by", "read_on", "pk"]
        triggers = [*history()]
        constraints = [
            models.UniqueConstraint(
                name="rating_once",
                fields=["commitment", "by", "scale", "source_url"],
                nulls_distinct=False,
            ),
            models.CheckConstraint(name="rating_has_source", condition=SOURCED),
            models.CheckConstraint(
                name="rating_says_something",
                condition=Q(value__isnull=False) | Q(value_original__isnull=False),
            ),
            models.CheckConstraint(
                name="rating_of_scale",
                condition=Q(value=None)
                | Q(scale=RatingScale.COMPLETION, value__in=OF_SCALE[RatingScale.COMPLETION])
                | Q(scale=RatingScale.EARLY_RESULTS, value__in=OF_SCALE[RatingScale.EARLY_RESULTS]),
            ),
            models.CheckConstraint(
                name="rating_sample_says_so",
                condition=Q(is_sample=False) | Q(document__startswith=SAMPLE_PREFIX),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id}: {self.by} {self.scale}"
