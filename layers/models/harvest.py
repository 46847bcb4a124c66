"""What is known of each source that is harvested: whether it is on, its harvests, their pages."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from layers.models.datasets import Dataset
from layers.models.rasters import Coverage


class HarvestedSource(models.Model):
    """A line of the table of sources, as this site deals with it.

    ``key`` is the line's. ``stale_since``: the first failure since its last success; empty while
    it answers.
    """

    key = models.SlugField(_("fuente"), primary_key=True, max_length=60)
    is_enabled = models.BooleanField(_("encendida"), default=False)
    dataset = models.ForeignKey(
        Dataset,
        verbose_name=_("capa"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="harvested",
    )
    coverage = models.ForeignKey(
        Coverage,
        verbose_name=_("ráster"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="harvested",
    )
    last_attempt_at = models.DateTimeField(_("último intento"), null=True, blank=True)
    last_success_at = models.DateTimeField(_("última cosecha completa"), null=True, blank=True)
    stale_since = models.DateTimeField(_("no responde desde"), null=True, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("quién la encendió o apagó"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("fuente que se cosecha")
        verbose_name_plural = _("fuentes que se cosechan")
        ordering = ["key"]

    def __str__(self) -> str:
        return self.key


class HarvestRun(models.Model):
    """One harvest of a source, from its first page to what became of it.

    ``signature`` is what was asked (address, layer, columns): only a run of the same is gone on
    with. ``differences``: added, changed (None where rows have no key), gone, same. ``snapshot``
    holds the rows as they were taken (``layers.harvest.snapshots``), ``sha256`` is that of their
    text. ``report`` says what was left out, and why.
    """

    class State(models.TextChoices):
        RUNNING = "running", _("en curso")
        BROKEN = "broken", _("interrumpida")
        FAILED = "failed", _("falló")
        HELD = "held", _("espera una decisión")
        DONE = "done", _("publicada")
        SAME = "same", _("sin cambios")
        REJECTED = "rejected", _("descartada")
        TRIED = "tried", _("solo revisión")

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.ForeignKey(
        HarvestedSource, verbose_name=_("fuente"), on_delete=models.CASCADE, related_name="runs"
    )
    state = models.CharField(
        _("estado"), max_length=10, choices=State.choices, default=State.RUNNING
    )
    signature = models.CharField(max_length=64)
    address = models.URLField(_("dirección"), max_length=2000)
    began_at = models.DateTimeField(_("empezó"), auto_now_add=True)
    ended_at = models.DateTimeField(_("acabó"), null=True, blank=True)
    message = models.TextField(_("qué pasó"), blank=True, max_length=2000)
    rows = models.BigIntegerField(_("elementos"), default=0)
    received_bytes = models.BigIntegerField(_("bytes recibidos"), default=0)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    differences = models.JSONField(_("diferencias"), default=dict, blank=True)
    report = models.JSONField(_("informe"), default=dict, blank=True)
    snapshot = models.ForeignKey(
        "layers.StoredFile",
        verbose_name=_("copia"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("quién la pidió"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("quién decidió"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("cosecha")
        verbose_name_plural = _("cosechas")
        ordering = ["-began_at"]
        indexes = [models.Index(fields=["source", "-began_at"], name="harvestrun_of_source")]

    def __str__(self) -> str:
        return f"{self.source_id}, {self.began_at:%Y-%m-%d %H:%M}"


class HarvestPage(models.Model):
    """An answer of a run that isn't over: so that a break loses none of them.

    ``key`` says which answer it is, whatever the run. ``file`` holds its features, without the
    columns that aren't taken; ``summary`` what was read of it. Both go when the run ends.
    """

    run = models.ForeignKey(HarvestRun, on_delete=models.CASCADE, related_name="pages")
    number = models.IntegerField()
    key = models.CharField(max_length=64)
    address = models.TextField()
    sha256 = models.CharField(max_length=64)
    received_at = models.DateTimeField(auto_now_add=True)
    summary = models.JSONField(default=dict)
    file = models.ForeignKey(
        "layers.StoredFile", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("página de una cosecha")
        verbose_name_plural = _("páginas de cosechas")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(name="harvestpage_once", fields=["run", "key"])]

    def __str__(self) -> str:
        return f"{self.run_id}: {self.number}"
