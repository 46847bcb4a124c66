"""How the plan is carried out: milestones, reports of progress, and their evidence.

Nothing here is stored without the address of its source but a marked sample; what isn't known is
NULL. Whose a record is, and who answers for it, are agencies: no account is named.
"""

from __future__ import annotations

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from territory.models.evidence_files import EvidenceFile, evidence_constraints
from territory.models.histories import history
from territory.models.placed import SAMPLE_PREFIX
from territory.models.plan import Agency, Commitment
from territory.models.reviewed import ReviewedRecord

_PERCENT = [MinValueValidator(0), MaxValueValidator(100)]
SOURCED = Q(is_sample=True) | (Q(source_url__isnull=False) & ~Q(source_url=""))


class Progress(models.TextChoices):
    """How far a milestone is; NULL where nobody said."""

    NOT_STARTED = "not_started", _("no iniciado")
    IN_PROGRESS = "in_progress", _("en curso")
    COMPLETED = "completed", _("concluido")
    ABANDONED = "abandoned", _("abandonado")


class ProgressColumns(models.Model):
    """What is said of a milestone's progress: dates that happened, share done, state."""

    actual_start = models.DateField(_("inicio real"), null=True, blank=True)
    actual_end = models.DateField(_("fin real"), null=True, blank=True)
    percent = models.SmallIntegerField(_("avance (%)"), null=True, blank=True, validators=_PERCENT)
    progress = models.CharField(
        _("estado"), max_length=20, choices=Progress.choices, null=True, blank=True
    )

    class Meta:
        abstract = True


def _progress_constraints(name: str) -> list[models.BaseConstraint]:
    return [
        models.CheckConstraint(
            name=f"{name}_percent",
            condition=Q(percent=None) | Q(percent__gte=0, percent__lte=100),
        ),
        models.CheckConstraint(
            name=f"{name}_actual_order",
            condition=Q(actual_start=None)
            | Q(actual_end=None)
            | Q(actual_end__gte=F("actual_start")),
        ),
        models.CheckConstraint(
            name=f"{name}_actual_end_of_completed",
            condition=Q(actual_end=None) | Q(progress=Progress.COMPLETED),
        ),
        models.CheckConstraint(
            name=f"{name}_completed_wholly",
            condition=Q(progress=None)
            | ~Q(progress=Progress.COMPLETED)
            | Q(percent=None)
            | Q(percent=100),
        ),
    ]


class Milestone(ProgressColumns, ReviewedRecord):
    """A milestone of a commitment, as the address that it was read at gives it.

    ``code`` names it within its commitment and stays. ``units`` are the ubigeos where its results
    are, empty where nothing is said of a place. Its progress here is that at ``cutoff_date``;
    a later report (``ProgressReport``) says more (``territory.tracking.milestones``). Its delay
    follows from the dates and is not stored.
    """

    commitment = models.ForeignKey(
        Commitment,
        verbose_name=_("compromiso"),
        on_delete=models.PROTECT,
        related_name="milestones",
    )
    code = models.CharField(_("código"), max_length=20)
    title = models.TextField(_("hito"))
    responsible = models.ForeignKey(
        Agency,
        verbose_name=_("entidad responsable"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    planned_start = models.DateField(_("inicio previsto"), null=True, blank=True)
    planned_end = models.DateField(_("fin previsto"), null=True, blank=True)
    units = ArrayField(
        models.CharField(max_length=6), verbose_name=_("lugares (ubigeo)"), default=list, blank=True
    )
    source_url = models.URLField(_("dirección de la fuente"), null=True, blank=True)
    cutoff_date = models.DateField(_("fecha de corte"))

    class Meta:
        verbose_name = _("hito")
        verbose_name_plural = _("hitos")
        ordering = ["commitment", "planned_end", "code"]
        triggers = [*history()]
        constraints = [
            models.UniqueConstraint(
                name="milestone_once", fields=["commitment", "code", "is_sample"]
            ),
            models.CheckConstraint(name="milestone_has_source", condition=SOURCED),
            models.CheckConstraint(
                name="milestone_planned_order",
                condition=Q(planned_start=None)
                | Q(planned_end=None)
                | Q(planned_end__gte=F("planned_start")),
            ),
            models.CheckConstraint(
                name="milestone_sample_says_so",
                condition=Q(is_sample=False) | Q(title__startswith=SAMPLE_PREFIX),
            ),
            *_progress_constraints("milestone"),
        ]

    def __str__(self) -> str:
        return f"{self.code}. {self.title}"


class ProgressReport(ProgressColumns, ReviewedRecord):
    """What an agency reports of a milestone at a day; ``number`` counts a milestone's reports.

    ``source_url`` is where the agency's own document lies, if it has one; what supports the report
    is its evidence.
    """

    milestone = models.ForeignKey(
        Milestone, verbose_name=_("hito"), on_delete=models.PROTECT, related_name="reports"
    )
    number = models.SmallIntegerField(_("informe"), validators=[MinValueValidator(1)])
    reported_on = models.DateField(_("fecha del informe"))
    text = models.TextField(_("qué se hizo"))
    next_steps = models.TextField(_("próximos pasos"), null=True, blank=True)
    units = ArrayField(
        models.CharField(max_length=6), verbose_name=_("lugares (ubigeo)"), default=list, blank=True
    )
    source_url = models.URLField(_("dirección de la fuente"), null=True, blank=True)

    commitment_path = "milestone__commitment"
    within = ("milestone",)

    class Meta:
        verbose_name = _("informe de avance")
        verbose_name_plural = _("informes de avance")
        ordering = ["milestone", "-reported_on", "-number"]
        triggers = [*history()]
        constraints = [
            models.UniqueConstraint(name="progressreport_once", fields=["milestone", "number"]),
            models.CheckConstraint(
                name="progressreport_sample_says_so",
                condition=Q(is_sample=False) | Q(text__startswith=SAMPLE_PREFIX),
            ),
            *_progress_constraints("progressreport"),
        ]

    def __str__(self) -> str:
        return f"Informe {self.number}"


class Evidence(EvidenceFile, ReviewedRecord):
    """What supports a report: an address, or a file that is kept."""

    report = models.ForeignKey(
        ProgressReport, verbose_name=_("informe"), on_delete=models.PROTECT, related_name="evidence"
    )

    commitment_path = "report__milestone__commitment"
    within = ("report", "report__milestone")

    class Meta:
        verbose_name = _("evidencia")
        verbose_name_plural = _("evidencias")
        ordering = ["report", "title", "id"]
        triggers = [*history()]
        constraints = evidence_constraints("evidence")

    def __str__(self) -> str:
        return self.title
