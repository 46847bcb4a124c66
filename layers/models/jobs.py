"""Work in the background: what was asked, how far it has come, how it ended."""

from __future__ import annotations

import datetime as dt
import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Job(models.Model):
    """One piece of work that a worker does (``layers.jobs``); people follow it here.

    ``kind`` is the name of a ``layers.jobs.kinds.Kind``, and ``arguments`` what its work is given.
    ``rows_total`` is NULL where nobody knows it. ``result`` is what the work returned, and
    ``result_file`` the file that it made.
    ``attempt`` counts the starts: a worker whose attempt is no longer the present one may write
    nothing. ``losses`` counts those that ended with their worker or with the database.
    ``queue_number`` is the queue's own key; it forgets a job that ended. ``lock``: of the jobs of
    one lock one is done at a time; NULL waits for no other.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("en espera")
        RUNNING = "running", _("en marcha")
        SUCCEEDED = "succeeded", _("terminado")
        FAILED = "failed", _("falló")
        CANCELLED = "cancelled", _("cancelado")

    uuid = models.UUIDField(_("identificador"), primary_key=True, default=uuid.uuid4)
    kind = models.CharField(_("tipo"), max_length=63)
    title = models.CharField(_("título"), max_length=200)
    arguments = models.JSONField(_("argumentos"), default=dict)
    state = models.CharField(
        _("estado"), max_length=10, choices=State.choices, default=State.QUEUED
    )
    step = models.CharField(_("paso"), max_length=200, blank=True, default="")
    rows_done = models.BigIntegerField(_("filas hechas"), default=0)
    rows_total = models.BigIntegerField(_("filas en total"), null=True)
    step_started_at = models.DateTimeField(_("inicio del paso"), null=True)
    progressed_at = models.DateTimeField(_("último avance"), null=True)
    message = models.TextField(_("mensaje"), blank=True, default="")
    result = models.JSONField(_("resultado"), null=True)
    result_file = models.ForeignKey(
        "layers.StoredFile",
        verbose_name=_("archivo"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("pedido por"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(_("pedido"), auto_now_add=True)
    started_at = models.DateTimeField(_("empezado"), null=True)
    finished_at = models.DateTimeField(_("acabado"), null=True)
    expires_at = models.DateTimeField(_("se guarda hasta"), null=True)
    cancel_asked_at = models.DateTimeField(_("se pidió cancelar"), null=True)
    attempt = models.SmallIntegerField(_("intento"), default=0)
    losses = models.SmallIntegerField(_("interrupciones"), default=0)
    queue_number = models.BigIntegerField(null=True, editable=False)
    lock = models.CharField(max_length=200, null=True, editable=False)

    class Meta:
        verbose_name = _("trabajo")
        verbose_name_plural = _("trabajos")
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["by", "-created_at"], name="job_of_account"),
            models.Index(
                fields=["state"],
                name="job_unfinished",
                condition=models.Q(state__in=["queued", "running"]),
            ),
            models.Index(
                fields=["expires_at"],
                name="job_expiry",
                condition=models.Q(expires_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_finished(self) -> bool:
        return self.state not in (self.State.QUEUED, self.State.RUNNING)

    @property
    def rows_per_second(self) -> float | None:
        """Of the present step; None until something is known of it."""
        if self.step_started_at is None or self.progressed_at is None or not self.rows_done:
            return None
        seconds = (self.progressed_at - self.step_started_at).total_seconds()
        return self.rows_done / seconds if seconds > 0 else None

    @property
    def seconds_left(self) -> float | None:
        """Until the present step is done, at the pace so far; None where it isn't known."""
        rate = self.rows_per_second
        if self.state != self.State.RUNNING or self.rows_total is None or rate is None:
            return None
        return max(0, self.rows_total - self.rows_done) / rate

    @property
    def duration(self) -> dt.timedelta | None:
        """From its first start to its end, or until now."""
        if self.started_at is None:
            return None
        return (self.finished_at or timezone.now()) - self.started_at
