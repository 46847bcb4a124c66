"""Programs that act for an account by a key of its own (RFC 6750), where an address takes one.

A key is taken at no other address than those whose view names ``TokenAuthentication``, and there
for its ``scope`` alone (``token_for``): it isn't its account's password.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from ows.authentication import REALM
from ows.errors import OwsError
from territory import api_tokens
from territory.models import ApiToken

_SCHEME = "bearer"
# The longest that is looked at; a key has 85 characters.
_LONGEST = 200


class TokenAuthentication(BaseAuthentication):
    """``Authorization: Bearer <key>``; ``request.auth`` is the ``ApiToken``.

    A key that opens nothing (guessed, revoked, expired, of an account that was closed) is refused
    and not taken for nobody's: the program should know. It carries no cookie, so that no page of
    another site can make a browser send it.
    """

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        scheme, _space, text = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != _SCHEME:
            return None
        token = api_tokens.find(text.strip()) if len(text) <= _LONGEST else None
        if token is None:
            raise _refusal(
                "La clave de acceso no vale: no existe, venció o fue revocada.",
                code="InvalidToken",
                status=401,
                error="invalid_token",
            )
        api_tokens.note_use(token)
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return f'Bearer realm="{REALM}"'


class _InSchema(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": _SCHEME}


def token_for(request: Request, scope: str) -> ApiToken | None:
    """The key that the request came with; None where it came without one.

    Raises OwsError (403) where the key is for something else.
    """
    token = request.auth if isinstance(request.auth, ApiToken) else None
    if token is not None and token.scope != scope:
        raise _refusal(
            f"La clave de acceso es para {token.get_scope_display()}, no para esto.",
            code="InsufficientScope",
            status=403,
            error="insufficient_scope",
        )
    return token


def _refusal(message: str, *, code: str, status: int, error: str) -> OwsError:
    challenge = f'Bearer realm="{REALM}", error="{error}"'
    return OwsError(message, code=code, status=status, headers={"WWW-Authenticate": challenge})
