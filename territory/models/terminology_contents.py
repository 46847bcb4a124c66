"""What the catalogues of health hold: concepts, their hierarchy, members of sets, mappings.

Rows are replaced as a whole with the version that they belong to, and are found by their place in
it, so that any page of it is read alike.
"""

from __future__ import annotations

from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from territory.models.terminology import CodeSystem, ConceptMap, Equivalence, ValueSet


class CodeConcept(models.Model):
    """A concept of a version of a code system.

    ``ordinal`` is its place in it, from 0 without a gap; ``active_ordinal`` that among those in
    use, NULL where it isn't. ``properties``: ``[{"code", "type", "value"}]``; ``designations`` and
    ``extensions`` as FHIR writes them. ``searched`` is what it is found by, in small letters
    without accents.
    """

    system = models.ForeignKey(
        CodeSystem, verbose_name=_("catálogo"), on_delete=models.CASCADE, related_name="concepts"
    )
    ordinal = models.PositiveIntegerField(_("lugar"))
    active_ordinal = models.PositiveIntegerField(null=True, blank=True)
    code = models.CharField(_("código"), max_length=200)
    display = models.TextField(_("denominación"), null=True, blank=True)
    definition = models.TextField(_("definición"), null=True, blank=True)
    is_abstract = models.BooleanField(_("solo agrupa"), default=False)
    is_inactive = models.BooleanField(_("fuera de uso"), default=False)
    properties = models.JSONField(_("propiedades"), default=list, blank=True)
    designations = models.JSONField(_("otros nombres"), default=list, blank=True)
    extensions = models.JSONField(_("extensiones"), default=list, blank=True)
    searched = models.TextField(editable=False)

    class Meta:
        verbose_name = _("código de un catálogo de salud")
        verbose_name_plural = _("códigos de los catálogos de salud")
        ordering = ["system", "ordinal"]
        constraints = [
            models.UniqueConstraint(name="codeconcept_code_once", fields=["system", "code"]),
            models.UniqueConstraint(name="codeconcept_place_once", fields=["system", "ordinal"]),
            models.CheckConstraint(
                name="codeconcept_active_has_place",
                condition=Q(is_inactive=True, active_ordinal__isnull=True)
                | Q(is_inactive=False, active_ordinal__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["system", "active_ordinal"], name="codeconcept_active"),
            models.Index("system", Lower("code"), name="codeconcept_lower"),
            GinIndex(OpClass("searched", name="gin_trgm_ops"), name="codeconcept_searched"),
            GinIndex(OpClass("properties", name="jsonb_path_ops"), name="codeconcept_properties"),
        ]

    def __str__(self) -> str:
        return f"{self.code} · {self.display}" if self.display else self.code


class ConceptEdge(models.Model):
    """That one concept is right above another, by their places in the code system."""

    system = models.ForeignKey(CodeSystem, on_delete=models.CASCADE, related_name="edges")
    parent = models.PositiveIntegerField()
    child = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("jerarquía de un catálogo de salud")
        verbose_name_plural = _("jerarquías de los catálogos de salud")
        constraints = [
            models.UniqueConstraint(name="conceptedge_once", fields=["system", "parent", "child"]),
        ]
        indexes = [models.Index(fields=["system", "child"], name="conceptedge_child")]

    def __str__(self) -> str:
        return f"{self.parent} > {self.child}"


class ValueSetMember(models.Model):
    """A concept of a value set, at its place in it.

    ``own`` is what the value set says of it (display, designations, extensions), NULL for nothing.
    """

    value_set = models.ForeignKey(ValueSet, on_delete=models.CASCADE, related_name="members")
    position = models.PositiveIntegerField()
    active_position = models.PositiveIntegerField(null=True, blank=True)
    system = models.ForeignKey(CodeSystem, on_delete=models.CASCADE, related_name="+")
    ordinal = models.PositiveIntegerField()
    own = models.JSONField(null=True, blank=True)

    class Meta:
        verbose_name = _("código de un conjunto de salud")
        verbose_name_plural = _("códigos de los conjuntos de salud")
        constraints = [
            models.UniqueConstraint(
                name="valuesetmember_place_once", fields=["value_set", "position"]
            ),
            models.UniqueConstraint(
                name="valuesetmember_once", fields=["value_set", "system", "ordinal"]
            ),
        ]
        indexes = [
            models.Index(fields=["value_set", "active_position"], name="valuesetmember_active")
        ]

    def __str__(self) -> str:
        return f"{self.value_set_id}/{self.position}"


class ConceptMapping(models.Model):
    """That a code is this or that in another catalogue; ``target_code`` NULL: it is nothing."""

    map = models.ForeignKey(
        ConceptMap, verbose_name=_("tabla"), on_delete=models.CASCADE, related_name="mappings"
    )
    ordinal = models.PositiveIntegerField(_("lugar"))
    source_system = models.CharField(_("catálogo de origen"), max_length=500)
    source_version = models.CharField(max_length=100, null=True, blank=True)
    source_code = models.CharField(_("código de origen"), max_length=200)
    source_display = models.TextField(_("denominación de origen"), null=True, blank=True)
    target_system = models.CharField(
        _("catálogo de destino"), max_length=500, null=True, blank=True
    )
    target_version = models.CharField(max_length=100, null=True, blank=True)
    target_code = models.CharField(_("código de destino"), max_length=200, null=True, blank=True)
    target_display = models.TextField(_("denominación de destino"), null=True, blank=True)
    equivalence = models.CharField(_("correspondencia"), max_length=12, choices=Equivalence.choices)
    comment = models.TextField(_("nota"), null=True, blank=True)

    class Meta:
        verbose_name = _("correspondencia entre catálogos de salud")
        verbose_name_plural = _("correspondencias entre catálogos de salud")
        ordering = ["map", "ordinal"]
        constraints = [
            models.UniqueConstraint(name="conceptmapping_place_once", fields=["map", "ordinal"]),
            models.CheckConstraint(
                name="conceptmapping_unmatched",
                condition=Q(target_code__isnull=False) | Q(equivalence=Equivalence.UNMATCHED),
            ),
        ]
        indexes = [
            models.Index(
                fields=["map", "source_system", "source_code"], name="conceptmapping_source"
            ),
            models.Index(
                fields=["map", "target_system", "target_code"], name="conceptmapping_target"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_code} → {self.target_code or '—'}"
