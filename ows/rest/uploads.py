"""Files sent in pieces, by tus 1.0 (tus.io): whatever line is lost, what has come stays."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from typing import Any, cast
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, UnreadablePostError
from django.urls import reverse
from django.utils.http import http_date
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from layers import uploads
from layers.models import Upload
from layers.uploads.receiving import ALGORITHMS
from ows.errors import InvalidValue, OwsError
from ows.rest.parameters import check_known
from ows.rest.permissions import Offered

VERSION = "1.0.0"
EXTENSIONS = "creation,expiration,checksum,termination"
CONTENT_TYPE = "application/offset+octet-stream"
_BLOCK = 1 << 20
_MAX_DIGITS = 15

_RESUMABLE = OpenApiParameter(
    "Tus-Resumable", OpenApiTypes.STR, OpenApiParameter.HEADER, required=True, enum=[VERSION]
)
_OFFSET = OpenApiParameter(
    "Upload-Offset",
    OpenApiTypes.INT,
    OpenApiParameter.HEADER,
    required=True,
    description="Cuántos bytes están ya: desde ahí siguen los de esta petición.",
)
_LENGTH = OpenApiParameter(
    "Upload-Length",
    OpenApiTypes.INT,
    OpenApiParameter.HEADER,
    required=True,
    description=f"Bytes del archivo, hasta {uploads.MAX_BYTES}.",
)
_METADATA = OpenApiParameter(
    "Upload-Metadata",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="filename y filetype, en base64: «filename ZGF0b3MuY3N2».",
)
_CHECKSUM = OpenApiParameter(
    "Upload-Checksum",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description=f"{' o '.join(ALGORITHMS)} de los bytes de esta petición, en base64.",
)
_TUS = OpenApiResponse(description="Según tus 1.0.")


class UploadSerializer(serializers.Serializer[Any]):
    """An upload as a page shows it."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    media_type = serializers.CharField()
    size = serializers.IntegerField(help_text="Bytes que han llegado.")
    length = serializers.IntegerField(help_text="Bytes que tendrá.")
    sha256 = serializers.CharField(help_text="Vacío hasta que esté completo.")
    is_complete = serializers.BooleanField()
    expires_at = serializers.DateTimeField()


class TusView(APIView):
    """What both addresses share: the version, said of every answer and asked of every request."""

    permission_classes = (Offered,)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.method in ("GET", "OPTIONS"):
            return
        if request.headers.get("Tus-Resumable") != VERSION:
            raise OwsError(
                f"Se espera tus {VERSION} (Tus-Resumable).",
                code="InvalidParameterValue",
                locator="Tus-Resumable",
                status=412,
                headers={"Tus-Version": VERSION},
            )
        uploads.check_may_upload(request.user)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        response.headers.setdefault("Tus-Resumable", VERSION)
        return response

    def options(  # type: ignore[override]
        self, request: Request, *args: Any, **kwargs: Any
    ) -> Response:
        """What of tus is spoken here."""
        return Response(
            status=204,
            headers={
                "Allow": ", ".join(self.allowed_methods),
                "Tus-Version": VERSION,
                "Tus-Extension": EXTENSIONS,
                "Tus-Max-Size": str(uploads.MAX_BYTES),
                "Tus-Checksum-Algorithm": ",".join(ALGORITHMS),
            },
        )


class UploadList(TusView):
    """Archivos que se suben."""

    @extend_schema(
        operation_id="uploads_create",
        parameters=[_RESUMABLE, _LENGTH, _METADATA],
        request=None,
        responses={201: _TUS},
    )
    def post(self, request: Request) -> HttpResponseBase:
        """Un archivo nuevo, del que aún no llega nada (tus, «creation»)."""
        check_known(request)
        length = _number(request, "Upload-Length")
        described = _metadata(request.headers.get("Upload-Metadata", ""))
        upload = uploads.begin(
            cast(Any, request.user),
            described.get("filename", "") or described.get("name", ""),
            described.get("filetype", ""),
            length,
        )
        address = reverse("rest:upload", args=[upload.pk])
        return HttpResponse(
            status=201,
            headers={"Location": request.build_absolute_uri(address), **_expiry(upload)},
        )


