"""A CSV file as a page takes it and shows what it would change (``frontend/csv_import.html``)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from layers.errors import InvalidParameter

_SHOWN = 200


def is_applied(request: HttpRequest) -> bool:
    """Whether the preview was seen, and the file is to be imported now."""
    return "apply" in request.POST


def content_of(request: HttpRequest, most_bytes: int) -> bytes:
    """Of the file or, once its preview was seen, of the page that shows it.

    Of a larger file a byte more than ``most_bytes`` is given, so that its reader refuses it. Raises
    InvalidParameter where there is none.
    """
    if "content" in request.POST:
        return request.POST["content"].encode()
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        raise InvalidParameter("Elija un archivo.", parameter="file")
    return bytes(file.read(most_bytes + 1))


def shown(
    preview: Any, changes: Sequence[Any], faults: Sequence[Any], content: bytes
) -> dict[str, Any]:
    """The page's context of what a file would change: the first of its rows and cells."""
    return {
        "preview": preview,
        "changes": changes[:_SHOWN],
        "faults": faults[:_SHOWN],
        "content": content.decode("utf-8-sig"),
    }
