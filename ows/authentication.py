"""Who asks a service: a session of the site, or HTTP Basic, which programs such as QGIS send.

QGIS sends Basic with its first request, so nobody has to be refused for a client to show
whom it acts for; who sends nothing is anonymous.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.crypto import constant_time_compare, salted_hmac
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BasicAuthentication, SessionAuthentication
from rest_framework.exceptions import APIException, Throttled
from rest_framework.request import Request

from ows.errors import OwsError
from ows.refusals import refuse
from ows.services import is_service
from territory import attempts

REALM = "Territorio Abierto"
BASIC_CHALLENGE = f'Basic realm="{REALM}", charset="UTF-8"'
# A browser opens a dialogue of its own for a challenge that it knows, over the site's page.
SESSION_CHALLENGE = f'Session realm="{REALM}"'

# How long a verified header is believed. To hash a password takes 0.3 s on purpose, and a
# map asks for dozens of tiles.
REMEMBERED_S = 300
_USER = "_basic_user"

GetResponse = Callable[[HttpRequest], HttpResponseBase]


def basic_authentication(get_response: GetResponse) -> GetResponse:
    """Middleware: ``request.user`` of a service's request is whom HTTP Basic names.

    Wrong credentials are refused, not taken for anonymous: the person should know.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if is_service(request.path_info) and "Authorization" in request.headers:
            try:
                user = _user_of(request)
            except APIException as error:
                return _refusal(request, error)
            if user is not None:
                request.user = user  # type: ignore[assignment]
                setattr(request, _USER, user)
        return get_response(request)

    return middleware


class ServiceAuthentication(SessionAuthentication):
    """REST framework's view of it: a session needs its CSRF token, HTTP Basic none.

    A browser that asked for a name and password itself sends them for pages of other sites too,
    but every write needs JSON or ``If-Match``, for which it asks leave first; the answer
    (``ows.middleware``) grants none to requests that carry somebody's name.
    """

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        user = getattr(request._request, _USER, None)  # noqa: SLF001
        return (user, None) if user is not None else super().authenticate(request)

    def authenticate_header(self, request: Request) -> str:
        return challenge(request)


class _InSchema(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = ServiceAuthentication
    name = ["session", "basic"]

    def get_security_definition(self, auto_schema: Any) -> list[dict[str, str]]:
        return [
            {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME},
            {"type": "http", "scheme": "basic"},
        ]


def challenge(request: HttpRequest | Request) -> str:
    """``WWW-Authenticate`` for a 401: Basic, but not to the site's own scripts."""
    mode = request.headers.get("Sec-Fetch-Mode", "")
    return SESSION_CHALLENGE if mode and mode != "navigate" else BASIC_CHALLENGE


class _Basic(BasicAuthentication):
    def authenticate_credentials(
        self, userid: str, password: str, request: Any = None
    ) -> tuple[Any, None]:
        if attempts.are_too_many(request.META.get("REMOTE_ADDR", ""), userid):
            raise Throttled(attempts.WINDOW_S)
        return super().authenticate_credentials(userid, password, request)


def _user_of(request: HttpRequest) -> AbstractBaseUser | None:
    """Whom the header names; None for another scheme than Basic. Raises APIException."""
    header = request.headers["Authorization"]
    key = "basic:" + salted_hmac("ows.authentication", header, algorithm="sha256").hexdigest()
    remembered: tuple[Any, str] | None = cache.get(key)
    if remembered is not None:
        found = get_user_model()._default_manager.filter(pk=remembered[0], is_active=True).first()
        # It changes with the password.
        if found and constant_time_compare(found.get_session_auth_hash(), remembered[1]):
            return found
    verified = _Basic().authenticate(request)  # type: ignore[arg-type]
    if verified is None:
        return None
    user: Any = verified[0]
    cache.set(key, (user.pk, user.get_session_auth_hash()), REMEMBERED_S)
    known: AbstractBaseUser = user
    return known


def _refusal(request: HttpRequest, error: APIException) -> HttpResponse:
    if isinstance(error, Throttled):
        refused = OwsError(
            "Demasiados intentos fallidos: espere unos minutos.",
            code="TooManyAttempts",
            status=error.status_code,
            headers={"Retry-After": str(attempts.WINDOW_S)},
        )
    else:
        refused = OwsError(
            "El usuario o la clave no son correctos.",
            code="AuthenticationFailed",
            status=error.status_code,
            headers={"WWW-Authenticate": challenge(request)},
        )
    return refuse(refused, request)
