"""A stored file as the answer to a page's link."""

from __future__ import annotations

from django.http import Http404, StreamingHttpResponse
from django.utils.http import content_disposition_header

from layers import stored
from layers.errors import StoredFileMissing
from layers.models import StoredFile


def attachment(file: StoredFile | None, media_type: str = "") -> StreamingHttpResponse:
    """The file, to be saved under its name; ``media_type`` instead of its own.

    Raises Http404 where there is none, or not all of it.
    """
    if file is None:
        raise Http404
    try:
        blocks = stored.blocks(file)
    except StoredFileMissing as error:
        raise Http404(error.message) from error
    response = StreamingHttpResponse(blocks, content_type=media_type or file.media_type)
    response["Content-Length"] = str(file.size)
    response["Content-Disposition"] = content_disposition_header(True, file.name)
    response["X-Content-Type-Options"] = "nosniff"
    return response
