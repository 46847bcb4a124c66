"""Commitment 14: the investments in sanitation that Invierte.pe registers, and homes by water."""

from __future__ import annotations

from typing import Any

from django.contrib.gis.db import models
from django.core.exceptions import ValidationError
from django.db.models import Case, F, Q, Sum, Value, When
from django.db.models.functions import Coalesce, Concat
from django.utils.translation import gettext_lazy as _

from territory.models.counts import CountRecord, count_constraints
from territory.models.placed import Measure, PositionedRecord
from territory.models.searched import Code, Searched

# A project in several districts has a row in each; its amounts are the project's, not the row's.
_ONCE = ("cui",)
_OF_ALL = _("De toda la inversión")
# How far physical progress has come where the map changes colour.
HALF_PCT = 50

_AMOUNTS = (
    "viable_amount_pen",
    "updated_cost_pen",
    "opening_budget_pen",
    "modified_budget_pen",
    "accrued_this_year_pen",
    "accrued_before_pen",
)
_PERCENTAGES = ("physical_advance_pct", "execution_advance_pct")


def _amount(title: Any, help_text: Any = "") -> models.DecimalField[Any, Any]:
    return models.DecimalField(
        title, max_digits=16, decimal_places=2, null=True, blank=True, help_text=help_text
    )


def _percentage(title: Any) -> models.DecimalField[Any, Any]:
    return models.DecimalField(title, max_digits=5, decimal_places=2, null=True, blank=True)


def _known(field: str) -> Q:
    return Q(**{f"{field}__isnull": False})


_SEARCHED = Searched(
    "name",
    (Code("cui", numeric=True), Code("snip_code", numeric=True)),
    resembles=False,
    thing="cui",
)


