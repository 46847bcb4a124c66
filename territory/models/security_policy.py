"""What is known of the matters of security, and the bulletins and policies that are made of it.

Commitments 16, 17 and 18. An evidence says where it comes from and how it was made; a document says
on which evidence and on which published figures it stands.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator, RegexValidator
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from territory.models.consultations import Consultation
from territory.models.evidence_files import EvidenceFile, evidence_constraints
from territory.models.histories import history
from territory.models.participation import Sourced, sourced
from territory.models.placed import SAMPLE_PREFIX
from territory.models.plan import Agency, Commitment
from territory.models.reviewed import ReviewedRecord

# A year, a month, or the first and the last of several.
PERIOD = r"(?:\d{4}|\d{4}-(?:0[1-9]|1[0-2]))(?:/(?:\d{4}|\d{4}-(?:0[1-9]|1[0-2])))?"
_OF_PERIOD = RegexValidator(
    rf"^{PERIOD}\Z", _("Escriba un año, un mes «2022-03» o «2018/2022», el primero y el último.")
)


class SecurityEvidence(EvidenceFile, ReviewedRecord):
    """A study, a set of data, interviews: what it shows, who made it and how.

    ``institution`` made it, an entity and never a person. ``units`` are the ubigeos that it speaks
    of, empty where none is known; ``period_from`` and ``period_to`` its days.
    """

    class Method(models.TextChoices):
        QUANTITATIVE = "quantitative", _("cuantitativa")
        QUALITATIVE = "qualitative", _("cualitativa")
        MIXED = "mixed", _("cuantitativa y cualitativa")

    commitment = models.ForeignKey(
        Commitment,
        verbose_name=_("compromiso"),
        on_delete=models.PROTECT,
        related_name="security_evidence",
    )
    shows = models.TextField(_("qué muestra"))
    method = models.CharField(_("clase de evidencia"), max_length=12, choices=Method.choices)
    institution = models.CharField(_("entidad que la hizo"), max_length=200)
    issued_on = models.DateField(_("publicada el"), null=True, blank=True)
    period_from = models.DateField(_("desde"), null=True, blank=True)
    period_to = models.DateField(_("hasta"), null=True, blank=True)
    units = ArrayField(
        models.CharField(max_length=6), verbose_name=_("ámbito (ubigeos)"), default=list, blank=True
    )
    cutoff_date = models.DateField(_("fecha de corte"))

    class Meta:
        verbose_name = _("evidencia sobre seguridad")
        verbose_name_plural = _("evidencias sobre seguridad")
        ordering = ["-cutoff_date", "title", "id"]
        triggers = [*history()]
        constraints = [
            *evidence_constraints("securityevidence"),
            models.CheckConstraint(
                name="securityevidence_period_order",
                condition=Q(period_from=None)
                | Q(period_to=None)
                | Q(period_to__gte=F("period_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PolicyDocument(Sourced, ReviewedRecord):
    """A bulletin, a proposal of policy or guidelines; ``agency`` presents it.

    ``consultation`` is where its text is drafted, in versions and with contributions, if it is.
    """

    class Kind(models.TextChoices):
        BULLETIN = "bulletin", _("boletín")
        PROPOSAL = "proposal", _("propuesta de política")
        GUIDELINES = "guidelines", _("lineamientos")

    commitment = models.ForeignKey(
        Commitment,
        verbose_name=_("compromiso"),
        on_delete=models.PROTECT,
        related_name="policy_documents",
    )
    title = models.CharField(_("título"), max_length=200)
    kind = models.CharField(_("qué es"), max_length=10, choices=Kind.choices)
    agency = models.ForeignKey(
        Agency,
        verbose_name=_("entidad que lo presenta"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    summary = models.TextField(_("qué dice"))
    issued_on = models.DateField(_("fecha"))
    document_url = models.URLField(
        _("dirección del documento"), max_length=500, null=True, blank=True
    )
    consultation = models.ForeignKey(
        Consultation,
        verbose_name=_("consulta en la que se elabora"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="policy_documents",
    )

    class Meta:
        verbose_name = _("boletín o propuesta de política")
        verbose_name_plural = _("boletines y propuestas de política")
        ordering = ["-issued_on", "title"]
        triggers = [*history()]
        constraints = [
            *sourced("policydocument", "title"),
            models.UniqueConstraint(name="policydocument_once", fields=["commitment", "title"]),
        ]

    def __str__(self) -> str:
        return self.title


class PolicyBasis(ReviewedRecord):
    """What a document stands on: an evidence, or a figure that a layer of the site publishes.

    Of a figure it is said which (``figure``), of what ``period`` and as it was at which day
    (``figure_cutoff``); ``use`` is what the document takes from it.
    """

    document = models.ForeignKey(
        PolicyDocument,
        verbose_name=_("documento"),
        on_delete=models.PROTECT,
        related_name="basis",
    )
    number = models.PositiveSmallIntegerField(_("número"), validators=[MinValueValidator(1)])
    evidence = models.ForeignKey(
        SecurityEvidence,
        verbose_name=_("evidencia"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="used_in",
    )
    layer = models.CharField(_("capa"), max_length=63, null=True, blank=True)
    figure = models.CharField(_("qué cifra de la capa"), max_length=200, null=True, blank=True)
    period = models.CharField(
        _("periodo de la cifra"), max_length=15, null=True, blank=True, validators=[_OF_PERIOD]
    )
    figure_cutoff = models.DateField(_("fecha de corte de la cifra"), null=True, blank=True)
    use = models.TextField(_("para qué se usa"))

    commitment_path: ClassVar[str] = "document__commitment"
    within: ClassVar[tuple[str, ...]] = ("document",)

    class Meta:
        verbose_name = _("sustento de un documento")
        verbose_name_plural = _("sustentos de los documentos")
        ordering = ["document", "number"]
        triggers = [*history()]
        constraints = [
            models.UniqueConstraint(name="policybasis_once", fields=["document", "number"]),
            models.CheckConstraint(
                name="policybasis_evidence_or_figure",
                condition=Q(
                    evidence__isnull=False, layer=None, figure=None, period=None, figure_cutoff=None
                )
                | Q(
                    evidence=None,
                    layer__isnull=False,
                    figure__isnull=False,
                    period__isnull=False,
                    figure_cutoff__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="policybasis_sample_says_so",
                condition=Q(is_sample=False) | Q(use__startswith=SAMPLE_PREFIX),
            ),
        ]

    def __str__(self) -> str:
        return f"Sustento {self.number}"
