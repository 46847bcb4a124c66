"""Which source or file a page is about, and what the account may do with it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest

from layers.errors import EditNotAllowed
from layers.loading.sources import find
from layers.models import Submission
from layers.publishing.permissions import Verb, may, may_with
from layers.reading.results import SourceError
from layers.source import Source


def source_of(request: HttpRequest, name: str, verb: Verb = Verb.VIEW) -> Source:
    """The source of that name; raises Http404, or EditNotAllowed where the account may not."""
    try:
        source = find(name)
    except SourceError as error:
        raise Http404 from error
    if not may(request.user, verb, source):
        raise EditNotAllowed
    return source


def held_of(request: HttpRequest, uuid: Any, verb: Verb = Verb.VIEW) -> tuple[Submission, Source]:
    """A file handed in and its source; raises as ``source_of`` does."""
    held = Submission.objects.select_related("created_by", "file").filter(pk=uuid).first()
    if held is None:
        raise Http404
    source = source_of(request, held.source, verb)
    if not may_with(request.user, verb, source, held):
        raise EditNotAllowed
    return held, source