class UploadDetail(TusView):
    """Un archivo que se sube."""

    @extend_schema(operation_id="uploads_retrieve", responses=UploadSerializer)
    def get(self, request: Request, key: UUID) -> Response:
        """Cómo va."""
        check_known(request)
        uploads.check_may_upload(request.user)
        upload = uploads.find(request.user, key)
        file = upload.file
        found = {
            "id": file.pk,
            "name": file.name,
            "media_type": file.media_type,
            "size": file.size,
            "length": upload.length,
            "sha256": file.sha256,
            "is_complete": file.is_complete,
            "expires_at": file.expires_at,
        }
        return Response(UploadSerializer(found).data, headers={"Cache-Control": "no-store"})

    def head(self, request: Request, key: UUID) -> HttpResponseBase:
        """How many bytes are there."""
        upload = uploads.find(request.user, key)
        return HttpResponse(
            headers={
                "Upload-Offset": str(upload.file.size),
                "Upload-Length": str(upload.length),
                "Cache-Control": "no-store",
                **_expiry(upload),
            }
        )

    @extend_schema(
        operation_id="uploads_append",
        parameters=[_RESUMABLE, _OFFSET, _CHECKSUM],
        request={CONTENT_TYPE: OpenApiTypes.BINARY},
        responses={204: _TUS, 409: _TUS, 460: _TUS},
    )
    def patch(self, request: Request, key: UUID) -> HttpResponseBase:
        """Los bytes que siguen."""
        check_known(request)
        if request.content_type.partition(";")[0].strip().lower() != CONTENT_TYPE:
            raise OwsError(
                f"El contenido debe ser {CONTENT_TYPE}.",
                code="InvalidParameterValue",
                locator="Content-Type",
                status=415,
            )
        offset = _number(request, "Upload-Offset")
        upload = uploads.find(request.user, key)
        checksum = request.headers.get("Upload-Checksum", "")
        size = uploads.receive(upload, offset, _pieces(request, is_whole=bool(checksum)), checksum)
        return HttpResponse(status=204, headers={"Upload-Offset": str(size), **_expiry(upload)})

    @extend_schema(operation_id="uploads_destroy", parameters=[_RESUMABLE], responses={204: None})
    def delete(self, request: Request, key: UUID) -> HttpResponseBase:
        """Ya no se quiere (tus, «termination»)."""
        check_known(request)
        uploads.discard(uploads.find(request.user, key))
        return HttpResponse(status=204)


def _pieces(request: Request, *, is_whole: bool) -> Iterator[bytes]:
    """The body as it comes; of a line that was lost what came before, unless a sum is of all."""
    body = request._request  # noqa: SLF001 - its stream, which nothing has parsed
    while True:
        try:
            piece = body.read(_BLOCK)
        except UnreadablePostError:
            if is_whole:
                raise
            return
        if not piece:
            return
        yield piece


def _number(request: Request, name: str) -> int:
    text = request.headers.get(name, "")
    if not text:
        raise OwsError(f"Falta {name}.", code="MissingParameterValue", locator=name)
    if not (text.isascii() and text.isdecimal() and len(text) <= _MAX_DIGITS):
        raise InvalidValue(name, f"«{text[:40]}» no es un número de bytes.")
    return int(text)


def _metadata(text: str) -> dict[str, str]:
    """Keys and values, which come in base64 (tus 1.0, "Upload-Metadata")."""
    found: dict[str, str] = {}
    for pair in filter(None, (each.strip() for each in text.split(","))):
        name, _, value = pair.partition(" ")
        try:
            found[name] = base64.b64decode(value.strip(), validate=True).decode()
        except (binascii.Error, ValueError) as error:
            raise InvalidValue("Upload-Metadata", f"«{name[:40]}» no está en base64.") from error
    return found


def _expiry(upload: Upload) -> dict[str, str]:
    expires = upload.file.expires_at
    return {} if expires is None else {"Upload-Expires": http_date(expires.timestamp())}
