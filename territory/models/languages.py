"""Commitment 5: Peru's official languages, and the spellings by which files name them."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class Language(models.Model):
    """One of the 48 official languages, by its official spelling.

    Its rows are those of ``territory.languages``, which ``layers.languages`` loads; a school's
    languages refer to them. ``family`` and the codes are linguists' (Glottolog), not the
    ministry's: ``classification`` says whose. Both lists of codes may hold several or none.
    """

    class Area(models.TextChoices):
        ANDEAN = "andean", _("andina")
        AMAZONIAN = "amazonian", _("amazónica")

    name = models.CharField(_("nombre oficial"), max_length=60, primary_key=True)
    code = models.SlugField(_("código en este sitio"), max_length=60, unique=True)
    family = models.CharField(_("familia lingüística"), max_length=40)
    area = models.CharField(_("ámbito"), max_length=9, choices=Area.choices)
    iso_codes = ArrayField(models.CharField(max_length=3), verbose_name=_("códigos ISO 639-3"))
    glottocodes = ArrayField(models.CharField(max_length=8), verbose_name=_("glottocódigos"))
    source = models.CharField(_("fuente del nombre"), max_length=250)
    source_url = models.URLField(_("dirección de la fuente"), null=True, blank=True)
    cutoff_date = models.DateField(_("fecha de lectura"))
    classification = models.CharField(_("fuente de la familia y los códigos"), max_length=250)
    classification_url = models.URLField(_("dirección de esa fuente"), null=True, blank=True)

    class Meta:
        verbose_name = _("lengua originaria")
        verbose_name_plural = _("lenguas originarias")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class LanguageAlias(models.Model):
    """Another spelling of a language, or a variety's name; no two languages share one.

    ``key`` is what spellings are compared by (``territory.languages.matching.name_key``).
    """

    name = models.CharField(_("otra grafía o variedad"), max_length=100)
    key = models.CharField(_("clave de comparación"), max_length=100, unique=True)
    language = models.ForeignKey(
        Language, verbose_name=_("lengua"), on_delete=models.CASCADE, related_name="aliases"
    )
    variety = models.CharField(_("variedad"), max_length=60, null=True, blank=True)
    source = models.CharField(_("fuente"), max_length=250)
    source_url = models.URLField(_("dirección de la fuente"), null=True, blank=True)
    cutoff_date = models.DateField(_("fecha de lectura"))

    class Meta:
        verbose_name = _("otra grafía de una lengua")
        verbose_name_plural = _("otras grafías de las lenguas")
        ordering = ["language", "name"]

    def __str__(self) -> str:
        return f"{self.name}: {self.language_id}"
