"""Commitment 11: who uses which version of a health catalogue, and what the sector wrote down.

A catalogue is a list of codes that has versions (of procedures, of diagnoses). What it holds is
told elsewhere; here is only which facility's systems write which version's codes.
"""

from __future__ import annotations

from django.contrib.gis.db import models
from django.core.validators import RegexValidator
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce, Concat
from django.utils.translation import gettext_lazy as _

from territory.models.from_others import FromOthers
from territory.models.health import FacilityCategory, eight_digits
from territory.models.placed import DistinctCount, Measure, PositionedRecord, PublishedRecord
from territory.models.searched import Code, Searched

# A fact says at which address it may be read again; a sample has no address to give.
_HAS_SOURCE = Q(is_sample=True) | Q(source_url__isnull=False)
_SEARCHED = Searched(
    "facility_name", (Code("facility_code", numeric=True, digits=8),), thing="facility_code"
)

sha256_digits = RegexValidator(
    r"^[0-9a-f]{64}$", _("Una huella SHA-256 tiene 64 cifras hexadecimales, en minúsculas.")
)


class AdoptionState(models.TextChoices):
    """Whether a facility's systems write the catalogue's codes, as its source says."""

    IN_USE = "in_use", _("en uso")
    NOT_USED = "not_used", _("no lo usa")


_IN_USE = Q(state=AdoptionState.IN_USE)


class CatalogueAdoption(PositionedRecord):
    """Which version of a catalogue the systems of a facility use, known by both.

    No row: nobody said, which isn't that it has none. ``edition`` and ``adopted_on`` are of a
    catalogue in use only, and NULL where nothing says which or since when. ``facility_name``,
    ``category`` and ``geom`` (EPSG:4326) are what the register of facilities says; without the
    facility in it the name is the report's.
    """

    facility_code = models.CharField(
        _("código único del establecimiento"), max_length=8, validators=[eight_digits]
    )
    reported_name = models.CharField(_("nombre según la fuente"), max_length=200)
    catalogue = models.CharField(_("catálogo"), max_length=120)
    state = models.CharField(_("uso"), max_length=8, choices=AdoptionState.choices)
    edition = models.CharField(
        _("versión que usa"),
        max_length=40,
        null=True,
        blank=True,
        help_text=_("Vacía: se usa y no se sabe qué versión, o no se usa."),
    )
    adopted_on = models.DateField(_("en uso desde"), null=True, blank=True)
    facility_name = models.CharField(
        _("establecimiento"),
        max_length=200,
        null=True,
        editable=False,
        help_text=_("Según el registro de establecimientos; si no está en él, según la fuente."),
    )
    category = models.CharField(
        _("categoría"),
        max_length=5,
        choices=FacilityCategory.choices,
        null=True,
        blank=True,
        editable=False,
        help_text=_("Según el registro de establecimientos."),
    )
    geom = models.PointField(_("posición"), null=True, blank=True, editable=False)

    from_others = FromOthers(
        ("facility_name", "category", "geom"), "health_catalogues/placed.sql", "place_adoption"
    )
    measures = (
        Measure(
            "catalogue_facilities",
            _("establecimientos de los que se sabe si usan algún catálogo"),
            aggregate=DistinctCount,
            of="facility_code",
        ),
        Measure(
            "catalogue_adopters",
            _("establecimientos que usan algún catálogo"),
            aggregate=DistinctCount,
            of="facility_code",
            where=_IN_USE,
        ),
    )
    row_label = Concat(
        Coalesce("facility_name", "reported_name"),
        Value(": "),
        "catalogue",
        Value(", "),
        Case(
            When(_IN_USE & Q(edition__isnull=False), then=Concat(Value("versión "), "edition")),
            When(_IN_USE, then=Value("no se sabe qué versión")),
            default=Value("no lo usa"),
        ),
        output_field=models.TextField(),
    )
    searched = _SEARCHED
    sheet = Concat(Value("/catalogos/uso/?establecimiento="), F("facility_code"))

    class Meta:
        verbose_name = _("uso de un catálogo de salud")
        verbose_name_plural = _("uso de los catálogos de salud")
        ordering = ["facility_code", "catalogue", "id"]
        indexes = _SEARCHED.indexes("adoption")
        constraints = [
            models.UniqueConstraint(
                name="catalogueadoption_once", fields=["facility_code", "catalogue", "is_sample"]
            ),
            models.CheckConstraint(name="catalogueadoption_has_source", condition=_HAS_SOURCE),
            models.CheckConstraint(
                name="catalogueadoption_version_if_used",
                condition=_IN_USE | Q(edition__isnull=True, adopted_on__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        # As ``row_label`` says it.
        if self.state != AdoptionState.IN_USE:
            which = "no lo usa"
        else:
            which = "no se sabe qué versión" if self.edition is None else f"versión {self.edition}"
        return f"{self.facility_name or self.reported_name}: {self.catalogue}, {which}"


class PracticeKind(models.TextChoices):
    """What a document of the sector is."""

    PRACTICE = "practice", _("buena práctica")
    PROTOCOL = "protocol", _("protocolo")
    STANDARD = "standard", _("estándar")
    GUIDE = "guide", _("guía")


class HealthPractice(PublishedRecord):
    """A version of a practice or protocol of the health sector.

    ``document_hash`` is the SHA-256 of the document's bytes at ``document_url`` when it was read:
    who gets it later sees whether it is still the same.
    """

    title = models.CharField(_("documento"), max_length=200)
    edition = models.CharField(_("versión"), max_length=40)
    kind = models.CharField(_("tipo"), max_length=8, choices=PracticeKind.choices)
    issued_on = models.DateField(_("fecha"))
    changes = models.TextField(_("qué cambió"), null=True, blank=True)
    document_url = models.URLField(_("dirección del documento"), null=True, blank=True)
    document_hash = models.CharField(
        _("huella SHA-256 del documento"),
        max_length=64,
        null=True,
        blank=True,
        validators=[sha256_digits],
    )

    class Meta:
        verbose_name = _("práctica o protocolo de salud")
        verbose_name_plural = _("prácticas y protocolos de salud")
        ordering = ["title", "-issued_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                name="healthpractice_once", fields=["title", "edition", "is_sample"]
            ),
            models.CheckConstraint(name="healthpractice_has_source", condition=_HAS_SOURCE),
            models.CheckConstraint(
                name="healthpractice_has_document",
                condition=Q(is_sample=True)
                | Q(document_url__isnull=False, document_hash__isnull=False),
            ),
            models.CheckConstraint(
                name="healthpractice_hash",
                condition=Q(document_hash__isnull=True) | Q(document_hash__regex=r"^[0-9a-f]{64}$"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.edition}"
