"""The plan: its commitments, who leads them and the territory that its text names."""

from __future__ import annotations

from django.contrib.gis.db import models
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from territory.models.orientation import COUNTER_CLOCKWISE


class Theme(models.TextChoices):
    """The plan's themes."""

    OPEN_GOVERNMENT = "open_government", _("Gobierno abierto")
    ENVIRONMENT = "environment", _("Ambiente")
    EDUCATION = "education", _("Educación")
    TRANSPORT = "transport", _("Transporte")
    HEALTH = "health", _("Salud")
    SANITATION = "sanitation", _("Saneamiento")
    SECURITY = "security", _("Seguridad ciudadana")


class Plan(models.Model):
    """An action plan; the site covers the third, 2017-2019."""

    slug = models.SlugField(_("identificador"), unique=True)
    title = models.CharField(_("título"), max_length=200)
    year_from = models.SmallIntegerField(_("desde"))
    year_to = models.SmallIntegerField(_("hasta"))
    text_original = models.TextField(_("texto original"))
    source = models.CharField(_("fuente"), max_length=200)
    source_url = models.URLField(_("dirección de la fuente"), null=True, blank=True)

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("planes")

    def __str__(self) -> str:
        return self.title


class Agency(models.Model):
    """A public body that leads a commitment or supports it.

    ``needs_approval``: what is published in its name waits for a second person.
    """

    acronym = models.CharField(_("sigla"), max_length=30, unique=True)
    name = models.CharField(_("nombre"), max_length=200)
    needs_approval = models.BooleanField(
        _("una segunda persona aprueba lo que se publica"), default=False
    )

    class Meta:
        verbose_name = _("entidad")
        verbose_name_plural = _("entidades")
        ordering = ["acronym"]

    def __str__(self) -> str:
        return self.acronym


class Commitment(models.Model):
    """One of the plan's 18 commitments.

    ``title_original`` and ``text_original`` are the plan's words as published, typing
    errors included; ``title`` and ``text`` carry the ``corrections``, a list of
    ``{"field": "title" | "text", "original": …, "corrected": …}`` so that a page can show
    what was changed.

    The plan names those in charge; where another record parts leading from supporting bodies,
    ``agencies_source`` says which.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="commitments")
    number = models.SmallIntegerField(
        _("número"), unique=True, validators=[MinValueValidator(1), MaxValueValidator(18)]
    )
    theme = models.CharField(_("tema"), max_length=20, choices=Theme.choices)
    short_title = models.CharField(_("título corto"), max_length=100)
    title = models.TextField(_("título"))
    title_original = models.TextField(_("título original"))
    text = models.TextField(_("texto"))
    text_original = models.TextField(_("texto original"))
    corrections = models.JSONField(_("correcciones"), default=list, blank=True)
    lead_agencies = models.ManyToManyField(
        Agency, verbose_name=_("entidades a cargo"), related_name="led_commitments", blank=True
    )
    supporting_agencies = models.ManyToManyField(
        Agency,
        verbose_name=_("entidades que apoyan"),
        related_name="supported_commitments",
        blank=True,
    )
    agencies_source = models.CharField(
        _("fuente de las entidades"), max_length=200, null=True, blank=True
    )
    agencies_source_url = models.URLField(_("dirección de esa fuente"), null=True, blank=True)

    class Meta:
        verbose_name = _("compromiso")
        verbose_name_plural = _("compromisos")
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number}. {self.short_title}"


class CommitmentTerritory(models.Model):
    """A territory that the plan's text names for a commitment.

    ``unit`` is empty where the text names no place: the commitment is national then, and
    ``geom`` (EPSG:4326) is the whole country. ``quote`` holds the plan's own words on the
    place or the scope, empty where it has none. ``geom`` is kept by
    ``territory.boundaries.refresh_territories`` after every change of boundaries.
    """

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="territories")
    unit = models.ForeignKey(
        "territory.AdminUnit",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="commitment_territories",
    )
    quote = models.TextField(_("palabras del plan"), null=True, blank=True)
    geom = models.MultiPolygonField(_("territorio"), null=True, blank=True)

    class Meta:
        triggers = [COUNTER_CLOCKWISE]
        verbose_name = _("territorio de un compromiso")
        verbose_name_plural = _("territorios de los compromisos")
        ordering = ["commitment", "unit"]
        constraints = [
            models.UniqueConstraint(
                name="commitmentterritory_once",
                fields=["commitment", "unit"],
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id}: {self.unit_id or 'nacional'}"
