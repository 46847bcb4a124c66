"""Which version of a feature a client means: ``If-Match`` (RFC 9110, 13.1.1) and ``ETag``."""

from __future__ import annotations

import re

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework.request import Request

from layers.errors import VersionRequired
from ows.errors import OwsError

# Compression on the way makes the tag weak (RFC 9110, 8.8.1); it names the same version.
_TAG = re.compile(r'(?:W/)?"([0-9]{1,9})"', re.ASCII)

IF_MATCH = OpenApiParameter(
    "If-Match",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    required=True,
    description="El ETag de la versión que se cambia.",
)
CONFLICT = OpenApiResponse(
    OpenApiTypes.OBJECT, description="Problema con «current» y «base», las dos versiones."
)


def etag(version: int) -> str:
    """The tag of a version."""
    return f'"{version}"'


def required_version(request: Request) -> int:
    """The version in ``If-Match``.

    Raises VersionRequired without one; ``*`` means whatever is there, and with that two
    people would overwrite each other unseen.
    """
    header = request.headers.get("If-Match", "").strip()
    if not header or header == "*":
        raise VersionRequired(
            'Diga en «If-Match» qué versión cambia: el ETag con que la leyó, p. ej. "3".',
            parameter="If-Match",
        )
    match = _TAG.fullmatch(header)
    if match is None:
        raise OwsError(
            f'«{header[:40]}» no es el ETag de una versión, p. ej. "3".',
            code="InvalidParameterValue",
            locator="If-Match",
        )
    return int(match[1])
