"""What each commitment is aligned with beyond the plan, and what OGP's own record says of it."""

from __future__ import annotations

import re

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from territory.models.histories import history
from territory.models.plan import Commitment
from territory.models.plan_making import sourced


class OgpValue(models.TextChoices):
    """The values of the Open Government Partnership, as its record calls them."""

    ACCESS = "access_to_information", _("Acceso a la información")
    PARTICIPATION = "civic_participation", _("Participación ciudadana")
    ACCOUNTABILITY = "public_accountability", _("Rendición de cuentas")
    TECHNOLOGY = "technology", _("Tecnología e innovación")


# How the codes of each framework are written: a target of the 2030 Agenda (4.a), a value, an axis.
CODE_PATTERNS: dict[str, str] = {
    "sdg": r"(?:1[0-7]|[1-9])(?:\.(?:[1-9]|1[0-9]|[a-d]))?",
    "ogp_value": "|".join(OgpValue.values),
    "bicentennial": r"[1-6]",
}


def _code_fits() -> models.Q:
    fits = models.Q()
    for framework, pattern in CODE_PATTERNS.items():
        fits |= models.Q(framework=framework, code__regex=f"^(?:{pattern})$")
    return fits


class Alignment(models.Model):
    """What a commitment is aligned with: a value of OGP, a target of the SDGs, an axis of a plan.

    Stored with its source, or else as this site's own proposal, which is always marked as one.
    ``title`` holds the source's words for what it is aligned with, where it has any.
    """

    class Framework(models.TextChoices):
        SDG = "sdg", _("Objetivos de Desarrollo Sostenible")
        OGP_VALUE = "ogp_value", _("Valores de gobierno abierto (OGP)")
        BICENTENNIAL = "bicentennial", _("Ejes del Plan Bicentenario")

    commitment = models.ForeignKey(
        Commitment,
        verbose_name=_("compromiso"),
        on_delete=models.CASCADE,
        related_name="alignments",
    )
    framework = models.CharField(_("marco"), max_length=12, choices=Framework.choices)
    code = models.CharField(_("código"), max_length=40)
    title = models.CharField(_("texto de la fuente"), max_length=200, null=True, blank=True)
    is_proposal = models.BooleanField(_("propuesta de este sitio"), default=False)
    source = models.CharField(_("fuente"), max_length=200, null=True, blank=True)
    source_url = models.URLField(_("dirección de la fuente"), null=True, blank=True)
    read_on = models.DateField(_("fecha de lectura"), null=True, blank=True)
    version = models.IntegerField(_("versión"), default=1, editable=False)
    updated_at = models.DateTimeField(_("cambiado"), auto_now=True)

    class Meta:
        verbose_name = _("alineamiento")
        verbose_name_plural = _("alineamientos")
        ordering = ["commitment", "framework", "code", "is_proposal", "pk"]
        triggers = [*history()]
        constraints = [
            models.UniqueConstraint(
                name="alignment_once",
                fields=["commitment", "framework", "code", "source_url"],
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="alignment_sourced_or_proposed",
                condition=models.Q(
                    is_proposal=True,
                    source__isnull=True,
                    source_url__isnull=True,
                    read_on__isnull=True,
                )
                | models.Q(
                    is_proposal=False,
                    source__isnull=False,
                    source_url__regex=r"^https?://[^/[:space:]]+",
                    read_on__isnull=False,
                ),
            ),
            models.CheckConstraint(name="alignment_code_fits", condition=_code_fits()),
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id}: {self.framework} {self.code}"

    def clean(self) -> None:
        """The constraints in the words of the form's fields."""
        super().clean()
        pattern = CODE_PATTERNS.get(self.framework)
        if pattern and not re.fullmatch(pattern, self.code or ""):
            raise ValidationError({"code": _("Este marco no tiene ese código.")})
        given = [self.source, self.source_url, self.read_on]
        if self.is_proposal and any(given):
            raise ValidationError(
                {"is_proposal": _("Lo que tiene fuente no es propuesta de este sitio.")}
            )
        if not self.is_proposal and not all(given):
            raise ValidationError(
                {"source_url": _("Indique fuente, dirección y fecha de lectura.")}
            )


class OgpReading(models.Model):
    """What OGP's page of a commitment said on the day on which it was read.

    A value is in the page's own words, None where the page has none. Readings are added and never
    replaced: two that differ are both kept, even of one day, for ``digest`` is that of the values.
    """

    commitment = models.ForeignKey(
        Commitment,
        verbose_name=_("compromiso"),
        on_delete=models.CASCADE,
        related_name="ogp_readings",
    )
    code = models.CharField(_("código de OGP"), max_length=10)
    title = models.CharField(_("título en OGP"), max_length=300)
    lead_institution = models.CharField(_("entidad a cargo"), max_length=300, null=True, blank=True)
    support_institutions = ArrayField(
        models.CharField(max_length=300), verbose_name=_("entidades que apoyan"), default=list
    )
    values = ArrayField(
        models.CharField(max_length=30, choices=OgpValue.choices),
        verbose_name=_("valores"),
        default=list,
    )
    ambition = models.CharField(
        _("ambición o impacto potencial"), max_length=30, null=True, blank=True
    )
    completion = models.CharField(_("cumplimiento"), max_length=30, null=True, blank=True)
    early_results = models.CharField(_("primeros resultados"), max_length=30, null=True, blank=True)
    starred = models.CharField(
        _("compromiso destacado (estrella)"), max_length=30, null=True, blank=True
    )
    reports = ArrayField(
        models.CharField(max_length=200), verbose_name=_("informes del IRM"), default=list
    )
    digest = models.CharField(_("resumen de los valores"), max_length=32, editable=False)
    source_url = models.URLField(_("dirección de la página"))
    read_on = models.DateField(_("fecha de lectura"))

    class Meta:
        verbose_name = _("lectura del registro de OGP")
        verbose_name_plural = _("lecturas del registro de OGP")
        ordering = ["commitment", "read_on", "id"]
        constraints = [
            sourced("ogpreading_has_source"),
            models.UniqueConstraint(
                name="ogpreading_once",
                fields=["commitment", "source_url", "read_on", "digest"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}, {self.read_on}"
