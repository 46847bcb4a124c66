"""Other platforms' services and catalogues: what each offers, whether it answers, since when."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class Platform(models.TextChoices):
    """The platforms that commitment 2 names, and the rest of the sector."""

    SINIA = "sinia", _("SINIA")
    GEOSERVIDOR = "geoservidor", _("GEOSERVIDOR")
    OEFA = "oefa", _("OEFA")
    OTHER = "other", _("otra del sector")


class ServiceProtocol(models.TextChoices):
    """How a service tells what it offers."""

    CSW = "csw", _("CSW 2.0.2 (catálogo)")
    WMS = "wms", _("WMS")
    WFS = "wfs", _("WFS")
    OGC_API = "ogc-api", _("OGC API Features")
    ARCGIS = "arcgis", _("ArcGIS REST")


def whole_address(text: str) -> None:
    """Raises ValidationError where it isn't an address of the web, or holds a password."""
    URLValidator(schemes=["http", "https"])(text)
    if "@" in text.partition("://")[2].partition("/")[0]:
        raise ValidationError(_("La dirección no puede llevar usuario ni contraseña."))


class FederatedService(models.Model):
    """A service of another platform, and how it answered.

    ``address`` is empty while nobody told it: nothing is asked then. ``is_answering`` is what the
    last question found, None before the first; ``state_since`` is since when that holds, as far
    as this site asked. ``message`` is why it doesn't answer.
    """

    key = models.SlugField(_("clave"), primary_key=True, max_length=60)
    platform = models.CharField(_("plataforma"), max_length=12, choices=Platform.choices)
    title = models.CharField(_("título"), max_length=200)
    owner_name = models.CharField(_("entidad"), max_length=200)
    protocol = models.CharField(
        _("protocolo"), max_length=8, choices=ServiceProtocol.choices, null=True, blank=True
    )
    address = models.CharField(
        _("dirección"), max_length=500, null=True, blank=True, validators=[whole_address]
    )
    told_in = models.CharField(
        _("dónde se leyó la dirección"), max_length=200, null=True, blank=True
    )
    is_shipped = models.BooleanField(_("viene con el sitio"), default=False, editable=False)
    is_enabled = models.BooleanField(
        _("encendido"), default=False, help_text=_("Se le pregunta cada día si responde.")
    )
    is_answering = models.BooleanField(_("responde"), null=True, editable=False)
    state_since = models.DateTimeField(_("desde"), null=True, editable=False)
    checked_at = models.DateTimeField(_("última consulta"), null=True, editable=False)
    message = models.CharField(_("qué pasó"), max_length=500, default="", editable=False)

    class Meta:
        verbose_name = _("servicio federado")
        verbose_name_plural = _("servicios federados")
        ordering = ["platform", "title", "key"]
        constraints = [
            models.CheckConstraint(
                name="federatedservice_asked_by_protocol",
                condition=models.Q(address__isnull=True) | models.Q(protocol__isnull=False),
                violation_error_message=_("Diga por qué protocolo se le pregunta."),
            ),
            models.CheckConstraint(
                name="federatedservice_enabled_with_address",
                condition=models.Q(is_enabled=False) | models.Q(address__isnull=False),
                violation_error_message=_("Para encenderlo hace falta su dirección."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class OfferedItem(models.Model):
    """A data set or layer that a service said that it offers, as it said it.

    ``gone_since`` is when it was first missing from an answer; None while it is offered.
    """

    service = models.ForeignKey(
        FederatedService, verbose_name=_("servicio"), on_delete=models.CASCADE, related_name="items"
    )
    name = models.CharField(_("nombre"), max_length=300)
    title = models.CharField(_("título"), max_length=300)
    abstract = models.CharField(_("resumen"), max_length=1000, default="")
    kind = models.CharField(_("tipo"), max_length=60, default="")
    address = models.CharField(_("dirección"), max_length=1000, default="")
    told_on = models.CharField(_("fecha según el servicio"), max_length=40, default="")
    first_seen_at = models.DateTimeField(_("visto por primera vez"))
    gone_since = models.DateTimeField(_("ya no se ofrece desde"), null=True)

    class Meta:
        verbose_name = _("conjunto que ofrece un servicio")
        verbose_name_plural = _("conjuntos que ofrecen los servicios")
        ordering = ["service", "title", "name"]
        constraints = [models.UniqueConstraint(name="offereditem_once", fields=["service", "name"])]

    def __str__(self) -> str:
        return self.title


class OfferedCount(models.Model):
    """How many data sets a service offered in a month, by the last answer of that month."""

    service = models.ForeignKey(
        FederatedService,
        verbose_name=_("servicio"),
        on_delete=models.CASCADE,
        related_name="months",
    )
    month = models.DateField(_("mes"), help_text=_("Su primer día."))
    number = models.PositiveIntegerField(_("conjuntos"))
    counted_at = models.DateTimeField(_("contado"))

    class Meta:
        verbose_name = _("conjuntos ofrecidos en un mes")
        verbose_name_plural = _("conjuntos ofrecidos por mes")
        ordering = ["service", "month"]
        constraints = [
            models.UniqueConstraint(name="offeredcount_once", fields=["service", "month"]),
            models.CheckConstraint(name="offeredcount_first_day", condition=models.Q(month__day=1)),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}: {self.number}"
