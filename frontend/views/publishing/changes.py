"""The public list of publications, as an Atom feed (RFC 4287)."""

from __future__ import annotations

from hashlib import sha256

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed, get_tag_uri

from layers.loading import importing, parts
from layers.loading.sources import SOURCES
from layers.models import DiaryEntry
from layers.publishing import listing
from layers.reading.directory import Directory
from layers.source import Source

# Whoever asks once a day misses nothing.
MAX_ENTRIES = 50
_VERBS = {
    DiaryEntry.Action.PUBLISHED: "Publicado",
    DiaryEntry.Action.UNDID: "Publicación deshecha",
    DiaryEntry.Action.RETURNED: "Vuelta a una publicación anterior",
    DiaryEntry.Action.WITHDREW: "Retirado",
}


def feed(request: HttpRequest) -> HttpResponseBase:
    """What was published, undone, returned to and withdrawn, the last first; of nobody's name."""
    atom = Atom1Feed(
        title="Territorio Abierto: publicaciones de archivos oficiales",
        link=request.build_absolute_uri(reverse("site:catalogue")),
        feed_url=request.build_absolute_uri(request.path),
        description=None,
        language="es",
        author_name="Territorio Abierto",
    )
    units = importing.directory()
    sources = {source.name: source for source in SOURCES}
    for entry in listing.publications(MAX_ENTRIES):
        if source := sources.get(entry.source):
            _add(atom, request, entry, source, units)
    body = atom.writeString("utf-8").encode()
    tag = f'"{sha256(body).hexdigest()[:32]}"'
    response = HttpResponse(
        body,
        content_type="application/atom+xml; charset=utf-8",
        headers={"ETag": tag, "Cache-Control": "public, max-age=300"},
    )
    return get_conditional_response(request, etag=tag, response=response) or response


def _add(
    atom: Atom1Feed, request: HttpRequest, entry: DiaryEntry, source: Source, units: Directory
) -> None:
    address = request.build_absolute_uri(reverse("site:layer", args=[source.layers[0]]))
    verb = _VERBS[DiaryEntry.Action(entry.action)]
    counts = {name: entry.counts.get(name, 0) for name in ("inserted", "updated", "deleted")}
    feed_name = f" ({entry.feed})" if entry.feed else ""
    atom.add_item(
        title=f"{verb}: {source.title}{feed_name} · {parts.named(entry.covers, units)}",
        link=address,
        description=(
            f"{counts['inserted']} filas nuevas, {counts['updated']} cambiadas, "
            f"{counts['deleted']} retiradas."
        ),
        unique_id=get_tag_uri(f"{address}#publicacion-{entry.pk}", entry.at),
        pubdate=entry.at,
        updateddate=entry.at,
    )
