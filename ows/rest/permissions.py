"""Who may write by the domain API: whoever signed in, where there is something to write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rest_framework.exceptions import MethodNotAllowed
from rest_framework.permissions import BasePermission, IsAuthenticatedOrReadOnly
from rest_framework.request import Request

if TYPE_CHECKING:  # it imports this module, by its name in the settings
    from rest_framework.views import APIView


class Offered(BasePermission):
    """Any method that the address takes; who may what is the domain's to say, of reading too."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        if request.method not in view.allowed_methods:
            raise MethodNotAllowed(str(request.method))
        return True


class OfferedOrSignedIn(IsAuthenticatedOrReadOnly):
    """A method that the address doesn't take is 405, whoever asks: signing in wouldn't help."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        if request.method not in view.allowed_methods:
            raise MethodNotAllowed(str(request.method))
        return super().has_permission(request, view)
