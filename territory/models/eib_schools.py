"""Commitment 5: the services of intercultural bilingual education (EIB)."""

from __future__ import annotations

from django.contrib.gis.db import models
from django.core.validators import RegexValidator
from django.db.models import F, Q, Sum, Value
from django.db.models.functions import Coalesce, Concat
from django.utils.translation import gettext_lazy as _

from territory.models.from_others import FromOthers
from territory.models.languages import Language
from territory.models.placed import DistinctCount, Measure, PositionedRecord
from territory.models.searched import Code, Searched

# What the register of schools knows of a service has that register's source and date.
_REGISTER_SOURCE, _REGISTER_CUTOFF = "register_source", "register_cutoff_date"
_SEARCHED = Searched(
    "name",
    (Code("modular_code", numeric=True, digits=7), Code("local_code", numeric=True, digits=6)),
)
MOST_LANGUAGES = 3


class Attention(models.TextChoices):
    """How a service attends in the original language (``forma de atención``)."""

    STRENGTHENING = "strengthening", _("fortalecimiento")
    REVITALIZATION = "revitalization", _("revitalización")
    URBAN = "urban", _("en ámbitos urbanos")


_ATTENTION_KNOWN = Q(attention__isnull=False)


def _language(number: int) -> models.ForeignKey[Language | None, Language | None]:
    return models.ForeignKey(
        Language,
        verbose_name=_("lengua originaria %(number)d") % {"number": number},
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_column=f"language_{number}",
    )


def _variety(number: int) -> models.CharField[str | None, str | None]:
    return models.CharField(
        _("variedad de la lengua %(number)d") % {"number": number},
        max_length=60,
        null=True,
        blank=True,
        help_text=_("Vacía: el registro no dice cuál."),
    )


class EibSchool(PositionedRecord):
    """A service of the register of EIB schools (RNIIEE-EIB), known by modular code and annex.

    The register gives the form of attention and up to three languages, without a place. All of
    ``from_others`` comes from the register of schools (``SchoolService``), and is empty where that
    has no such service, but for ``family``, the language's; ``layers.themes.eib_schools.source``
    keeps them in step.
    """

    modular_code = models.CharField(
        _("código modular"),
        max_length=7,
        validators=[RegexValidator(r"^\d{7}$", _("El código modular tiene 7 dígitos."))],
    )
    annex = models.CharField(
        _("anexo"),
        max_length=1,
        validators=[RegexValidator(r"^\d$", _("El anexo es un dígito."))],
    )
    local_code = models.CharField(_("código de local"), max_length=6, null=True, blank=True)
    reported_name = models.CharField(
        _("nombre según el registro EIB"), max_length=200, null=True, blank=True
    )
    dre = models.CharField(_("DRE según el registro EIB"), max_length=100, null=True, blank=True)
    reported_ugel = models.CharField(
        _("UGEL según el registro EIB"), max_length=100, null=True, blank=True
    )
    level = models.CharField(_("nivel o modalidad"), max_length=100, null=True, blank=True)
    attention = models.CharField(
        _("forma de atención EIB"),
        max_length=14,
        choices=Attention.choices,
        null=True,
        blank=True,
    )
    language_1 = _language(1)
    language_2 = _language(2)
    language_3 = _language(3)
    variety_1 = _variety(1)
    variety_2 = _variety(2)
    variety_3 = _variety(3)
    family = models.CharField(
        _("familia de la lengua originaria 1"),
        max_length=40,
        null=True,
        blank=True,
        help_text=_("Según Glottolog."),
    )
    name = models.CharField(_("nombre"), max_length=200, null=True, blank=True)
    area = models.CharField(
        _("área"),
        max_length=5,
        choices=[("rural", _("rural")), ("urban", _("urbana"))],
        null=True,
        blank=True,
    )
    ugel_code = models.CharField(_("código de UGEL"), max_length=6, null=True, blank=True)
    ugel = models.CharField(_("UGEL"), max_length=100, null=True, blank=True)
    pupils = models.IntegerField(
        _("estudiantes"),
        null=True,
        blank=True,
        help_text=_("De todo el servicio, según el padrón: no se sabe cuántos hablan la lengua."),
    )
    register_source = models.CharField(
        _("fuente del padrón de escuelas"),
        max_length=200,
        null=True,
        blank=True,
        help_text=_("Vacía: el padrón publicado no tiene este servicio."),
    )
    register_cutoff_date = models.DateField(
        _("fecha de corte del padrón de escuelas"), null=True, blank=True
    )
    geom = models.PointField(_("posición"), null=True, blank=True)

    measures = (
        Measure("eib_schools", _("servicios EIB")),
        Measure(
            "eib_pupils",
            _("estudiantes de servicios EIB"),
            aggregate=Sum,
            of="pupils",
            known=Q(pupils__isnull=False),
            source=_REGISTER_SOURCE,
            cutoff=_REGISTER_CUTOFF,
        ),
        *(
            Measure(
                f"eib_{attention.value}",
                _("servicios EIB de %(form)s") % {"form": attention.label}
                if attention != Attention.URBAN
                else _("servicios EIB en ámbitos urbanos"),
                where=Q(attention=attention),
                known=_ATTENTION_KNOWN,
            )
            for attention in Attention
        ),
        Measure(
            "eib_languages",
            _("lenguas originarias que son la primera de algún servicio"),
            aggregate=DistinctCount,
            of="language_1",
            known=Q(language_1__isnull=False),
        ),
    )

    row_label = Coalesce(
        F("name"), Concat(Value("Servicio EIB "), F("modular_code"), Value("-"), F("annex"))
    )
    from_others = FromOthers(
        (
            "name",
            "declared_ubigeo",
            "geom",
            "area",
            "ugel_code",
            "ugel",
            "pupils",
            "register_source",
            "register_cutoff_date",
            "family",
        ),
        "eib/joined.sql",
        "join_register",
    )
    searched = _SEARCHED
    sheet = Concat(
        Value("/eib/servicios/"),
        F("modular_code"),
        Value("-"),
        F("annex"),
        Value("/"),
        output_field=models.CharField(),
    )

    class Meta:
        verbose_name = _("servicio EIB")
        verbose_name_plural = _("servicios EIB")
        ordering = ["id"]
        indexes = [
            *_SEARCHED.indexes("eib"),
            models.Index(fields=["ugel_code"], name="eib_ugel"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="eibschool_once", fields=["modular_code", "annex", "is_sample"]
            ),
            models.CheckConstraint(
                name="eibschool_languages_in_order",
                condition=Q(language_1__isnull=False)
                | Q(language_2__isnull=True, language_3__isnull=True),
            ),
            models.CheckConstraint(
                name="eibschool_register_has_provenance",
                condition=Q(register_source__isnull=True, register_cutoff_date__isnull=True)
                | Q(register_source__isnull=False, register_cutoff_date__isnull=False),
            ),
        ]

    @property
    def spoken(self) -> str:
        """The names of its languages, each once; empty where none is said."""
        names = (self.language_1_id, self.language_2_id, self.language_3_id)
        return ", ".join(dict.fromkeys(name for name in names if name))

    def __str__(self) -> str:
        return self.name or f"Servicio EIB {self.modular_code}-{self.annex}"
