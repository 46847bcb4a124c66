"""Commitment 4: the mining rights of the national cadastre, and the titles of forests."""

from __future__ import annotations

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.db.models import Case, Q, Sum, Value, When
from django.utils.translation import gettext_lazy as _

from territory.models.orientation import COUNTER_CLOCKWISE
from territory.models.placed import Measure, PositionedRecord
from territory.models.searched import Code, Searched


class SiteRegister(models.TextChoices):
    """Whose register a site is in."""

    MINING = "ingemmet", _("catastro minero (INGEMMET)")
    FORESTS = "serfor", _("títulos habilitantes forestales (SERFOR)")


class Activity(models.TextChoices):
    """What a title is to extract; a mine's resource doesn't renew itself, a forest's does."""

    MINING = "mining", _("minería (recurso no renovable)")
    FORESTRY = "forestry", _("forestal y de fauna (recurso renovable)")


_OF_MINES, _OF_FORESTS = Q(feed=SiteRegister.MINING), Q(feed=SiteRegister.FORESTS)
_TITLED, _PENDING = Q(_OF_MINES, status="titled"), Q(_OF_MINES, status="pending")
_STATUS_KNOWN = Q(_OF_MINES, status__isnull=False)
_IN_FORCE = Q(_OF_FORESTS, status="titled")


_SEARCHED = Searched("name", (Code("code"),))


