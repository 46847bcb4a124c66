"""Commitment 17: complaints of extortion in La Libertad, as several sources count them."""

from __future__ import annotations

from django.contrib.gis.db import models
from django.utils.translation import gettext_lazy as _

from territory.models.counts import CountRecord, count_constraints, few_constraint


class ExtortionAspect(models.TextChoices):
    """All complaints, and two divisions of the same ones: what was demanded, and by which means."""

    TOTAL = "total", _("todas las denuncias")
    QUOTA = "quota", _("modalidad: cobro periódico (cupo)")
    ONCE = "once", _("modalidad: un solo pago")
    LOAN = "loan", _("modalidad: préstamo informal (gota a gota)")
    OTHER_MODE = "other_mode", _("modalidad: otra, o no se conoce")
    CALL = "call", _("medio: llamada")
    MESSAGE = "message", _("medio: mensaje o red social")
    LETTER = "letter", _("medio: carta o escrito")
    IN_PERSON = "in_person", _("medio: en persona")
    OTHER_MEANS = "other_means", _("medio: otro, o no se conoce")


_A = ExtortionAspect
DIVISIONS = (
    (_A.QUOTA.value, _A.ONCE.value, _A.LOAN.value, _A.OTHER_MODE.value),
    (
        _A.CALL.value,
        _A.MESSAGE.value,
        _A.LETTER.value,
        _A.IN_PERSON.value,
        _A.OTHER_MEANS.value,
    ),
)


class ExtortionCount(CountRecord):
    """How many complaints a source counts at its cut-off date: sources disagree, and aren't added.

    ``told_by`` is a short name of source and cut-off; ``told_level`` says of how large units it
    tells (digits of their ubigeos). What is added up of its parts isn't the source's own number.
    """

    category = models.CharField(_("qué se cuenta"), max_length=12, choices=ExtortionAspect.choices)
    told_by = models.SlugField(
        _("fuente y corte"),
        max_length=80,
        db_index=False,
        help_text=_("Cada fuente y corte cuenta por su lado: no se suman."),
    )
    told_level = models.SmallIntegerField(_("dígitos del ubigeo de lo que la fuente cuenta"))

    dimensions = ("told_by",)

    class Meta:
        verbose_name = _("conteo de extorsiones")
        verbose_name_plural = _("conteo de extorsiones")
        ordering = ["id"]
        constraints = [
            *count_constraints("extortioncount", "told_by"),
            few_constraint("extortioncount"),
        ]
