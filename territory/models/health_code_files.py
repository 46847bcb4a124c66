"""Commitment 11: the codes of catalogues of health and what they are mapped to, row by row.

These are the rows of published files. The catalogues that everybody asks for (``CodeSystem``,
``ConceptMap``) are made of them by ``territory.health_catalogues.loading``.
"""

from __future__ import annotations

from django.contrib.gis.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from territory.models.placed import PublishedRecord
from territory.models.terminology import CodeSystem, ConceptMap, Equivalence, TerminologyStatus

_HAS_SOURCE = Q(is_sample=True) | Q(source_url__isnull=False)
LONGEST_CODE = 100


class CodeState(models.TextChoices):
    """Whether a code is still used in its version of the catalogue."""

    ACTIVE = "active", _("vigente")
    INACTIVE = "inactive", _("fuera de uso")


class HealthCode(PublishedRecord):
    """A code of a version of a catalogue; ``position`` is its place in the file.

    Catalogue, state and day of a version are the same in all its rows.
    """

    catalogue_url = models.CharField(_("dirección canónica del catálogo"), max_length=300)
    catalogue = models.CharField(_("catálogo"), max_length=120)
    edition = models.CharField(_("versión"), max_length=40)
    edition_state = models.CharField(
        _("estado de la versión"), max_length=10, choices=TerminologyStatus.choices
    )
    edition_on = models.DateField(_("fecha de la versión"), null=True, blank=True)
    code = models.CharField(_("código"), max_length=LONGEST_CODE)
    display = models.CharField(_("denominación"), max_length=500)
    definition = models.TextField(_("definición"), null=True, blank=True)
    parent = models.CharField(
        _("código del que depende"), max_length=LONGEST_CODE, null=True, blank=True
    )
    code_state = models.CharField(_("estado"), max_length=8, choices=CodeState.choices)
    position = models.PositiveIntegerField(_("lugar en el archivo"))

    class Meta:
        verbose_name = _("código de un archivo de catálogos")
        verbose_name_plural = _("códigos de los archivos de catálogos")
        ordering = ["catalogue_url", "edition", "position"]
        constraints = [
            models.UniqueConstraint(
                name="healthcode_once", fields=["catalogue_url", "edition", "code", "is_sample"]
            ),
            models.CheckConstraint(name="healthcode_has_source", condition=_HAS_SOURCE),
        ]

    def __str__(self) -> str:
        return f"{self.code} · {self.display}"


class HealthCodeMapping(PublishedRecord):
    """That a code of a catalogue's version is this or that in another; no target: it is nothing."""

    map_url = models.CharField(_("dirección canónica de la tabla"), max_length=300)
    map_title = models.CharField(_("tabla de correspondencias"), max_length=120)
    edition = models.CharField(_("versión"), max_length=40)
    edition_state = models.CharField(
        _("estado de la versión"), max_length=10, choices=TerminologyStatus.choices
    )
    source_catalogue = models.CharField(_("catálogo de origen"), max_length=300)
    source_edition = models.CharField(_("versión de origen"), max_length=40)
    source_code = models.CharField(_("código de origen"), max_length=LONGEST_CODE)
    target_catalogue = models.CharField(_("catálogo de destino"), max_length=300)
    target_edition = models.CharField(_("versión de destino"), max_length=40)
    target_code = models.CharField(
        _("código de destino"), max_length=LONGEST_CODE, default="", blank=True
    )
    equivalence = models.CharField(_("correspondencia"), max_length=12, choices=Equivalence.choices)
    comment = models.TextField(_("nota"), null=True, blank=True)
    position = models.PositiveIntegerField(_("lugar en el archivo"))

    class Meta:
        verbose_name = _("correspondencia de un archivo de catálogos")
        verbose_name_plural = _("correspondencias de los archivos de catálogos")
        ordering = ["map_url", "edition", "position"]
        constraints = [
            models.UniqueConstraint(
                name="healthcodemapping_once",
                fields=["map_url", "edition", "source_code", "target_code", "is_sample"],
            ),
            models.CheckConstraint(name="healthcodemapping_has_source", condition=_HAS_SOURCE),
            models.CheckConstraint(
                name="healthcodemapping_unmatched",
                condition=~Q(target_code="") | Q(equivalence=Equivalence.UNMATCHED),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_code} → {self.target_code or '—'}"


class LoadedVersion(models.Model):
    """That a catalogue's or a map's version was made of files' rows, and of which (``digest``)."""

    system = models.OneToOneField(CodeSystem, null=True, on_delete=models.CASCADE, related_name="+")
    map = models.OneToOneField(ConceptMap, null=True, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=32)

    class Meta:
        verbose_name = _("versión hecha de un archivo")
        verbose_name_plural = _("versiones hechas de archivos")
        constraints = [
            models.CheckConstraint(
                name="loadedversion_of_one",
                condition=Q(system__isnull=True) ^ Q(map__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return str(self.system or self.map)
