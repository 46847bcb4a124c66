"""Who is asking, as the viewer needs to know it before it offers to draw."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ows.kvp import Kvp
from ows.rest.parameters import check_known
from territory.models import AdminUnit
from territory.queries import units_with_extents
from territory.roles import AnyUser, Role, name_of, planner_of, role_of


class _OwnDepartmentSerializer(serializers.Serializer[AdminUnit]):
    ubigeo = serializers.CharField()
    name = serializers.CharField()
    extent = serializers.ListField(
        child=serializers.FloatField(),
        allow_null=True,
        source="own_extent",
        help_text="Oeste, sur, este, norte, en grados.",
    )


class SessionSerializer(serializers.Serializer[Any]):
    authenticated = serializers.BooleanField()
    username = serializers.CharField()
    name = serializers.CharField()
    role = serializers.ChoiceField(choices=list(Role))
    department = _OwnDepartmentSerializer(allow_null=True)
    can_draw = serializers.BooleanField()
    csrf_token = serializers.CharField()
    login_url = serializers.CharField()
    logout_url = serializers.CharField(help_text="Se sale con POST y el csrf_token.")


class Session(APIView):
    """La cuenta con que se pregunta, y lo que puede hacer."""

    @extend_schema(
        parameters=[
            OpenApiParameter(
                "next", OpenApiTypes.STR, description="La página a la que se vuelve al ingresar."
            )
        ],
        responses=SessionSerializer,
    )
    def get(self, request: Request) -> Response:
        check_known(request, "next")
        user: AnyUser = request.user
        planner = planner_of(user)
        found = {
            "authenticated": user.is_authenticated,
            "username": user.get_username(),
            "name": name_of(user),
            "role": role_of(user),
            "department": _department(planner.department_id) if planner else None,
            "can_draw": planner is not None,
            "csrf_token": get_token(request._request),  # noqa: SLF001
            "login_url": f"{reverse('site:login')}?{urlencode({'next': _next(request)})}",
            "logout_url": reverse("site:logout"),
        }
        return Response(SessionSerializer(found).data, headers={"Cache-Control": "no-store"})


def _department(ubigeo: str) -> dict[str, Any]:
    unit = units_with_extents(AdminUnit.objects.filter(pk=ubigeo)).get()
    envelope = getattr(unit, "envelope", None)
    extent = None if envelope is None or envelope.empty else list(envelope.extent)
    return {"ubigeo": unit.pk, "name": unit.name, "own_extent": extent}


def _next(request: Request) -> str:
    """Only a page of this site: elsewhere somebody could wait with a copy of it."""
    default = reverse("site:map")
    wanted = Kvp.from_query(request.query_params).get("next") or default
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else default
