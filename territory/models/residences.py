"""Commitment 8: pupils' residences, what they need, and what is prepared and published of it.

A residence is derived of the register of schools and the list of their models
(``territory.residences.derived``), facts of facts and samples of samples. What is said of one
names it by ``key``, which stays whatever file comes next, and is kept where a file has it no more.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.gis.db import models
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import F, Q, Sum, Value
from django.db.models.functions import Concat, Right
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from territory.models.education import WITH_RESIDENCE, ServiceModel
from territory.models.histories import history
from territory.models.participation import Sourced, sourced
from territory.models.placed import Measure, PositionedRecord
from territory.models.plan import Commitment
from territory.models.reviewed import ReviewedRecord
from territory.models.school_services import RegisteredService
from territory.models.searched import Code, Searched

# What the key of a sample's residence ends in.
SAMPLE_KEY = "-E"
KEY_LETTERS = 11
MOST_THINGS = 10_000

_SEARCHED = Searched("name", (Code("modular_code", numeric=True, digits=7),))
_UNKNOWN_PLACE = _("En línea recta. Vacío: no se conoce alguna de las dos posiciones.")


def _metres(title: Any) -> models.IntegerField[Any, Any]:
    return models.IntegerField(title, null=True, blank=True, help_text=_UNKNOWN_PLACE)


class RuralResidence(RegisteredService, PositionedRecord):
    """A rural school whose model of service has a residence (CRFA, SRE), at the school's point.

    ``key`` is code and annex, which a sample's differs from. Distances are straight lines in
    metres. ``needs`` is how many items it needs by what is published, ``needs_met`` how many of
    them were delivered whole; NULL where nothing is published.
    """

    class NeedState(models.TextChoices):
        UNMET = "unmet", _("sin cubrir")
        PARTLY = "partly", _("cubiertas en parte")
        MET = "met", _("cubiertas")

    key = models.CharField(_("clave"), max_length=KEY_LETTERS, unique=True, editable=False)
    populated_place = models.CharField(_("centro poblado"), max_length=150, null=True, blank=True)
    service_model = models.CharField(
        _("modelo de servicio"), max_length=4, choices=ServiceModel.choices
    )
    service_model_source = models.CharField(_("fuente del modelo de servicio"), max_length=200)
    service_model_cutoff_date = models.DateField(_("fecha de corte del modelo de servicio"))
    geom = models.PointField(_("posición"), null=True, blank=True)
    district_capital_m = _metres(_("distancia a la capital de su distrito (m)"))
    province_capital_m = _metres(_("distancia a la capital de su provincia (m)"))
    nearest_residence_m = _metres(_("distancia a la residencia más cercana (m)"))
    nearest_residence = models.CharField(
        _("residencia más cercana"), max_length=200, null=True, blank=True
    )
    condition = models.CharField(
        _("estado de conservación"),
        max_length=4,
        choices=[("good", _("buena")), ("fair", _("regular")), ("poor", _("mala"))],
        null=True,
        blank=True,
        help_text=_("La última vez que se publicó. Vacío: nadie lo publicó."),
    )
    condition_on = models.DateField(_("estado visto el"), null=True, blank=True)
    needs = models.IntegerField(
        _("bienes que necesita"), null=True, blank=True, help_text=_("Vacío: nadie los publicó.")
    )
    needs_met = models.IntegerField(
        _("bienes ya cubiertos"),
        null=True,
        blank=True,
        help_text=_("Por entregas con evidencia publicada."),
    )
    need_state = models.CharField(
        _("necesidades publicadas"),
        max_length=6,
        choices=NeedState.choices,
        null=True,
        blank=True,
    )

    measures = (
        Measure(
            "residence_pupils",
            _("estudiantes de escuelas con residencia"),
            aggregate=Sum,
            of="pupils",
            known=Q(pupils__isnull=False),
        ),
        Measure(
            "residences_with_needs",
            _("residencias con necesidades publicadas"),
            where=Q(needs__isnull=False),
            known=Q(needs__isnull=False),
        ),
    )
    searched = _SEARCHED
    sheet = Concat(Value("/residencias/"), F("modular_code"), Value("-"), F("annex"), Value("/"))

    class Meta:
        verbose_name = _("residencia estudiantil")
        verbose_name_plural = _("residencias estudiantiles")
        ordering = ["modular_code", "annex", "id"]
        indexes = _SEARCHED.indexes("residence")
        constraints = [
            models.CheckConstraint(
                name="ruralresidence_has_residence",
                condition=Q(service_model__in=WITH_RESIDENCE),
            ),
            models.CheckConstraint(
                name="ruralresidence_key_says_sample",
                condition=Q(is_sample=True, key__endswith=SAMPLE_KEY)
                | (Q(is_sample=False) & ~Q(key__endswith=SAMPLE_KEY)),
            ),
        ]

    @property
    def code(self) -> str:
        """Code and annex, as its address has them."""
        return f"{self.modular_code}-{self.annex}"


class Item(models.TextChoices):
    """What a residence may need: this site's own list, since no official one is known."""

    BED = "bed", _("cama")
    BUNK = "bunk", _("camarote")
    MATTRESS = "mattress", _("colchón")
    BEDDING = "bedding", _("juego de ropa de cama")
    WARDROBE = "wardrobe", _("ropero o casillero")
    STUDY_TABLE = "study_table", _("mesa de estudio")
    CHAIR = "chair", _("silla")
    DINING_TABLE = "dining_table", _("mesa de comedor")
    BENCH = "bench", _("banca")
    SHELF = "shelf", _("estante")
    STOVE = "stove", _("cocina")
    REFRIGERATOR = "refrigerator", _("refrigeradora")
    KITCHENWARE = "kitchenware", _("juego de utensilios de cocina")
    TABLEWARE = "tableware", _("juego de vajilla")
    WATER_TANK = "water_tank", _("tanque de agua")
    WATER_FILTER = "water_filter", _("filtro de agua")
    WASHING_MACHINE = "washing_machine", _("lavadora")
    COMPUTER = "computer", _("computadora")
    TABLET = "tablet", _("tableta")
    PRINTER = "printer", _("impresora")
    PROJECTOR = "projector", _("proyector")
    RADIO = "radio", _("radio de comunicación")
    SOLAR_PANEL = "solar_panel", _("panel solar")
    LAMP = "lamp", _("lámpara")
    FIRST_AID = "first_aid", _("botiquín")
    EXTINGUISHER = "extinguisher", _("extintor")
    TOOLS = "tools", _("juego de herramientas agropecuarias")


