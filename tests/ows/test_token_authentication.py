"""A key in ``Authorization: Bearer``: where it is taken, and what it is refused with."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client, RequestFactory
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ows.authentication import ServiceAuthentication
from ows.rest.permissions import Offered
from ows.token_authentication import TokenAuthentication, token_for
from territory import api_tokens
from territory.models import ApiToken, TokenScope
from tests.facilities import key, reporter

pytestmark = pytest.mark.django_db


class Asked(APIView):
    """Who asks, by what key."""

    authentication_classes = (TokenAuthentication, ServiceAuthentication)
    permission_classes = (Offered,)

    def post(self, request: Request) -> Response:
        token = token_for(request, TokenScope.REPORT_BEDS)
        return Response({"user": str(request.user), "key": token and token.key_id})


def asked(header: str | None) -> Any:
    headers = {} if header is None else {"Authorization": header}
    request = RequestFactory().post("/api/v1/", headers=headers)
    return Asked.as_view()(request)


def test_a_key_is_its_account() -> None:
    made = key(reporter("reporta"))
    for header in (f"Bearer {made.text}", f"bearer  {made.text}"):
        answer = asked(header)
        assert answer.data == {"user": "reporta", "key": made.token.key_id}


def test_no_key_is_nobody() -> None:
    assert asked(None).data == {"user": "AnonymousUser", "key": None}
    assert asked("Basic eDp5").data["key"] is None


@pytest.mark.parametrize("text", ["", "x", "ta_" + "0" * 16 + "_" + "0" * 64, "ta_" * 10_000])
def test_what_opens_nothing_is_refused(text: str) -> None:
    answer = asked(f"Bearer {text}")
    assert answer.status_code == 401
    assert 'error="invalid_token"' in answer["WWW-Authenticate"]
    assert b"ta_0" not in answer.content


def test_a_revoked_key_is_refused() -> None:
    made = key(reporter("reporta"))
    api_tokens.revoke(made.token, made.token.user)
    assert asked(f"Bearer {made.text}").status_code == 401


def test_a_key_for_something_else_is_refused() -> None:
    made = key(reporter("reporta"))
    ApiToken.objects.update(scope="another")
    answer = asked(f"Bearer {made.text}")
    assert answer.status_code == 403
    assert 'error="insufficient_scope"' in answer["WWW-Authenticate"]


@pytest.mark.parametrize("path", ["/api/v1/zones/", "/api/v1/uploads/", "/api/v1/titles/batch/"])
def test_elsewhere_a_key_is_nobody(path: str) -> None:
    made = key(reporter("reporta"))
    answer = Client().post(
        path, "{}", "application/json", headers={"Authorization": f"Bearer {made.text}"}
    )
    assert answer.status_code >= 400
    assert ApiToken.objects.get().last_used_at is None
