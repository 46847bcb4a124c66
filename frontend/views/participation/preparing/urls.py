"""The addresses below ``/participar/procesos/``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from frontend.methods import offering, read_only
from frontend.views.participation.preparing import history, records, start

# Their forms are protected.
_page, _form, _step = offering("GET", "HEAD"), offering("GET", "HEAD", "POST"), offering("POST")

PREPARING: list[URLPattern | URLResolver] = [
    path("", _page(start.index), name="preparing"),
    path("<slug:word>/nuevo/", _form(records.new), name="preparing-new"),
    path("<slug:word>/<int:pk>/", _form(records.record), name="preparing-record"),
    path("<slug:word>/<int:pk>/paso/", _step(records.step), name="preparing-step"),
    path("<slug:word>/<int:pk>/historia/", read_only(history.history), name="preparing-history"),
]
