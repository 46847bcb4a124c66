"""What every placed row carries, whatever its theme, and what may be counted of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.db.models import Aggregate, Count, F, Q
from django.db.models.expressions import Combinable
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from territory.models.from_others import FromOthers
from territory.models.parts import PartedRecord
from territory.models.published_rows import PublishedRows
from territory.models.searched import Searched

# What every title of a sample starts with.
SAMPLE_PREFIX = "EJEMPLO · "

_EVERY_ROW = Q()


class DistinctCount(Count):
    """How many different values a field has: of things that several rows may be about."""

    def __init__(self, *expressions: Any, **extra: Any) -> None:
        super().__init__(*expressions, distinct=True, **extra)


@dataclass(frozen=True)
class Measure:
    """A figure that a theme's rows give for a territory.

    It is ``aggregate`` of the field ``of`` over the rows that meet ``where``; unknown, not
    zero, where no row meets ``known``. Rows that agree in all of ``once_per`` count once: an
    official file repeats a project in each of its districts. ``unit`` is shown after the value
    ("soles"). ``source`` and ``cutoff`` are the fields that say where and when the figure is
    from: others than the row's own where a second file tells it. ``target`` is the number that
    the plan's text sets for the whole country, ``target_quote`` its words.
    """

    name: str
    title: str | Promise
    aggregate: type[Aggregate] = Count
    of: str = "pk"
    unit: str | Promise = ""
    where: Q = _EVERY_ROW
    known: Q = _EVERY_ROW
    once_per: tuple[str, ...] = ()
    source: str = "source"
    cutoff: str = "cutoff_date"
    target: int | None = None
    target_quote: str = ""


class PublishedRecord(PartedRecord):
    """A row that is published: where it comes from, how old it is, what it serves.

    ``is_sample`` rows demonstrate a format: they enter no count, sum or comparison of facts, and
    are shown only while their table holds no fact (``published()``, which every way out asks).
    """

    commitments = ArrayField(models.SmallIntegerField(), verbose_name=_("compromisos"))
    source = models.CharField(_("fuente"), max_length=200)
    source_url = models.URLField(_("dirección de la fuente"), null=True, blank=True)
    cutoff_date = models.DateField(_("fecha de corte"))
    is_sample = models.BooleanField(_("es una muestra"), default=False)

    objects = PublishedRows.as_manager()

    # What rows of other tables say of this one's.
    from_others: ClassVar[FromOthers | None] = None

    class Meta:
        abstract = True


class PlacedRecord(PublishedRecord):
    """A row of an official file, tied to the territory it declares.

    ``declared_unit`` is what the file says; nothing is derived from coordinates while
    boundaries are approximate. ``measures`` are the figures that the model's rows give,
    ``row_label`` is what the database says that ``str`` says of a row, ``searched`` what rows are
    found by; None where nobody looks for one. ``spans`` is what leads to the units of rows that
    belong to several (rows of ``unit`` and ``record``), empty where each has its declared one.
    ``sheet`` is the path of the page that a row's thing has on the site; None where it has none.
    ``smallest_count`` is the least number, but for none at all, that is given of an area which
    anybody may draw (``territory.zones.contents``): fewer rows might give a person away.
    """

    declared_unit = models.ForeignKey(
        "territory.AdminUnit",
        verbose_name=_("unidad declarada"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_column="declared_ubigeo",
    )

    measures: ClassVar[tuple[Measure, ...]] = ()
    row_label: ClassVar[Combinable] = F("name")
    searched: ClassVar[Searched | None] = None
    spans: ClassVar[str] = ""
    sheet: ClassVar[Combinable | None] = None
    smallest_count: ClassVar[int] = 0

    class Meta:
        abstract = True


class PositionedRecord(PlacedRecord):
    """A placed row with a position of its own; each model adds its ``geom``, EPSG:4326.

    ``located_unit`` is the district in which the position lies. It is kept by
    ``territory.boundaries`` after rows or boundaries changed, and empty where boundaries
    forbid to say (``territory.boundaries.rules``) or there is no position.
    """

    located_unit = models.ForeignKey(
        "territory.AdminUnit",
        verbose_name=_("distrito de la posición"),
        help_text=_("Vacío mientras los límites no sean oficiales."),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
        db_column="located_ubigeo",
    )

    class Meta:
        abstract = True
