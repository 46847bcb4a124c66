"""Commitment 7: the ministry's institutes, and how many titles and degrees each had registered.

Universities are no part of it: SUNEDU keeps their register.
"""

from __future__ import annotations

from django.contrib.gis.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from territory.models.counts import CountRecord, CountState, count_constraints
from territory.models.from_others import FromOthers
from territory.models.placed import Measure, PositionedRecord
from territory.models.school_services import RegisteredService, seven_digits
from territory.models.searched import Code, Searched

_SEARCHED = Searched(
    "name",
    (Code("modular_code", numeric=True, digits=7), Code("local_code", numeric=True, digits=6)),
)


class InstituteKind(models.TextChoices):
    """What an institute teaches, of its level in the register of schools."""

    TECHNOLOGICAL = "technological", _("superior tecnológica")
    PEDAGOGICAL = "pedagogical", _("superior pedagógica")
    ARTISTIC = "artistic", _("superior de formación artística")
    PRODUCTIVE = "productive", _("técnico-productiva (CETPRO)")


class HigherInstitute(RegisteredService, PositionedRecord):
    """An active institute of the ministry's register (ESCALE), known by modular code and annex."""

    kind = models.CharField(_("tipo"), max_length=13, choices=InstituteKind.choices)
    geom = models.PointField(_("posición"), null=True, blank=True)

    measures = (
        Measure("higher_institutes", _("institutos y CETPRO")),
        *(
            Measure(f"higher_{kind.value}", kind.label, where=Q(kind=kind))
            for kind in InstituteKind
        ),
    )
    searched = _SEARCHED
    sheet = Concat(
        Value("/titulos/?institucion="), F("modular_code"), output_field=models.TextField()
    )

    class Meta:
        verbose_name = _("instituto de educación superior o CETPRO")
        verbose_name_plural = _("institutos de educación superior y CETPRO")
        ordering = ["id"]
        indexes = _SEARCHED.indexes("institute")
        constraints = [
            models.UniqueConstraint(
                name="higherinstitute_once", fields=["modular_code", "annex", "is_sample"]
            ),
        ]


class DegreeKind(models.TextChoices):
    """What the ministry registers of a graduate."""

    TITLE = "title", _("títulos")
    DEGREE = "degree", _("grados")


class DegreeCount(CountRecord):
    """How many titles or degrees of a programme of an institute were registered in a year.

    The year is that of registration at the ministry, not of the paper. ``institute_name``,
    ``geom`` and ``institute_total`` (of all programmes, in that year and kind) aren't the file's:
    they follow from both registers (``territory.titles.placed``).
    """

    institute_code = models.CharField(
        _("código modular del instituto"), max_length=7, validators=[seven_digits]
    )
    programme = models.CharField(_("programa de estudios"), max_length=200)
    category = models.CharField(_("qué se registró"), max_length=6, choices=DegreeKind.choices)
    institute_name = models.CharField(
        _("instituto"),
        max_length=200,
        null=True,
        blank=True,
        editable=False,
        help_text=_("Según el padrón; vacío si el código no está en él."),
    )
    institute_total = models.BigIntegerField(
        _("total del instituto en el año"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("De todos sus programas: es el mismo en cada uno, y no se suma."),
    )
    geom = models.PointField(_("posición del instituto"), null=True, blank=True, editable=False)

    from_others = FromOthers(
        ("institute_name", "geom", "institute_total"), "titles/placed.sql", "place_degree_counts"
    )
    adds_units = True
    adds_over = ("institute_code", "programme")
    lists_all = True

    class Meta:
        verbose_name = _("conteo de títulos y grados")
        verbose_name_plural = _("conteo de títulos y grados")
        ordering = ["id"]
        indexes = [models.Index(fields=["institute_code"], name="degreecount_institute")]
        constraints = [
            *count_constraints("degreecount", "institute_code", "programme"),
            models.CheckConstraint(
                name="degreecount_by_year",
                condition=Q(granularity="year") & ~Q(state=CountState.SUPPRESSED),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme}, {self.institute_code}: {super().__str__()}"
