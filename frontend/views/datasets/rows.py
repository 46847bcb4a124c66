"""The features of an agency's layer one by one: found, changed, added, removed."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from frontend.access import account, signed_in
from frontend.views.datasets.access import dataset_of
from frontend.views.datasets.row_form import RowForm
from layers.datasets.columns import attribute
from layers.datasets.layer import columns_of, layer_of
from layers.editing import Delete, Edit, Insert, Update, apply
from layers.editing.datasets import may_edit
from layers.errors import (
    EditNotAllowed,
    InvalidGeometry,
    InvalidParameter,
    TerritorioError,
    VersionConflict,
)
from layers.geometry_types import GeometryType
from layers.models import Dataset, DatasetState

PER_PAGE = 50
_SHOWN_COLUMNS = 5
_STATUS: dict[type[TerritorioError], int] = {
    InvalidParameter: 400,
    InvalidGeometry: 400,
    VersionConflict: 412,
}


@signed_in
def index(request: HttpRequest, name: str) -> HttpResponse:
    """The features by number, some at a time; those whose title holds a text where one is asked."""
    dataset = _shown(request, name)
    columns = columns_of(dataset)
    titles = [at for at, column in enumerate(columns) if column.name == dataset.title_field]
    shown_columns = columns[:_SHOWN_COLUMNS]
    found = layer_of(dataset).rows(request.user).order_by("pk")
    text = request.GET.get("q", "").strip()[:200]
    if text and titles:
        found = found.filter(**{f"{attribute(titles[0])}__icontains": text})
    after = request.GET.get("desde", "")
    if after.isascii() and after.isdigit() and len(after) < 19:
        found = found.filter(pk__gt=int(after))
    listed = list(
        found.values_list("pk", *map(attribute, range(len(shown_columns))))[: PER_PAGE + 1]
    )
    shown = listed[:PER_PAGE]
    context = {
        "dataset": dataset,
        "columns": shown_columns,
        "rows": [(key, values) for key, *values in shown],
        "text": text,
        "may_search": bool(titles),
        "may_edit": may_edit(request.user, dataset),
        "is_continued": bool(after),
        "next": urlencode({"q": text, "desde": shown[-1][0]}) if len(listed) > PER_PAGE else "",
    }
    return render(request, "frontend/datasets/rows.html", context)


@signed_in
def new(request: HttpRequest, name: str) -> HttpResponse:
    """Add a feature."""
    dataset = _editable(request, name)
    form = _form(dataset, request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            edit = Insert(form.place, form.values)
            saved = _applied(request, dataset, form, edit)
            if saved:
                return redirect("site:dataset-row", dataset.name, saved)
            status = form.status
    return _page(request, dataset, form, None, status)


@signed_in
def row(request: HttpRequest, name: str, key: int) -> HttpResponse:
    """Look at a feature, and change it."""
    dataset = _shown(request, name)
    found = layer_of(dataset).rows(request.user).filter(pk=key).first() if key < 2**63 else None
    if found is None:
        raise Http404
    if request.method != "POST":
        return _page(request, dataset, _form(dataset, None, found), found, 200)
    _editable(request, name)
    form = _form(dataset, request.POST, found)
    status = 400
    if form.is_valid():
        edit = _change(form, key, removes="remove" in request.POST)
        if _applied(request, dataset, form, edit):
            if isinstance(edit, Delete):
                return redirect("site:dataset-rows", dataset.name)
            return redirect("site:dataset-row", dataset.name, key)
        status = form.status
    return _page(request, dataset, form, found, status)


def _change(form: _Form, key: int, *, removes: bool) -> Edit:
    version = form.cleaned_data["version"]
    if removes:
        return Delete(str(key), version)
    place = form.place if form.moves else None
    nowhere = form.moves and place is None
    return Update(str(key), version, form.values, place, without_geom=nowhere)


class _Form(RowForm):
    status = 400


def _form(dataset: Dataset, given: Any, found: Any = None) -> _Form:
    geometry = GeometryType(dataset.geometry_type)
    return _Form(given, columns=columns_of(dataset), geometry=geometry, row=found)


def _applied(request: HttpRequest, dataset: Dataset, form: _Form, edit: Edit) -> str:
    """The feature's key once it is done; empty where the form says why it isn't."""
    try:
        return apply(account(request), layer_of(dataset), [edit])[0].fid
    except tuple(_STATUS) as error:
        form.status = _STATUS[type(error)]
        form.refuse(error.parameter, error.message)
        return ""


def _shown(request: HttpRequest, name: str) -> Dataset:
    dataset = dataset_of(request, name)
    if dataset.state == DatasetState.DELETING:
        raise Http404
    return dataset


def _editable(request: HttpRequest, name: str) -> Dataset:
    dataset = _shown(request, name)
    if not may_edit(request.user, dataset):
        raise EditNotAllowed("Su papel en la entidad no permite cambiar los elementos de la capa.")
    return dataset


def _page(
    request: HttpRequest, dataset: Dataset, form: _Form, found: Any, status: int
) -> HttpResponse:
    context = {
        "dataset": dataset,
        "form": form,
        "row": found,
        "may_edit": may_edit(request.user, dataset),
    }
    return render(request, "frontend/datasets/row.html", context, status=status)
