"""The addresses below ``/participar/`` that are of contributions."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from frontend.methods import offering, read_only
from frontend.views.participation import (
    about,
    answers,
    contribute,
    mail,
    moderation,
    public,
    sectors,
)

_page, _form, _step = offering("GET", "HEAD"), offering("GET", "HEAD", "POST"), offering("POST")

CONTRIBUTIONS: list[URLPattern | URLResolver] = [
    path("", _page(public.index), name="participation"),
    path("area/<str:ubigeo>.atom", read_only(public.area), name="area-feed"),
    path("aportes/<int:pk>/", _page(public.sheet), name="contribution"),
    path("aportes/<int:pk>/foto.jpg", read_only(public.photo), name="contribution-photo"),
    path("elemento/<str:layer>/<path:fid>/", _page(about.sheet), name="contributions-about"),
    path("por-sector/<int:number>.csv", read_only(sectors.table), name="contributions-by-sector"),
    path("aporte/", _form(contribute.new), name="contribution-new"),
    path("aporte/buscar/", _step(contribute.find), name="contribution-find"),
    path("aporte/<str:code>/", _page(contribute.followed), name="contribution-followed"),
    path("aporte/<str:code>/retirar/", _step(contribute.take_back), name="contribution-withdraw"),
    path("aporte/<str:code>/avisos/", _step(mail.for_contribution), name="contribution-mail"),
    path("avisos/", _step(mail.for_area), name="area-mail"),
    path("avisos/pedidos/", _page(mail.asked), name="mail-asked"),
    path("avisos/<str:token>/", _form(mail.manage), name="mail-manage"),
    path("avisos/<str:token>/baja/", _form(mail.leave), name="mail-leave"),
    path("moderacion/", _page(moderation.queue), name="moderation"),
    path("moderacion/<int:pk>/", _page(moderation.sheet), name="moderation-sheet"),
    path("moderacion/<int:pk>/decidir/", _step(moderation.decide), name="moderation-decide"),
    path("moderacion/<int:pk>/foto.jpg", _page(moderation.photo), name="moderation-photo"),
    path("respuestas/", _page(answers.index), name="answers"),
    path("respuestas/<int:pk>/", _page(answers.sheet), name="answer"),
    path("respuestas/<int:pk>/decidir/", _step(answers.decide), name="answer-decide"),
]
