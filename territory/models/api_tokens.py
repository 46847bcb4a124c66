"""Keys by which programs act for an account, and the facilities that accounts act for.

One model for whatever program writes by an account, now and later: ``scope`` says what a key is
for, and it is good for nothing else.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from territory.models.health import eight_digits

# Of the part of a key that is shown, and of SHA-256 in hexadecimal.
KEY_ID_LENGTH, DIGEST_LENGTH = 16, 64


class TokenScope(models.TextChoices):
    """What a key lets a program do."""

    REPORT_BEDS = "report_beds", _("reportar camas de emergencia")


class FacilityAccount(models.Model):
    """A health facility (IPRESS) that an account acts for.

    By its code: the register is replaced whole, its rows come and go. What an account of the
    demonstration does for a facility of the samples is a sample (``is_demonstration``).
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("cuenta"),
        on_delete=models.CASCADE,
        related_name="facilities",
    )
    facility_code = models.CharField(
        _("código único del establecimiento"), max_length=8, validators=[eight_digits]
    )
    is_demonstration = models.BooleanField(
        _("es de demostración"),
        default=False,
        help_text=_("El establecimiento es uno de ejemplo, y lo que la cuenta envía también."),
    )

    class Meta:
        verbose_name = _("cuenta de un establecimiento de salud")
        verbose_name_plural = _("cuentas de los establecimientos de salud")
        ordering = ["facility_code", "user"]
        constraints = [
            models.UniqueConstraint(
                name="facilityaccount_once", fields=["user", "facility_code", "is_demonstration"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.facility_code}"


class ApiToken(models.Model):
    """A key of an account, for one thing (``scope``) and one facility where that is of facilities.

    The key itself is shown once and kept nowhere: ``digest`` is the SHA-256 of its secret half,
    ``key_id`` its other half, by which it is found and named. It ends at ``expires_at``, when it
    is revoked, or with the account or what the account is to the facility. Its row stays.
    """

    key_id = models.CharField(
        _("identificador"), max_length=KEY_ID_LENGTH, unique=True, editable=False
    )
    digest = models.CharField(max_length=DIGEST_LENGTH, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("cuenta"),
        on_delete=models.CASCADE,
        related_name="api_tokens",
    )
    scope = models.CharField(_("para"), max_length=20, choices=TokenScope.choices)
    facility_code = models.CharField(
        _("código único del establecimiento"),
        max_length=8,
        null=True,
        blank=True,
        validators=[eight_digits],
    )
    is_sample = models.BooleanField(_("es una muestra"), default=False, editable=False)
    name = models.CharField(
        _("nombre"), max_length=80, help_text=_("El programa o equipo que la usa.")
    )
    created_at = models.DateTimeField(_("creada"), default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("creada por"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    expires_at = models.DateTimeField(_("vence"))
    last_used_at = models.DateTimeField(_("último uso"), null=True, editable=False)
    revoked_at = models.DateTimeField(_("revocada"), null=True, editable=False)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("revocada por"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("clave de acceso")
        verbose_name_plural = _("claves de acceso")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="apitoken_ends", condition=Q(expires_at__gt=F("created_at"))
            ),
            models.CheckConstraint(
                name="apitoken_of_a_facility",
                condition=~Q(scope=TokenScope.REPORT_BEDS) | Q(facility_code__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.key_id})"

    @property
    def is_valid(self) -> bool:
        """Whether it is neither revoked nor at its end; what its account may is another thing."""
        return self.revoked_at is None and self.expires_at > timezone.now()
