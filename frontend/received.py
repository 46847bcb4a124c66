"""The file that a page's form sends: with it, or beforehand by the browser's script."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from layers import uploads
from layers.models import StoredFile

# What the script puts in the file's place (``frontend/src/uploads``): the upload's key.
KEY = "upload"


def received_file(request: HttpRequest, field: str = "file") -> StoredFile | None:
    """The form's file, which is the caller's from now on; None where there is none.

    Raises what ``layers.uploads`` does (TerritorioError), in words for the person who sent it.
    """
    user: Any = request.user
    if key := request.POST.get(KEY, "").strip():
        try:
            return uploads.take(user, UUID(key))
        except ValueError:
            return None
    file = request.FILES.get(field)
    if not isinstance(file, UploadedFile):
        return None
    return uploads.keep(
        user, file.name or "", file.content_type or "", file.chunks(), file.size or 0
    )
