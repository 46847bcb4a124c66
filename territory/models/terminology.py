"""Commitment 11: catalogues of health: code systems, value sets and maps between them.

Each row of these is one version of it, in the words of HL7's FHIR R4. What they hold lies in
tables of its own (``terminology_contents``).
"""

from __future__ import annotations

from typing import Any, TypeVar

from django.contrib.gis.db import models
from django.core.validators import RegexValidator
from django.db.models import Exists, Q
from django.utils.translation import gettext_lazy as _

from territory.models.placed import SAMPLE_PREFIX
from territory.models.random_keys import random_key

Record = TypeVar("Record", bound=models.Model)

resource_id = RegexValidator(r"\A[A-Za-z0-9.-]{1,64}\Z", _("Solo letras, números, «-» y «.»."))


class TerminologyStatus(models.TextChoices):
    """Where a version is on its way; FHIR's ``status``."""

    DRAFT = "draft", _("borrador")
    ACTIVE = "active", _("vigente")
    RETIRED = "retired", _("retirado")


# What everybody sees; a draft is seen by who prepares it.
PUBLIC = (TerminologyStatus.ACTIVE, TerminologyStatus.RETIRED)


class CodeSystemContent(models.TextChoices):
    """How much of the code system its rows are; FHIR's ``content``."""

    COMPLETE = "complete", _("completo")
    FRAGMENT = "fragment", _("una parte")
    EXAMPLE = "example", _("unos ejemplos")
    SUPPLEMENT = "supplement", _("un suplemento de otro catálogo")
    NOT_PRESENT = "not-present", _("sin sus códigos")


class Equivalence(models.TextChoices):
    """What a target is to its source; FHIR R4's ConceptMapEquivalence."""

    RELATED = "relatedto", _("tiene relación")
    EQUIVALENT = "equivalent", _("es equivalente")
    EQUAL = "equal", _("es igual")
    WIDER = "wider", _("es más amplio")
    SUBSUMES = "subsumes", _("lo contiene")
    NARROWER = "narrower", _("es más específico")
    SPECIALIZES = "specializes", _("es una clase de él")
    INEXACT = "inexact", _("coincide en parte")
    UNMATCHED = "unmatched", _("no tiene correspondencia")
    DISJOINT = "disjoint", _("no tiene relación")


class TerminologyRows(models.QuerySet[Record]):
    """The rows of a table of versions."""

    def published(self) -> TerminologyRows[Record]:
        """What everybody sees: no draft; all facts, or all samples while there is no fact."""
        return self._without_mixing(Q(status__in=PUBLIC))

    def prepared(self) -> TerminologyRows[Record]:
        """The same with drafts, for who prepares them."""
        return self._without_mixing(Q())

    def _without_mixing(self, seen: Q) -> TerminologyRows[Record]:
        facts: models.QuerySet[Any] = self.model._default_manager.filter(seen, is_sample=False)
        return self.filter(seen, is_sample=~Exists(facts.order_by()))


class TerminologyResource(models.Model):
    """A version of a code system, a value set or a map.

    ``url`` is what it is known by wherever it is used, ``version`` which of it, NULL where it
    tells none; ``slug`` is its address on this site (FHIR's ``id``). ``extensions`` are what its
    file says of it beyond FHIR's own elements, as FHIR writes them.
    """

    id = random_key()
    slug = models.CharField(
        _("identificador"), max_length=64, unique=True, validators=[resource_id]
    )
    url = models.CharField(_("dirección canónica"), max_length=500)
    version = models.CharField(_("versión"), max_length=100, null=True, blank=True)
    name = models.CharField(_("nombre para programas"), max_length=200)
    title = models.CharField(_("título"), max_length=300)
    status = models.CharField(
        _("estado de publicación"),
        max_length=10,
        choices=TerminologyStatus.choices,
        default=TerminologyStatus.DRAFT,
    )
    experimental = models.BooleanField(_("es un ensayo"), null=True, blank=True)
    dated_on = models.DateField(_("fecha de esta versión"), null=True, blank=True)
    publisher = models.CharField(_("quién lo publica"), max_length=300, null=True, blank=True)
    description = models.TextField(_("descripción"), null=True, blank=True)
    copyright = models.TextField(_("derechos"), null=True, blank=True)
    language = models.CharField(_("idioma"), max_length=20, null=True, blank=True)
    extensions = models.JSONField(_("extensiones"), default=list, blank=True)
    source = models.CharField(_("fuente"), max_length=200)
    source_url = models.URLField(_("dirección de la fuente"), max_length=500, null=True, blank=True)
    cutoff_date = models.DateField(_("fecha de corte"))
    is_sample = models.BooleanField(_("es una muestra"), default=False)
    updated_at = models.DateTimeField(_("cambiado"), auto_now=True)

    objects = TerminologyRows.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.title} ({self.version})" if self.version else self.title

    @property
    def shown_title(self) -> str | None:
        """The title, where it says more than the name."""
        return self.title if self.title != self.name else None

    @property
    def canonical(self) -> str:
        """Address and version, as FHIR refers to it."""
        return f"{self.url}|{self.version}" if self.version else self.url