class ExtractiveSite(PositionedRecord):
    """A mining right or a forest's title, known by its register's code.

    A title says where somebody may extract, not that anybody does. ``status`` puts the
    register's own state (``state_code``, ``state``) into four classes, empty where it tells
    none. ``position_accuracy_m`` is what a change of datum added to the uncertainty of the
    position; empty where there was none. A right may be of several units: ``named_units`` are
    those that the file names, ``unit_shares`` those that it belongs to (``RightUnit``), of which
    ``ubigeos`` and ``units`` are the text; ``declared_unit`` is the least that holds all named.
    """

    class Status(models.TextChoices):
        TITLED = "titled", _("titulado")
        PENDING = "pending", _("en trámite")
        EXTINCT = "extinct", _("extinguido")
        OTHER = "other", _("cantera, planta, relave u otro")

    class Substance(models.TextChoices):
        METALLIC = "M", _("metálica")
        NON_METALLIC = "N", _("no metálica")

    feed = models.CharField(
        _("registro"),
        max_length=8,
        choices=SiteRegister.choices,
        default=SiteRegister.MINING,
        db_default=SiteRegister.MINING.value,
    )
    activity = models.GeneratedField(
        verbose_name=_("actividad"),
        expression=Case(
            When(feed="serfor", then=Value("forestry")),
            default=Value("mining"),
        ),
        output_field=models.CharField(max_length=8, choices=Activity.choices),
        db_persist=True,
    )
    code = models.CharField(_("código único"), max_length=60)
    name = models.CharField(_("nombre"), max_length=200)
    holder = models.CharField(_("titular"), max_length=250, null=True, blank=True)
    area_ha = models.DecimalField(
        _("área declarada (ha)"), max_digits=14, decimal_places=4, null=True, blank=True
    )
    state_code = models.CharField(_("código de estado"), max_length=2, null=True, blank=True)
    state = models.CharField(_("estado en el catastro"), max_length=100, null=True, blank=True)
    status = models.CharField(
        _("estado"), max_length=7, choices=Status.choices, null=True, blank=True
    )
    substance = models.CharField(
        _("sustancia"), max_length=1, choices=Substance.choices, null=True, blank=True
    )
    modality = models.CharField(
        _("modalidad del título forestal"), max_length=150, null=True, blank=True
    )
    authority = models.CharField(_("autoridad forestal"), max_length=150, null=True, blank=True)
    legend = models.CharField(_("leyenda"), max_length=100, null=True, blank=True)
    map_sheet = models.CharField(_("carta"), max_length=30, null=True, blank=True)
    utm_zone = models.SmallIntegerField(_("zona UTM declarada"), null=True, blank=True)
    datum = models.CharField(_("datum del archivo"), max_length=6, null=True, blank=True)
    position_accuracy_m = models.SmallIntegerField(
        _("incertidumbre por el cambio de datum (m)"),
        null=True,
        blank=True,
        help_text=_("Vacía: la posición no cambió de datum. La del catastro no se conoce."),
    )
    filed_on = models.DateField(_("fecha de formulación"), null=True, blank=True)
    named_units = ArrayField(
        models.CharField(max_length=6),
        verbose_name=_("unidades que nombra el archivo"),
        default=list,
        db_default=[],
        editable=False,
    )
    ubigeos = models.TextField(
        _("ubigeos de las unidades que abarca"),
        null=True,
        blank=True,
        editable=False,
        help_text=_(
            "Separados por espacios. Todas las que el archivo nombra o, con límites "
            "oficiales, todas las que el polígono toca en más de 1 %."
        ),
    )
    units = models.TextField(
        _("unidades que abarca"),
        null=True,
        blank=True,
        editable=False,
        help_text=_(
            "Con la parte del polígono que queda en cada una, si los límites son oficiales."
        ),
    )
    geom = models.MultiPolygonField(_("polígono"))

    spans = "unit_shares"

    measures = (
        Measure("titled", _("derechos mineros titulados"), where=_TITLED, known=_STATUS_KNOWN),
        Measure(
            "titled_ha",
            _("área de los derechos mineros titulados"),
            aggregate=Sum,
            of="area_ha",
            unit=_("ha"),
            where=_TITLED,
            known=_TITLED & Q(area_ha__isnull=False),
        ),
        Measure("pending", _("derechos mineros en trámite"), where=_PENDING, known=_STATUS_KNOWN),
        Measure(
            "forest_titles",
            _("títulos forestales vigentes"),
            where=_IN_FORCE,
            known=Q(_OF_FORESTS, status__isnull=False),
        ),
        Measure(
            "forest_titles_ha",
            _("área de los títulos forestales vigentes"),
            aggregate=Sum,
            of="area_ha",
            unit=_("ha"),
            where=_IN_FORCE,
            known=Q(_IN_FORCE, area_ha__isnull=False),
        ),
    )

    searched = _SEARCHED

    class Meta:
        triggers = [COUNTER_CLOCKWISE]
        verbose_name = _("derecho minero o título forestal")
        verbose_name_plural = _("derechos mineros y títulos forestales")
        ordering = ["id"]
        indexes = _SEARCHED.indexes("extractivesite")
        constraints = [
            models.UniqueConstraint(
                name="extractivesite_once", fields=["feed", "code", "is_sample"]
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RightUnit(models.Model):
    """A unit that a mining right belongs to; ``territory.boundaries.spanned`` keeps them.

    ``share`` is the part of the polygon that lies in it, from 0 to 1; unknown where boundaries
    aren't official. ``is_named``: the file names it.
    """

    record = models.ForeignKey(
        ExtractiveSite,
        verbose_name=_("derecho minero"),
        on_delete=models.CASCADE,
        related_name="unit_shares",
        db_constraint=False,  # the migration makes one by which the database itself cascades
    )
    unit = models.ForeignKey(
        "territory.AdminUnit",
        verbose_name=_("unidad"),
        on_delete=models.PROTECT,
        related_name="+",
        db_column="ubigeo",
    )
    share = models.DecimalField(
        _("parte del polígono"), max_digits=5, decimal_places=4, null=True, blank=True
    )
    is_named = models.BooleanField(_("la nombra el archivo"))

    class Meta:
        verbose_name = _("unidad de un derecho minero")
        verbose_name_plural = _("unidades de los derechos mineros")
        ordering = ["record", "unit"]
        constraints = [
            models.UniqueConstraint(name="rightunit_once", fields=["record", "unit"]),
            models.CheckConstraint(
                name="rightunit_share_is_part",
                condition=Q(share__isnull=True) | Q(share__gte=0, share__lte=1),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record_id}, {self.unit_id}"
