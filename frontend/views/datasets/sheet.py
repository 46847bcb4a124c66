"""A dataset as its agency sees it: preview, report, forms, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.gis.geos import Polygon
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from frontend.access import account, signed_in
from frontend.attachments import attachment
from frontend.locator import PERU_WIDE, map_url, picture_of
from frontend.views.datasets.access import dataset_of
from frontend.views.datasets.forms import ColumnTitle, Decided, Described, Styled
from layers.datasets import describing, states
from layers.datasets.access import Verb, may
from layers.datasets.columns import Column
from layers.datasets.layer import columns_of, layer_of
from layers.datasets.styling import Look, look_from_json
from layers.errors import InvalidParameter, TerritorioError
from layers.models import Dataset, DatasetState
from layers.styles.viewer import legend

PICTURE_PX = (608, 420)
_SHOWN_NOTICES = 100
_SHOWN_EVENTS = 30


@signed_in
def sheet(request: HttpRequest, name: str) -> HttpResponse:
    """The layer, and every form of it that the account may use."""
    return _page(request, dataset_of(request, name))


@signed_in
def describe(request: HttpRequest, name: str) -> HttpResponse:
    """Keep the description."""
    dataset = dataset_of(request, name, Verb.PREPARE)
    form = Described(request.POST, instance=dataset)
    if not form.is_valid():
        return _page(request, dataset_of(request, name), 400, described=form)
    try:
        describing.describe(dataset.pk, request.user, form.cleaned_data)
    except InvalidParameter as error:
        form.add_error(error.parameter, error.message)
        return _page(request, dataset_of(request, name), 400, described=form)
    return _back(name, "descripcion")


@signed_in
def columns(request: HttpRequest, name: str) -> HttpResponse:
    """Keep the titles and units of the columns."""
    dataset = dataset_of(request, name, Verb.PREPARE)
    forms = _column_forms(columns_of(dataset), request.POST)
    if any([form.errors for _column, form in forms]):  # noqa: C419 - each says what is wrong
        return _page(request, dataset, 400, columns=forms)
    said = {column.name: form.cleaned_data for column, form in forms}
    title_field = request.POST.get("title_field", "")
    describing.title_columns(dataset.pk, request.user, said, title_field)
    return _back(name, "campos")


@signed_in
def draw(request: HttpRequest, name: str) -> HttpResponse:
    """Keep how it is drawn."""
    dataset = dataset_of(request, name, Verb.PREPARE)
    form = Styled(request.POST, columns=columns_of(dataset))
    if not form.is_valid():
        return _page(request, dataset, 400, styled=form)
    describing.draw(dataset.pk, request.user, form.look)
    return _back(name, "estilo")


@signed_in
def decide(request: HttpRequest, name: str) -> HttpResponse:
    """Keep what was decided of columns with persons' data."""
    dataset = dataset_of(request, name)
    if not (may(request.user, Verb.PREPARE, dataset) or describing.may_keep(request.user, dataset)):
        dataset_of(request, name, Verb.PREPARE)
    form = _decided(request, dataset, request.POST)
    if not form.is_valid():
        return _page(request, dataset, 400, decided=form)
    describing.decide(dataset.pk, request.user, form.decisions)
    return _back(name, "personales")


# The address's word → who may, and what is done.
STEPS: dict[str, tuple[Verb, Callable[[int, Any], Dataset]]] = {
    "publicar": (Verb.PUBLISH, states.publish),
    "retirar": (Verb.WITHDRAW, states.withdraw),
    "borrar": (Verb.PREPARE, states.delete_later),
    "recuperar": (Verb.PREPARE, states.keep),
}


@signed_in
def step(request: HttpRequest, name: str, done: str) -> HttpResponse:
    """Publish it, withdraw it, delete it, or think better of that."""
    verb, take = STEPS[done]
    dataset = dataset_of(request, name)
    if dataset.is_public and done == "borrar":
        verb = Verb.WITHDRAW
    # Where a second person is required, one who didn't hand the file in publishes.
    second = verb is Verb.PUBLISH and describing.may_keep(request.user, dataset)
    if not second:
        dataset_of(request, name, verb)
    try:
        take(dataset.pk, account(request))
    except TerritorioError as error:
        return _page(request, dataset, 409, error=error)
    return _back(name, "")


@signed_in
def original(request: HttpRequest, name: str) -> HttpResponseBase:
    """The file as it was handed in."""
    return attachment(dataset_of(request, name).original, "application/octet-stream")


def _page(
    request: HttpRequest,
    dataset: Dataset,
    status: int = 200,
    *,
    described: Described | None = None,
    columns: list[tuple[Column, BaseForm]] | None = None,
    styled: Styled | None = None,
    decided: Decided | None = None,
    error: TerritorioError | None = None,
) -> HttpResponse:
    is_shown = dataset.state != DatasetState.DELETING
    layer = layer_of(dataset)
    may_prepare = may(request.user, Verb.PREPARE, dataset)
    is_second = describing.may_keep(request.user, dataset)
    found = columns_of(dataset)
    context = {
        "dataset": dataset,
        "is_shown": is_shown,
        "has_geometry": layer.has_geometry,
        "geometry": layer.shape_type,
        "picture": _picture(dataset) if is_shown and layer.has_geometry else "",
        "legend": legend(layer.style),
        "notices": dataset.report.get("notices", [])[:_SHOWN_NOTICES],
        "may_prepare": may_prepare and is_shown,
        "may_publish": may(request.user, Verb.PUBLISH, dataset) or is_second,
        "may_withdraw": may(request.user, Verb.WITHDRAW, dataset),
        "missing": states.missing_for_publication(dataset),
        "described": described or Described(instance=dataset),
        "columns": columns or _column_forms(found, None),
        "styled": styled or Styled(columns=found, initial=_look(dataset).to_json()),
        "decided": decided or _decided(request, dataset, None),
        "may_decide": may_prepare or is_second,
        "personal": dataset.report.get("personal", {}),
        "events": dataset.events.select_related("by")[:_SHOWN_EVENTS],
        "error": error,
    }
    return render(request, "frontend/datasets/sheet.html", context, status=status)


def _column_forms(found: tuple[Column, ...], given: Any) -> list[tuple[Column, BaseForm]]:
    return [
        (
            column,
            ColumnTitle(
                given,
                prefix=column.name,
                initial={
                    "title": column.title,
                    "unit": column.unit,
                    "description": column.description,
                },
            ),
        )
        for column in found
    ]


def _decided(request: HttpRequest, dataset: Dataset, given: Any) -> Decided:
    names = sorted(dataset.personal_columns)
    may_keep = describing.may_keep(request.user, dataset)
    return Decided(
        given,
        names=names,
        maskable=describing.maskable(dataset),
        may_keep=may_keep,
        initial=dataset.personal_columns,
    )


def _look(dataset: Dataset) -> Look:
    return look_from_json(dataset.look) if dataset.look else Look()


def _picture(dataset: Dataset) -> str:
    """A map of all of it; its address changes with the layer, so that no old one is shown."""
    layers = ("departments", dataset.name)
    if dataset.extent:
        west, south, east, north = dataset.extent
        area = Polygon.from_bbox((west, south, east, north))
        area.srid = 4326
        address = picture_of(area, layers, *PICTURE_PX)
    else:
        address = map_url(layers, PERU_WIDE, *PICTURE_PX)
    return f"{address}&v={dataset.version}"


def _back(name: str, section: str) -> HttpResponse:
    response = redirect("site:dataset", name)
    if section:
        response["Location"] += f"#{section}"
    return response