def _of_resource(name: str) -> list[models.BaseConstraint]:
    """One row a version; no fact without its address, no sample that doesn't say so."""
    return [
        models.UniqueConstraint(
            name=f"{name}_once", fields=["url", "version"], nulls_distinct=False
        ),
        models.CheckConstraint(
            name=f"{name}_has_source",
            condition=Q(is_sample=True) | (Q(source_url__isnull=False) & ~Q(source_url="")),
        ),
        models.CheckConstraint(
            name=f"{name}_sample_says_so",
            condition=Q(is_sample=False) | Q(title__startswith=SAMPLE_PREFIX),
        ),
    ]


class CodeSystem(TerminologyResource):
    """A version of a catalogue of codes.

    ``properties`` are those that its concepts may have, as FHIR writes them (code, uri, type).
    A ``supplement`` says more of the concepts of another (``supplements``) and has none of its own.
    What isn't editable is counted when its concepts are loaded.
    """

    case_sensitive = models.BooleanField(_("distingue mayúsculas"), null=True, blank=True)
    content = models.CharField(
        _("cuánto contiene"),
        max_length=12,
        choices=CodeSystemContent.choices,
        default=CodeSystemContent.COMPLETE,
    )
    hierarchy_meaning = models.CharField(
        _("qué significa su jerarquía"), max_length=20, null=True, blank=True
    )
    supplements = models.CharField(_("a cuál completa"), max_length=600, null=True, blank=True)
    properties = models.JSONField(_("propiedades"), default=list, blank=True)
    concept_count = models.PositiveIntegerField(_("códigos"), default=0, editable=False)
    active_count = models.PositiveIntegerField(_("códigos vigentes"), default=0, editable=False)

    class Meta:
        verbose_name = _("versión de un catálogo de salud")
        verbose_name_plural = _("versiones de los catálogos de salud")
        ordering = ["url", "-dated_on", "-version"]
        constraints = [*_of_resource("codesystem")]


class ValueSet(TerminologyResource):
    """A version of a set of codes for a use, chosen from code systems (``compose``).

    ``expanded_from`` are the versions that its kept members were made of; NULL while none are.
    """

    immutable = models.BooleanField(_("no puede cambiar"), null=True, blank=True)
    compose = models.JSONField(_("qué códigos reúne"))
    member_count = models.PositiveIntegerField(_("códigos"), null=True, blank=True, editable=False)
    active_count = models.PositiveIntegerField(
        _("códigos vigentes"), null=True, blank=True, editable=False
    )
    expanded_from = models.JSONField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("versión de un conjunto de códigos de salud")
        verbose_name_plural = _("versiones de los conjuntos de códigos de salud")
        ordering = ["url", "-dated_on", "-version"]
        constraints = [*_of_resource("valueset")]


class ConceptMap(TerminologyResource):
    """A version of a map from the codes of one catalogue to those of another.

    ``groups`` are its pairs of code systems, each with what becomes of a code that it doesn't
    name (FHIR's ``unmapped``).
    """

    source_scope = models.CharField(_("conjunto de origen"), max_length=600, null=True, blank=True)
    target_scope = models.CharField(_("conjunto de destino"), max_length=600, null=True, blank=True)
    groups = models.JSONField(_("grupos"), default=list, blank=True)
    mapping_count = models.PositiveIntegerField(_("correspondencias"), default=0, editable=False)

    class Meta:
        verbose_name = _("versión de una tabla de correspondencias de salud")
        verbose_name_plural = _("versiones de las tablas de correspondencias de salud")
        ordering = ["url", "-dated_on", "-version"]
        constraints = [*_of_resource("conceptmap")]
