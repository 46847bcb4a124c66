"""Signing in and out."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from territory import attempts


class SignInForm(AuthenticationForm):
    """Django's, which says so where somebody has to wait."""

    error_messages = AuthenticationForm.error_messages | {
        "invalid_login": _("El usuario o la clave no son correctos."),
    }

    def clean(self) -> dict[str, Any]:
        username = self.cleaned_data.get("username") or ""
        address = self.request.META.get("REMOTE_ADDR", "") if self.request else ""
        if attempts.are_too_many(address, username):
            raise ValidationError(_("Demasiados intentos fallidos: espere unos minutos."))
        return super().clean()


class SignIn(LoginView):
    authentication_form = SignInForm
    template_name = "frontend/account/sign_in.html"
    redirect_authenticated_user = True

    def get_redirect_url(self, request: HttpRequest | None = None) -> str:
        """Not back to here, which would go on for ever."""
        url = super().get_redirect_url()
        return "" if url.startswith(self.request.path) else url


class SignOut(LogoutView):
    """By POST only: a link on another page must not sign anybody out."""
