"""Layers that agencies make of their own files, each with a table of its own."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from territory.models import Agency, Theme

# The schema that holds their tables, and nothing else.
SCHEMA = "datasets"


class DatasetTheme(models.TextChoices):
    """The plan's themes, and what is of none of them."""

    TERRITORY = "territory", _("Territorio")
    OPEN_GOVERNMENT = Theme.OPEN_GOVERNMENT.value, Theme.OPEN_GOVERNMENT.label
    ENVIRONMENT = Theme.ENVIRONMENT.value, Theme.ENVIRONMENT.label
    EDUCATION = Theme.EDUCATION.value, Theme.EDUCATION.label
    TRANSPORT = Theme.TRANSPORT.value, Theme.TRANSPORT.label
    HEALTH = Theme.HEALTH.value, Theme.HEALTH.label
    SANITATION = Theme.SANITATION.value, Theme.SANITATION.label
    SECURITY = Theme.SECURITY.value, Theme.SECURITY.label


class Licence(models.TextChoices):
    """Under what others may use the data (SPDX's identifiers, where it has one)."""

    CC0 = "CC0-1.0", _("CC0 1.0: dominio público")
    CC_BY = "CC-BY-4.0", _("Creative Commons Atribución 4.0 (CC BY 4.0)")
    CC_BY_SA = "CC-BY-SA-4.0", _("Creative Commons Atribución-CompartirIgual 4.0 (CC BY-SA 4.0)")
    CC_BY_NC = "CC-BY-NC-4.0", _("Creative Commons Atribución-NoComercial 4.0 (CC BY-NC 4.0)")
    ODC_BY = "ODC-By-1.0", _("Open Data Commons Atribución 1.0 (ODC-By)")
    ODBL = "ODbL-1.0", _("Open Database License 1.0 (ODbL)")
    PDDL = "PDDL-1.0", _("Open Data Commons Dominio Público 1.0 (PDDL)")
    PUBLIC_DOCUMENT = "public-document", _("Documento público")


class DatasetState(models.TextChoices):
    """Who may see it: its agency, everybody, nobody any more."""

    PRIVATE = "private", _("privada")
    PUBLISHED = "published", _("publicada")
    WITHDRAWN = "withdrawn", _("retirada")
    DELETING = "deleting", _("por borrar")
    DELETED = "deleted", _("borrada")


