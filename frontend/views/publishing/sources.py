"""A source's page: what it takes, what is published of it, and the way back."""

from __future__ import annotations

import io
import uuid
import zipfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from frontend import guide_pages
from frontend.access import account, signed_in
from frontend.received import received_file
from frontend.views.publishing.access import source_of
from frontend.views.publishing.forms import NewFile
from layers.errors import EditNotAllowed, FeatureNotFound, TerritorioError, WrongState
from layers.loading import importing
from layers.loading.sources import find
from layers.models import Snapshot
from layers.publishing import following, handing, listing
from layers.publishing.permissions import Verb, may, needs_second_person
from layers.source import Source
from layers.themes import THEMES
from territory.coverage import COUNTRY
from territory.models import PublishedPart
from territory.participation.processes.seen import looked_after

PER_PAGE = 20
_DIARY_PER_PAGE = 30
_SAMPLES = Path(settings.BASE_DIR) / "fixtures" / "samples"


@signed_in
def index(request: HttpRequest) -> HttpResponse:
    """The account's sources, and what is on its way or was published."""
    sources = listing.sources_of(request.user)
    titles = {source.name: source.title for source in sources}
    page = Paginator(listing.submissions_of(sources, request.user), PER_PAGE).get_page(
        request.GET.get("pagina")
    )
    context = {
        "sources": [
            {"source": source, "can_prepare": may(request.user, Verb.PREPARE, source)}
            for source in sources
        ],
        "prepares": bool(looked_after(request.user)),
        "page": page,
        "handed": [{"held": held, "title": titles[held.source]} for held in page.object_list],
    }
    return render(request, "frontend/publishing/index.html", context)


@signed_in
def sheet(request: HttpRequest, name: str) -> HttpResponse:
    """One source: its form, its files, its publications."""
    source = source_of(request, name)
    return _sheet(request, source, NewFile(source))


@signed_in
def hand_in(request: HttpRequest, name: str) -> HttpResponse:
    """Take a file by a plain form, and have it checked."""
    source = source_of(request, name, Verb.PREPARE)
    form = NewFile(source, request.POST, request.FILES)
    if not form.is_valid():
        return _sheet(request, source, form, status=422)
    user = account(request)
    file = None
    try:
        file = received_file(request)
    except TerritorioError as error:
        form.add_error("file", error.message)
    address = form.cleaned_data.get("address", "")
    if not file and not address:
        if not form.errors:
            form.add_error("file", str(_("Elija un archivo, o diga en qué dirección está.")))
        return _sheet(request, source, form, status=422)
    covers = form.cleaned_data.get("covers")
    held = handing.hand_in(user, source, file, form.handed, covers=covers, address=address)
    return redirect("site:submission", held.pk)


@signed_in
def example(request: HttpRequest, name: str) -> HttpResponse:
    """An example of the official form, of the shipped samples; every row says that it is one."""
    source = source_of(request, name)
    path = _SAMPLES / source.sample
    if source.needs_feed:
        path /= source.sample_feeds[0].name
    if not source.sample or not path.exists():
        raise Http404
    content, suffix = (_zipped(path), ".zip") if path.is_dir() else (path.read_bytes(), path.suffix)
    file_name = f"EJEMPLO-{source.name}{suffix}"
    headers = {"Content-Disposition": f'attachment; filename="{file_name}"'}
    kind = "application/zip" if suffix == ".zip" else "text/csv; charset=utf-8"
    return HttpResponse(content, content_type=kind, headers=headers)


@signed_in
def guide(request: HttpRequest, name: str, page: str = "") -> HttpResponse:
    """The guide of the source, or another that it refers to."""
    source = source_of(request, name)
    own = _guide_of(source)

    def address_of(other: str) -> str:
        arguments = [source.name] if other == own else [source.name, other]
        return reverse("site:publishing-guide", args=arguments)

    content = guide_pages.guide(page or own, address_of)
    if content is None:
        raise Http404
    context = {"source": source, "guide": content}
    return render(request, "frontend/publishing/guide.html", context)


def _guide_of(source: Source) -> str:
    theme = next(theme for theme in THEMES if source in theme.sources)
    return theme.guide.removesuffix(".md")


@signed_in
def change_part(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo the last publication of a part, or withdraw it."""
    part = get_object_or_404(PublishedPart, pk=pk)
    change = {"undo": handing.undo, "withdraw": handing.withdraw}.get(
        request.POST.get("decision", "")
    )
    if change is None:
        raise Http404
    change(account(request), part, _note(request))
    return _to_work(find(part.source))


@signed_in
def return_to(request: HttpRequest, pk: int) -> HttpResponse:
    """Return to an earlier publication."""
    snapshot = get_object_or_404(Snapshot.objects.defer("content", "report"), pk=pk)
    source = source_of(request, snapshot.source)
    try:
        handing.return_to(
            account(request),
            snapshot,
            replace_others="replaces_others" in request.POST,
            note=_note(request),
        )
    except WrongState as error:
        return _sheet(request, source, NewFile(source), error=error, status=409)
    return _to_work(source)


@signed_in
def cancel(request: HttpRequest, name: str, key: uuid.UUID) -> HttpResponse:
    """Cancel work on what is published; who may ask for it may end it."""
    source = source_of(request, name)
    if not _may_change(request, source):
        raise EditNotAllowed
    try:
        following.cancel_on(source, key)
    except FeatureNotFound as error:
        raise Http404 from error
    except WrongState as error:
        return _sheet(request, source, NewFile(source), error=error, status=409)
    return _to_work(source)


def _may_change(request: HttpRequest, source: Source) -> bool:
    """Of work on whatever part: a role for some units alone isn't enough."""
    verbs = (Verb.RETURN, Verb.WITHDRAW)
    return any(may(request.user, verb, source, (COUNTRY,)) for verb in verbs)


def _note(request: HttpRequest) -> str:
    return request.POST.get("note", "").replace("\0", "")[:2_000]


def _to_work(source: Source) -> HttpResponse:
    return redirect(f"{reverse('site:publishing-source', args=[source.name])}#trabajo")


def _sheet(
    request: HttpRequest,
    source: Source,
    form: NewFile,
    *,
    error: TerritorioError | None = None,
    status: int = 200,
) -> HttpResponse:
    user = request.user
    # First: once work has ended, what it did is there to be read.
    work = list(following.work_on(source))
    units = importing.directory()
    diary = Paginator(listing.diary_of(source, user), _DIARY_PER_PAGE)
    held = Paginator(listing.submissions_of([source], user), PER_PAGE)
    published = listing.parts_of(source, units)
    context: dict[str, Any] = {
        "source": source,
        "form": form,
        "columns": source.file.columns if source.file else (),
        "has_example": bool(source.sample),
        "parts": published,
        "own_parts": {
            item.part.pk for item in published if may(user, Verb.VIEW, source, item.part.covers)
        },
        "withdrawn": listing.withdrawn_of(source, units),
        "handed": held.get_page(request.GET.get("entregas")),
        "diary": diary.get_page(request.GET.get("pagina")),
        "can_prepare": may(user, Verb.PREPARE, source),
        "can_return": may(user, Verb.RETURN, source),
        "can_withdraw": may(user, Verb.WITHDRAW, source),
        "needs_second": needs_second_person(source),
        "jobs": work,
        "can_cancel": _may_change(request, source),
        "error": error,
    }
    return render(request, "frontend/publishing/source.html", context, status=status)


def _zipped(folder: Path) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.iterdir()):
            archive.write(path, path.name)
    return content.getvalue()
