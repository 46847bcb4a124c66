"""Taking a layer home: a file at once, or one that is made meanwhile and waits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from layers import jobs, registry, versions
from layers.errors import LayerNotFound
from layers.exports.formats import DESCRIPTION_OF, FORMAT_OF_NAME, FORMATS, FileFormat
from layers.exports.making import KIND, MOST_AT_ONCE, export_of
from layers.layer import Layer
from layers.models import Job
from layers.places import inside_text
from territory.addresses import on_site
from territory.models import AdminUnit
from territory.queries import current_units

# How many files are made or wait at once for all who are not signed in; each is a whole layer.
MOST_WAITING = 20


@dataclass(frozen=True)
class FormatLink:
    """A format, and where a layer, or what is in a unit of it, is taken home in it.

    ``description`` is the address of what says of a table what it can't, to be kept beside it.
    """

    format: FileFormat
    address: str
    description: str = ""


@dataclass(frozen=True)
class LayerDownloads:
    """The formats of a layer, or of what declares a unit or lies in it."""

    name: str
    title: str
    links: tuple[FormatLink, ...]


def downloads(layer: Layer, title: str, unit: str = "") -> LayerDownloads | None:
    """None where no field places the layer's rows in units and a unit is asked for."""
    if unit and not inside_text(layer, unit):
        return None
    return LayerDownloads(layer.name, title, tuple(_link(layer, item, unit) for item in FORMATS))


def _link(layer: Layer, format_: FileFormat, unit: str) -> FormatLink:
    where = {"unidad": unit} if unit else {}
    described = DESCRIPTION_OF.get(format_.name)
    return FormatLink(
        format_,
        f"{page(layer)}?{urlencode({'f': format_.name, **where})}",
        _direct(layer, described, unit) if described else "",
    )


def page(layer: Layer) -> str:
    """The address of a layer's downloads."""
    return on_site(f"/catalogo/{layer.name}/descargar/")


class _Refused(Exception):
    """What was chosen doesn't exist; the message is for a person."""


def download(request: HttpRequest, name: str) -> HttpResponse:
    """What to choose; once it is chosen the file itself, or the offer to make a large one."""
    layer = _layer(request, name)
    try:
        unit = _unit(request, layer)
        format_ = _format(request)
    except _Refused as refused:
        return _form(request, layer, status=400, error=str(refused))
    export = export_of(layer, request.user, unit.pk if unit else "")
    if request.method == "POST" and format_ is not None:
        return _start(request, layer, format_, unit)
    direct = "" if format_ is None else _direct(layer, format_, unit.pk if unit else "")
    if format_ is not None and export.number <= MOST_AT_ONCE:
        return redirect(direct)
    return _form(
        request,
        layer,
        unit=unit,
        format=format_,
        number=export.number,
        direct=direct,
        links=downloads(layer, "", unit.pk if unit else ""),
    )


def _layer(request: HttpRequest, name: str) -> Layer:
    try:
        return registry.get(name, request.user)
    except LayerNotFound as error:
        raise Http404(error.message) from error


def _asked(request: HttpRequest, name: str) -> str:
    given = request.POST if request.method == "POST" else request.GET
    return given.get(name, "").strip()


def _format(request: HttpRequest) -> FileFormat | None:
    name = _asked(request, "f")
    if name and name not in FORMAT_OF_NAME:
        raise _Refused(_("El formato «%(name)s» no existe.") % {"name": name[:40]})
    return FORMAT_OF_NAME.get(name)


def _unit(request: HttpRequest, layer: Layer) -> AdminUnit | None:
    code = _asked(request, "unidad")
    if not code:
        return None
    found = None if "\x00" in code else current_units().filter(pk=code).first()
    if found is None:
        raise _Refused(_("No hay unidad con el ubigeo «%(code)s».") % {"code": code[:40]})
    if not inside_text(layer, found.pk):
        raise _Refused(_("Los elementos de esta capa no declaran unidad: descárguela completa."))
    return found


def _direct(layer: Layer, format_: FileFormat, unit: str) -> str:
    asked = {"f": format_.name}
    if unit:
        asked["filter"] = inside_text(layer, unit)
    return on_site(f"/ogc/collections/{layer.name}/items?{urlencode(asked)}")


def _start(
    request: HttpRequest, layer: Layer, format_: FileFormat, unit: AdminUnit | None
) -> HttpResponse:
    """The job that makes the file; the one that makes the same already, if there is one."""
    user = request.user if request.user.is_authenticated else None
    arguments: dict[str, Any] = {
        "layer": layer.name,
        "format": format_.name,
        "unit": unit.pk if unit else "",
        "user": user.pk if user else None,
        "version": versions.seen(layer, request.user),
    }
    own = Job.objects.filter(kind=KIND, by=user)
    live = own.filter(state__in=(Job.State.QUEUED, Job.State.RUNNING))
    done = own.filter(state=Job.State.SUCCEEDED, result_file__isnull=False)
    same = (live | done).filter(arguments=arguments).order_by("-created_at").first()
    if same is None and live.count() >= MOST_WAITING:
        message = _("Se preparan ya muchos archivos. Vuelva a intentarlo en unos minutos.")
        return _form(request, layer, status=503, error=message)
    if same is None:
        title = _("Descarga: %(layer)s (%(format)s)") % {
            "layer": registry.describe(layer, request.user).title,
            "format": format_.title,
        }
        same = jobs.submit(KIND, by=user, title=title, **arguments)
    return redirect("site:job", same.pk)


def _form(
    request: HttpRequest, layer: Layer, *, status: int = 200, error: str = "", **context: object
) -> HttpResponse:
    info = registry.describe(layer, request.user)
    shown = {
        "layer": layer,
        "info": info,
        "formats": FORMATS,
        "error": error,
        "takes_units": bool(inside_text(layer, "01")),
        "table_address": on_site(f"/ogc/collections/{layer.name}/items?f=html"),
        **context,
    }
    return render(request, "frontend/download.html", shown, status=status)