# What is counted of an item, where it isn't its pieces.
SETS = (Item.BEDDING, Item.KITCHENWARE, Item.TABLEWARE, Item.TOOLS)


def unit_of(item: str) -> str:
    """In what an item is counted."""
    return str(_("juegos") if item in SETS else _("unidades"))


class OfResidence(models.Model):
    """What is said of a residence, by the key that it keeps whatever file comes next."""

    commitment = models.ForeignKey(
        Commitment, verbose_name=_("compromiso"), on_delete=models.PROTECT, related_name="+"
    )
    residence = models.ForeignKey(
        RuralResidence,
        to_field="key",
        verbose_name=_("residencia"),
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
        db_column="residence_key",
    )

    class Meta:
        abstract = True


def of_residence(name: str) -> models.CheckConstraint:
    """Samples are of samples' residences, facts of facts'."""
    of_sample = Q(Exact(Right(F("residence"), len(SAMPLE_KEY)), Value(SAMPLE_KEY)))
    return models.CheckConstraint(
        name=f"{name}_of_its_kind",
        condition=(Q(is_sample=True) & of_sample) | (Q(is_sample=False) & ~of_sample),
    )


class ResidenceNeed(OfResidence, Sourced, ReviewedRecord):
    """How many of an item a residence needs, as a document says it at ``cutoff_date``.

    Each item once: a later count replaces the quantity, and the history keeps the earlier one.
    """

    class Priority(models.TextChoices):
        HIGH = "high", _("alta")
        MEDIUM = "medium", _("media")
        LOW = "low", _("baja")

    item = models.CharField(_("bien"), max_length=20, choices=Item.choices)
    quantity = models.IntegerField(
        _("cantidad"), validators=[MinValueValidator(1), MaxValueValidator(MOST_THINGS)]
    )
    priority = models.CharField(_("prioridad"), max_length=6, choices=Priority.choices)
    document = models.CharField(_("documento que lo dice"), max_length=200)

    commitment_path: ClassVar[str] = "commitment"

    class Meta:
        verbose_name = _("necesidad de una residencia")
        verbose_name_plural = _("necesidades de las residencias")
        ordering = ["residence", "item", "id"]
        triggers = [*history()]
        constraints = [
            *sourced("residenceneed", "document"),
            of_residence("residenceneed"),
            models.UniqueConstraint(name="residenceneed_once", fields=["residence", "item"]),
            models.CheckConstraint(
                name="residenceneed_quantity",
                condition=Q(quantity__gte=1, quantity__lte=MOST_THINGS),
            ),
        ]
        indexes = [models.Index(fields=["item"], name="residenceneed_item")]

    def __str__(self) -> str:
        return f"{self.get_item_display()}: {self.quantity} ({self.residence_id})"

    @property
    def unit(self) -> str:
        """In what it is counted."""
        return unit_of(self.item)

    @property
    def missing(self) -> int:
        """What of it is still to be given; all of it while it isn't published."""
        known: Any = getattr(self, "coverage", None)
        return self.quantity - (int(known.covered) if known else 0)
