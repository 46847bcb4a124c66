"""Commitment 15: studies on sanitation, their versions, what their files say, and downloads.

A study is what a catalogue says of it; each of its versions is an address or a file with its hash,
which stays under its number whatever follows.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from territory.models.evidence_files import EvidenceFile, evidence_constraints
from territory.models.histories import history
from territory.models.placed import SAMPLE_PREFIX
from territory.models.plan import Commitment
from territory.models.reviewed import ReviewedRecord
from territory.models.searched import Searched

# PostgreSQL's Spanish, over words without their accents; made by a migration.
SEARCH_CONFIGURATION = "spanish_unaccented"
FIRST_YEAR, LAST_YEAR = 1900, 2100
_SEARCHED = Searched("title", place="units_text")


class StudyKind(models.TextChoices):
    STATISTICS = "statistics", _("estudio estadístico")
    DIAGNOSIS = "diagnosis", _("diagnóstico")
    EVALUATION = "evaluation", _("evaluación")
    TECHNICAL = "technical", _("estudio técnico")
    RESEARCH = "research", _("investigación o tesis")
    OTHER = "other", _("otro")


class StudyLicence(models.TextChoices):
    """What a study may be used for, as who published it declares; UNKNOWN where nobody did."""

    CC0 = "CC0-1.0", "CC0 1.0"
    CC_BY = "CC-BY-4.0", "CC BY 4.0"
    CC_BY_SA = "CC-BY-SA-4.0", "CC BY-SA 4.0"
    CC_BY_ND = "CC-BY-ND-4.0", "CC BY-ND 4.0"
    CC_BY_NC = "CC-BY-NC-4.0", "CC BY-NC 4.0"
    CC_BY_NC_SA = "CC-BY-NC-SA-4.0", "CC BY-NC-SA 4.0"
    CC_BY_NC_ND = "CC-BY-NC-ND-4.0", "CC BY-NC-ND 4.0"
    ODC_BY = "ODC-By-1.0", "ODC-BY 1.0"
    ODBL = "ODbL-1.0", "ODbL 1.0"
    RESERVED = "reserved", _("todos los derechos reservados")
    UNKNOWN = "unknown", _("no declarada")


class SanitationStudy(ReviewedRecord):
    """A study: ``institution`` made it, an entity and never a person.

    ``units`` are the ubigeos that it speaks of, ``footprint`` the area that was drawn instead or
    beside them; ``shape`` is what the map shows, one or the other, kept by
    ``territory.sanitation_studies.shapes``. All EPSG:4326. ``source_url`` is where who made it
    publishes it.
    """

    commitment = models.ForeignKey(
        Commitment, verbose_name=_("compromiso"), on_delete=models.PROTECT, related_name="+"
    )
    title = models.CharField(_("título"), max_length=300)
    abstract = models.TextField(_("resumen"))
    institution = models.CharField(_("institución autora"), max_length=200)
    year = models.IntegerField(
        _("año"), validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    )
    kind = models.CharField(_("tipo"), max_length=10, choices=StudyKind.choices)
    licence = models.CharField(_("licencia"), max_length=20, choices=StudyLicence.choices)
    source_url = models.URLField(_("dirección de la fuente"), max_length=500, null=True, blank=True)
    cutoff_date = models.DateField(_("fecha de corte"))
    units = ArrayField(
        models.CharField(max_length=6), verbose_name=_("ámbito (ubigeos)"), default=list, blank=True
    )
    footprint = models.MultiPolygonField(_("huella dibujada"), null=True, blank=True)
    shape = models.MultiPolygonField(_("huella"), null=True, blank=True, editable=False)

    searched: ClassVar[Searched] = _SEARCHED

    class Meta:
        verbose_name = _("estudio de saneamiento")
        verbose_name_plural = _("estudios de saneamiento")
        ordering = ["-year", "title", "id"]
        triggers = [*history("shape")]
        constraints = [
            models.CheckConstraint(
                name="sanitationstudy_sample_says_so",
                condition=Q(is_sample=False) | Q(title__startswith=SAMPLE_PREFIX),
            ),
            models.CheckConstraint(
                name="sanitationstudy_year",
                condition=Q(year__range=(FIRST_YEAR, LAST_YEAR)),
                violation_error_message=_("El año no puede ser ese."),
            ),
            models.CheckConstraint(
                name="sanitationstudy_has_source",
                condition=Q(is_sample=True) | (Q(source_url__isnull=False) & ~Q(source_url="")),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class StudyVersion(EvidenceFile, ReviewedRecord):
    """A version of a study: an address or a file; ``title`` says what it is or what changed.

    ``number`` stays, and a withdrawn version's number is not given again.
    """

    study = models.ForeignKey(
        SanitationStudy,
        verbose_name=_("estudio"),
        on_delete=models.PROTECT,
        related_name="versions",
    )
    number = models.PositiveIntegerField(_("número"), validators=[MinValueValidator(1)])

    commitment_path: ClassVar[str] = "study__commitment"
    within: ClassVar[tuple[str, ...]] = ("study",)

    class Meta:
        verbose_name = _("versión de un estudio")
        verbose_name_plural = _("versiones de estudios")
        ordering = ["study", "number"]
        triggers = [*history()]
        constraints = [
            *evidence_constraints("studyversion"),
            models.UniqueConstraint(name="studyversion_once", fields=["study", "number"]),
        ]

    def __str__(self) -> str:
        return f"Versión {self.number}"


class StudyPage(models.Model):
    """The text of a page of a version's file, as it was read from it in the sandbox."""

    version = models.ForeignKey(StudyVersion, on_delete=models.CASCADE, related_name="pages")
    number = models.PositiveIntegerField(_("página"))
    text = models.TextField(_("texto"))
    vector = models.GeneratedField(
        expression=SearchVector("text", config=SEARCH_CONFIGURATION),
        output_field=SearchVectorField(),
        db_persist=True,
        editable=False,
    )

    class Meta:
        verbose_name = _("página de un estudio")
        verbose_name_plural = _("páginas de estudios")
        ordering = ["version", "number"]
        constraints = [models.UniqueConstraint(name="studypage_once", fields=["version", "number"])]

    def __str__(self) -> str:
        return f"p. {self.number}"


class StudyIndex(models.Model):
    """What a published study is found by: title, abstract and the text of its last version.

    Kept by ``territory.sanitation_studies.index``; a study that isn't published has none.
    """

    study = models.OneToOneField(SanitationStudy, on_delete=models.CASCADE, related_name="index")
    vector = SearchVectorField()
    # The last change of the study or a version of it that is in the vector.
    stamp = models.DateTimeField()

    class Meta:
        verbose_name = _("índice de un estudio")
        verbose_name_plural = _("índices de estudios")
        indexes = [GinIndex(name="studyindex_vector", fields=["vector"])]

    def __str__(self) -> str:
        return str(self.pk)


class StudyDownloads(models.Model):
    """How often a version's file was taken home on a day; nothing of who did."""

    version = models.ForeignKey(StudyVersion, on_delete=models.CASCADE, related_name="downloads")
    day = models.DateField(_("día"))
    times = models.PositiveIntegerField(_("descargas"), default=0)

    class Meta:
        verbose_name = _("descargas de un estudio")
        verbose_name_plural = _("descargas de estudios")
        ordering = ["version", "day"]
        constraints = [
            models.UniqueConstraint(name="studydownloads_once", fields=["version", "day"])
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.times}"
