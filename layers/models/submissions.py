"""Files that agencies hand in by the site's pages: what each is, says, changes and became."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.utils.translation import gettext_lazy as _

from layers.models.publications import Snapshot
from layers.models.stored import StoredFile


class Submission(models.Model):
    """A file handed in for a source, on its way to be published.

    ``handed`` is what was said beside the file, as ``layers.loading.checking`` packs it
    (``provenance``, ``feed``, ``choice``), ``covers`` what it was said to cover, if that was.
    ``lacks`` is what has to be said before it can be read (``choice``, ``offers``), ``message``
    why it can't be read or published.

    ``summary`` is what reading it gave (``layers.loading.packing``), ``rows`` the clean rows,
    ``covered`` the units that it would be published for and ``overlap`` why another part stands
    in its way. ``comparison`` counts rows by table and change, made when the layers had
    ``compared_at``; ``figures`` are those that would change, ``warnings`` sentences, ``personal``
    the columns that look like personal data. ``allowed_by`` is who decided that those are none.

    ``state`` moves by ``layers.publishing.states`` only.
    """

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("entregado")
        CHECKING = "checking", _("en revisión")
        CHECKED = "checked", _("revisado")
        AWAITING = "awaiting", _("espera aprobación")
        PUBLISHING = "publishing", _("publicándose")
        PUBLISHED = "published", _("publicado")
        FAILED = "failed", _("no se pudo")
        DISCARDED = "discarded", _("descartado")

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.CharField(_("fuente"), max_length=63)
    file = models.ForeignKey(
        StoredFile,
        verbose_name=_("archivo guardado"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    file_name = models.CharField(_("archivo"), max_length=200)
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.BigIntegerField(_("bytes"))
    address = models.URLField(_("dirección de donde vino"), max_length=2000, blank=True, default="")
    handed = models.JSONField(_("lo que se dijo del archivo"), default=dict)
    covers = ArrayField(
        models.CharField(max_length=6), verbose_name=_("cubre, según se dijo"), null=True
    )
    state = models.CharField(
        _("estado"), max_length=10, choices=State.choices, default=State.UPLOADED
    )
    lacks = models.JSONField(_("lo que falta decir"), null=True)
    message = models.TextField(_("mensaje"), blank=True, default="")
    job = models.UUIDField(_("trabajo"), null=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("entregado por"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(_("entregado"), auto_now_add=True)
    updated_at = models.DateTimeField(_("cambiado"), auto_now=True)

    summary = models.JSONField(_("lectura"), default=dict)
    rows = models.ForeignKey(
        StoredFile,
        verbose_name=_("filas"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    covered = ArrayField(
        models.CharField(max_length=6), verbose_name=_("cubre"), default=list, blank=True
    )
    overlap = models.TextField(_("choca con"), blank=True, default="")
    comparison = models.JSONField(_("comparación"), default=dict)
    compared_at = models.JSONField(_("versiones comparadas"), default=dict)
    figures = models.JSONField(_("cifras"), default=list)
    warnings = models.JSONField(_("avisos"), default=list)
    personal = models.JSONField(_("columnas con datos personales"), default=list)
    allowed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("permitidas por"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    # Who asked for it to be published, and how; then who decided.
    skips_refused = models.BooleanField(_("sin las filas rechazadas"), default=False)
    replaces_others = models.BooleanField(_("reemplaza a otros"), default=False)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    note = models.TextField(_("nota"), blank=True, default="")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decidido por"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    snapshot = models.ForeignKey(
        Snapshot,
        verbose_name=_("publicación"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("archivo entregado")
        verbose_name_plural = _("archivos entregados")
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["source", "-created_at"], name="submission_of_source")]

    def __str__(self) -> str:
        return f"{self.source}: {self.file_name}"


class SubmissionCell(models.Model):
    """A cell of a file handed in that was refused, left out or mended; as ``RowError`` has it."""

    class Effect(models.TextChoices):
        REFUSED = "refused", _("fila rechazada")
        LEFT_OUT = "left_out", _("dato omitido")
        MENDED = "mended", _("dato corregido")

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="cells")
    effect = models.CharField(_("efecto"), max_length=8, choices=Effect.choices)
    member = models.CharField(_("archivo"), max_length=200)
    row = models.IntegerField(_("fila"))
    column = models.CharField(_("columna"), max_length=200)
    value = models.TextField(_("valor"))
    reason = models.TextField(_("motivo"))
    code = models.CharField(_("código"), max_length=200)

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["submission", "id"], name="submission_cell_of"),
            models.Index(fields=["submission", "column"], name="submission_cell_column"),
        ]

    def __str__(self) -> str:
        return f"{self.row}, {self.column}: {self.reason}"


class CandidateRow(models.Model):
    """A row that publishing a file would write, leave as it is, or take away.

    ``values`` are a new row's, those of a changed one that differ (``before`` has what they were),
    or those that a row had that would go; NULL for one that stays the same. ``number`` is the
    row's in the file, ``label`` how it is known, ``geom`` where it lies, EPSG:4326.
    """

    class Change(models.TextChoices):
        NEW = "new", _("nueva")
        CHANGED = "changed", _("cambiada")
        GONE = "gone", _("retirada")
        SAME = "same", _("igual")

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="candidates")
    table = models.CharField(_("tabla"), max_length=63)
    change = models.CharField(_("cambio"), max_length=7, choices=Change.choices)
    number = models.IntegerField(_("fila"), null=True)
    label = models.TextField(_("qué"))
    values = models.JSONField(_("valores"), null=True)
    before = models.JSONField(_("valores de antes"), null=True)
    geom = models.GeometryField(_("lugar"), null=True, spatial_index=False)

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["submission", "table", "change", "id"], name="candidate_row_of_change"
            )
        ]

    def __str__(self) -> str:
        return f"{self.change}: {self.label}"
