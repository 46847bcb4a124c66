"""The HTML side of the OGC API, and JSON documents."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ows.api.media import ALIASES, HTML, JSON, PROBLEM
from ows.errors import OwsError
from ows.formats.exceptions import problem_json
from ows.negotiation import preferred

Document = dict[str, Any]


def answer(
    request: HttpRequest,
    media_type: str,
    document: Document,
    template: str,
    context: Document | None = None,
) -> HttpResponse:
    """The document as JSON, or the page that shows it to a person."""
    if media_type == HTML:
        return render(request, template, {"document": document, **(context or {})})
    return json_answer(document, media_type)


def json_answer(document: Document, media_type: str = JSON) -> HttpResponse:
    """The document as JSON under the given type."""
    return HttpResponse(json.dumps(document, ensure_ascii=False), content_type=media_type)


def problem(error: OwsError, request: HttpRequest) -> HttpResponse:
    """Problem details, or a page for whoever asked by a browser."""
    asked = request.GET.get("f")
    liked = preferred(request.headers.get("Accept", ""), (PROBLEM, HTML), ALIASES)
    if asked == "html" or (asked is None and liked == HTML):
        return render(request, "ows/error.html", {"error": error}, status=error.status)
    return problem_json(error, request)