class Dataset(models.Model):
    """A layer described here instead of in code; its rows are in ``datasets.d_<pk>``.

    ``fields`` is a list of what ``layers.datasets.columns.Column`` holds, ``style`` as
    ``layers.styles.stored`` writes it, made of ``look``, what a form asks (``styling.Look``).
    ``version`` rises with every change of its rows or of what is said of it, ``public_version``
    with those that everybody may see: both only ever rise, and a deleted one stays, without its
    table and what it said, so that no number that left the site (tags, update sequences) is ever
    given again. ``report`` says what became of the file, and ``original`` is that.
    ``number_of_features`` and ``extent`` (EPSG:4326: west, south, east, north) are kept in step
    with the table. ``personal_columns`` are those that look like personal data, each with what was
    decided of it.
    """

    name = models.CharField(_("identificador"), max_length=50)
    title = models.CharField(_("título"), max_length=200)
    abstract = models.TextField(_("resumen"), blank=True, max_length=4000)
    theme = models.CharField(
        _("tema"), max_length=20, choices=DatasetTheme.choices, default=DatasetTheme.TERRITORY
    )
    keywords = ArrayField(
        models.CharField(max_length=60), verbose_name=_("palabras clave"), default=list, blank=True
    )
    commitments = ArrayField(
        models.SmallIntegerField(), verbose_name=_("compromisos"), default=list, blank=True
    )
    agency = models.ForeignKey(
        Agency, verbose_name=_("entidad"), on_delete=models.PROTECT, related_name="datasets"
    )
    source = models.CharField(_("fuente"), max_length=200, blank=True)
    source_url = models.URLField(_("dirección de la fuente"), blank=True)
    cutoff_date = models.DateField(_("fecha de corte"), null=True, blank=True)
    licence = models.CharField(_("licencia"), max_length=20, choices=Licence.choices, blank=True)
    attribution = models.CharField(_("atribución"), max_length=200, blank=True)
    state = models.CharField(
        _("estado"), max_length=10, choices=DatasetState.choices, default=DatasetState.PRIVATE
    )
    delete_after = models.DateTimeField(_("se borra desde"), null=True, blank=True)
    geometry_type = models.CharField(_("geometría"), max_length=20, blank=True)
    fields = models.JSONField(_("campos"), default=list)
    title_field = models.CharField(_("campo del título"), max_length=50, blank=True)
    style = models.JSONField(_("estilo"), default=dict)
    look = models.JSONField(_("cómo se dibuja"), default=dict)
    personal_columns = models.JSONField(_("columnas con datos personales"), default=dict)
    number_of_features = models.BigIntegerField(_("elementos"), default=0)
    extent = ArrayField(models.FloatField(), verbose_name=_("extensión"), size=4, null=True)
    report = models.JSONField(_("informe del archivo"), default=dict)
    original = models.ForeignKey(
        "layers.StoredFile",
        verbose_name=_("archivo original"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    version = models.BigIntegerField(_("versión"), default=1)
    public_version = models.BigIntegerField(default=0)
    created_at = models.DateTimeField(_("creada"), auto_now_add=True)
    updated_at = models.DateTimeField(_("actualizada"), auto_now=True)
    published_at = models.DateTimeField(_("publicada desde"), null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("creada por"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("capa de una entidad")
        verbose_name_plural = _("capas de las entidades")
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="dataset_name_in_use",
                fields=["name"],
                condition=~models.Q(state=DatasetState.DELETED),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def table(self) -> str:
        """The name of its table within the schema."""
        return f"d_{self.pk:d}"

    @property
    def is_public(self) -> bool:
        return self.state == DatasetState.PUBLISHED


class DatasetUpload(models.Model):
    """A file on its way to become a dataset, or to take the place of one's rows.

    ``description`` is what the file holds (``layers.reading.spatial``), ``chosen`` what was
    decided of it, ``question`` what still has to be (``choice``, ``message``, ``offers``).
    ``dataset`` is the one whose rows it is to replace, or the one that came of it.
    ``differences``: what replacing would change, once that is known.
    """

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(_("título"), max_length=200)
    file = models.ForeignKey(
        "layers.StoredFile", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    description = models.JSONField(default=dict)
    chosen = models.JSONField(default=dict)
    question = models.JSONField(default=dict)
    differences = models.JSONField(default=dict)
    dataset = models.ForeignKey(
        Dataset, null=True, on_delete=models.CASCADE, related_name="uploads"
    )
    replaces = models.BooleanField(default=False)
    job = models.ForeignKey("layers.Job", null=True, on_delete=models.SET_NULL, related_name="+")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("archivo de una capa")
        verbose_name_plural = _("archivos de capas")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.title


class DatasetEvent(models.Model):
    """The diary of a dataset: who did what with it, and when."""

    class Done(models.TextChoices):
        CREATED = "created", _("se hizo de un archivo")
        DESCRIBED = "described", _("se describió")
        COLUMNS = "columns", _("se titularon sus campos")
        STYLED = "styled", _("se cambió su estilo")
        DECIDED = "decided", _("se decidió sobre datos de personas")
        PUBLISHED = "published", _("se publicó")
        WITHDRAWN = "withdrawn", _("se retiró")
        REPLACED = "replaced", _("se reemplazaron sus filas")
        EDITED = "edited", _("se cambió un elemento")
        DELETING = "deleting", _("se pidió borrarla")
        KEPT = "kept", _("se dejó de borrar")
        DELETED = "deleted", _("se borró")

    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="events")
    done = models.CharField(_("qué"), max_length=20, choices=Done.choices)
    detail = models.JSONField(_("detalle"), default=dict)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("quién"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    by_name = models.CharField(max_length=150, blank=True)
    at = models.DateTimeField(_("cuándo"), auto_now_add=True)

    class Meta:
        verbose_name = _("suceso de una capa")
        verbose_name_plural = _("sucesos de las capas")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.dataset_id}: {self.done}"