class SanitationProject(PositionedRecord):
    """An investment in one of its districts: as many rows as it has districts.

    ``geom`` is the position that the file gives; ``map_point``, where the map shows it, is
    that or the capital of the declared unit, and ``position_source`` says which of them. Of
    those that share a capital one has their number in ``drawn_here``. Both are kept by
    ``territory.map_points``. ``place`` is the declared ubigeo, empty for an investment
    in several departments, since a key can't be null. Codes of state, situation, framework and
    modality are the file's own words.
    """

    class SelectedBy(models.TextChoices):
        """How it is known that an investment is one in sanitation."""

        FUNCTION = "function", _("la función que el archivo declara")
        NAME = "name", _("su nombre, porque el archivo no declara la función")

    class GovernmentLevel(models.TextChoices):
        NATIONAL = "GN", _("gobierno nacional")
        REGIONAL = "GR", _("gobierno regional")
        LOCAL = "GL", _("gobierno local")

    class Progress(models.TextChoices):
        """State and physical progress as the map classes them."""

        CLOSED = "closed", _("cerrada")
        HALF = "half", _("activa, avance físico de 50 % o más")
        UNDER_HALF = "under_half", _("activa, avance físico menor de 50 %")
        UNREPORTED = "unreported", _("activa, avance físico no informado")
        OTHER = "other", _("otro estado o sin dato")

    class PositionSource(models.TextChoices):
        FILE = "file", _("archivo")
        DECLARED_UNIT = "declared_unit", _("capital de la unidad declarada")

    cui = models.CharField(_("código único de inversión (CUI)"), max_length=8)
    place = models.CharField(max_length=6, blank=True, editable=False)
    snip_code = models.CharField(_("código SNIP"), max_length=12, null=True, blank=True)
    name = models.CharField(_("nombre"), max_length=1000)
    status = models.CharField(_("estado"), max_length=60, null=True, blank=True)
    situation = models.CharField(_("situación"), max_length=100, null=True, blank=True)
    framework = models.CharField(_("marco"), max_length=60, null=True, blank=True)
    government_level = models.CharField(
        _("nivel de gobierno"), max_length=2, choices=GovernmentLevel.choices, null=True, blank=True
    )
    sector = models.CharField(_("sector"), max_length=200, null=True, blank=True)
    entity = models.CharField(_("entidad"), max_length=300, null=True, blank=True)
    executing_unit = models.CharField(_("unidad ejecutora"), max_length=300, null=True, blank=True)
    modality = models.CharField(_("modalidad de ejecución"), max_length=200, null=True, blank=True)
    selected_by = models.CharField(
        _("reconocida como saneamiento por"), max_length=8, choices=SelectedBy.choices
    )
    viable_amount_pen = _amount(_("monto viable (S/)"), _OF_ALL)
    updated_cost_pen = _amount(_("costo actualizado (S/)"), _OF_ALL)
    opening_budget_pen = _amount(_("PIA del año (S/)"))
    modified_budget_pen = _amount(_("PIM del año (S/)"))
    accrued_this_year_pen = _amount(_("devengado del año (S/)"))
    accrued_before_pen = _amount(_("devengado de años anteriores (S/)"))
    accrued_pen = models.GeneratedField(
        verbose_name=_("devengado acumulado (S/)"),
        help_text=_("El del año más el de años anteriores"),
        # Unknown where either part is.
        expression=F("accrued_this_year_pen") + F("accrued_before_pen"),
        output_field=_amount(_("devengado acumulado (S/)")),
        db_persist=True,
    )
    physical_advance_pct = _percentage(_("avance físico (%)"))
    execution_advance_pct = _percentage(_("avance de ejecución (%)"))
    progress = models.GeneratedField(
        verbose_name=_("estado y avance"),
        expression=Case(
            When(status="CERRADO", then=Value("closed")),
            When(status="ACTIVO", physical_advance_pct__gte=HALF_PCT, then=Value("half")),
            When(status="ACTIVO", physical_advance_pct__lt=HALF_PCT, then=Value("under_half")),
            When(status="ACTIVO", then=Value("unreported")),
            default=Value("other"),
        ),
        output_field=models.CharField(max_length=10, choices=Progress.choices),
        db_persist=True,
    )
    has_f8 = models.BooleanField(_("tiene formato 8 (ejecución)"), null=True, blank=True)
    has_f9 = models.BooleanField(_("tiene formato 9 (cierre)"), null=True, blank=True)
    has_f12b = models.BooleanField(_("tiene formato 12-B (seguimiento)"), null=True, blank=True)
    registered_on = models.DateField(_("fecha de registro"), null=True, blank=True)
    viable_on = models.DateField(_("fecha de viabilidad"), null=True, blank=True)
    beneficiaries = models.IntegerField(_("beneficiarios (hab.)"), null=True, blank=True)
    geom = models.PointField(_("posición"), null=True, blank=True)
    map_point = models.PointField(_("punto en el mapa"), null=True, blank=True, editable=False)
    drawn_here = models.IntegerField(
        _("inversiones en este punto"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("Cuántas se dibujan en la misma capital; solo una de ellas lo dice"),
    )
    position_source = models.GeneratedField(
        verbose_name=_("origen de la posición"),
        help_text=_("Si el archivo da la posición, o el punto es la capital de la unidad"),
        expression=Case(
            When(geom__isnull=False, then=Value("file")),
            When(map_point__isnull=False, then=Value("declared_unit")),
            default=Value(None),
        ),
        output_field=models.CharField(max_length=13, choices=PositionSource.choices, null=True),
        db_persist=True,
    )

    row_label = Concat("cui", Value(" "), "name")
    sheet = Concat(Value("/saneamiento/"), F("cui"), Value("/"))
    measures = (
        Measure("sanitation_projects", _("Inversiones en saneamiento"), once_per=_ONCE),
        Measure(
            "sanitation_closed",
            _("Inversiones en saneamiento cerradas"),
            where=Q(status="CERRADO"),
            known=_known("status"),
            once_per=_ONCE,
        ),
        Measure(
            "sanitation_updated_cost",
            _("Costo actualizado de las inversiones en saneamiento"),
            Sum,
            "updated_cost_pen",
            unit=_("soles"),
            known=_known("updated_cost_pen"),
            once_per=_ONCE,
        ),
        Measure(
            "sanitation_accrued",
            _("Devengado acumulado de las inversiones en saneamiento"),
            Sum,
            "accrued_pen",
            unit=_("soles"),
            known=_known("accrued_pen"),
            once_per=_ONCE,
        ),
    )

    searched = _SEARCHED

    class Meta:
        verbose_name = _("inversión en saneamiento")
        verbose_name_plural = _("inversiones en saneamiento")
        ordering = ["id"]
        indexes = _SEARCHED.indexes("sanitation")
        constraints = [
            models.UniqueConstraint(
                name="sanitationproject_once", fields=["cui", "place", "is_sample"]
            ),
            models.CheckConstraint(
                name="sanitationproject_place_is_unit",
                condition=Q(place=Coalesce(F("declared_unit"), Value(""))),
            ),
            models.CheckConstraint(
                name="sanitationproject_amounts_positive",
                violation_error_message=_("Ningún monto puede ser negativo."),
                condition=Q(
                    *(Q(**{f"{a}__isnull": True}) | Q(**{f"{a}__gte": 0}) for a in _AMOUNTS)
                ),
            ),
            models.CheckConstraint(
                name="sanitationproject_percentages",
                violation_error_message=_("Un avance es un porcentaje entre 0 y 100."),
                condition=Q(
                    *(
                        Q(**{f"{p}__isnull": True}) | Q(**{f"{p}__range": (0, 100)})
                        for p in _PERCENTAGES
                    )
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cui} {self.name}"

    def clean(self) -> None:
        """The database's constraint on a column that no form shows, reported at the form."""
        super().clean()
        same = type(self).objects.filter(
            cui=self.cui, place=self.declared_unit_id or "", is_sample=self.is_sample
        )
        if same.exclude(pk=self.pk).exists():
            raise ValidationError({"cui": _("Este CUI ya tiene una fila en esa unidad.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.place = self.declared_unit_id or ""
        super().save(*args, **kwargs)


class WaterSupplyCount(CountRecord):
    """Where homes get their water from, by INEI's census.

    ``counted`` says what is counted, homes or the people in them. A home has one supply, and
    lies in one province.
    """

    class Counted(models.TextChoices):
        DWELLINGS = "dwellings", _("viviendas particulares")
        OCCUPANTS = "occupants", _("ocupantes presentes")

    class Supply(models.TextChoices):
        PUBLIC_NETWORK = "public_network", _("red pública")
        STANDPIPE = "standpipe", _("pilón o pileta")
        TANKER = "tanker", _("camión cisterna")
        WELL = "well", _("pozo")
        SPRING = "spring", _("manantial")
        RIVER = "river", _("río o acequia")
        OTHER = "other", _("otro")

    counted = models.CharField(_("qué se cuenta"), max_length=10, choices=Counted.choices)
    category = models.CharField(_("procedencia del agua"), max_length=20, choices=Supply.choices)

    dimensions = ("counted",)
    adds_units = True
    adds_categories = True

    class Meta:
        verbose_name = _("conteo por procedencia del agua")
        verbose_name_plural = _("conteo por procedencia del agua")
        ordering = ["id"]
        constraints = count_constraints("watersupplycount", "counted")
