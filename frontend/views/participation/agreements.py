"""Agreements of the forums: chosen, and counted by territory and topic."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from frontend.views.participation.spaces import own
from layers.errors import InvalidParameter
from territory.models import Agreement
from territory.participation.processes.agreements import (
    OVERDUE,
    Chosen,
    agreements,
    counts_by_department,
    counts_by_topic,
    today,
)
from territory.participation.processes.seen import looked_after
from territory.reviewing import Verb

PER_PAGE = 50
_UBIGEO = re.compile(r"(?:\d{2}){1,3}")
_STATES = {OVERDUE: "vencido", **dict(Agreement.Progress.choices)}


def chosen_of(values: Any) -> tuple[Chosen, str]:
    """By what the address chooses, and the same as a query; raises InvalidParameter."""
    texts = {
        name: values.get(name, "").replace("\x00", "").strip()
        for name in ("estado", "tema", "lugar", "compromiso", "foro")
    }
    if texts["estado"] and texts["estado"] not in _STATES:
        raise InvalidParameter("Ese estado no existe.", parameter="estado")
    if texts["lugar"] and not (_UBIGEO.fullmatch(texts["lugar"]) and texts["lugar"].isascii()):
        raise InvalidParameter("Escriba un ubigeo de 2, 4 o 6 dígitos.", parameter="lugar")
    number = texts["compromiso"]
    if number and not (
        number.isascii() and number.isdigit() and len(number) < 4 and 0 < int(number) <= 18
    ):
        raise InvalidParameter("El plan no tiene ese compromiso.", parameter="compromiso")
    chosen = Chosen(
        progress=texts["estado"],
        topic=texts["tema"],
        ubigeo=texts["lugar"],
        commitment=int(number) if number else None,
        forum=texts["foro"],
    )
    return chosen, urlencode({name: text for name, text in texts.items() if text})


@own
def index(request: HttpRequest) -> HttpResponse:
    """The list, with counts by department and by topic of what was chosen."""
    error, status = None, 200
    try:
        chosen, query = chosen_of(request.GET)
    except InvalidParameter as refused:
        chosen, query, error, status = Chosen(), "", refused, 400
    day = today()
    rows = agreements(request.user, day, chosen)
    context = {
        "error": error,
        "chosen": chosen,
        "filter": query,
        "states": _STATES,
        "day": day,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("pagina", 1)),
        "departments": counts_by_department(rows, day),
        "topics": counts_by_topic(rows, day),
        "can_import": bool(looked_after(request.user, Verb.PREPARE)),
    }
    return render(request, "frontend/participation/agreements.html", context, status=status)
