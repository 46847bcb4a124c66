"""The public list of publications, as an Atom feed (RFC 4287)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, get_tag_uri

from frontend import atom
from layers.loading import importing, parts
from layers.loading.sources import SOURCES
from layers.models import DiaryEntry
from layers.publishing import listing
from layers.reading.directory import Directory
from layers.source import Source

_VERBS = {
    DiaryEntry.Action.PUBLISHED: "Publicado",
    DiaryEntry.Action.UNDID: "Publicación deshecha",
    DiaryEntry.Action.RETURNED: "Vuelta a una publicación anterior",
    DiaryEntry.Action.WITHDREW: "Retirado",
}


def feed(request: HttpRequest) -> HttpResponseBase:
    """What was published, undone, returned to and withdrawn, the last first; of nobody's name."""
    title = "Territorio Abierto: publicaciones de archivos oficiales"
    changes = atom.new_feed(request, title, reverse("site:catalogue"))
    units = importing.directory()
    sources = {source.name: source for source in SOURCES}
    for entry in listing.publications(atom.MAX_ENTRIES):
        if source := sources.get(entry.source):
            _add(changes, request, entry, source, units)
    return atom.answer(request, changes, atom.FOR_ALL)


def _add(
    changes: Atom1Feed, request: HttpRequest, entry: DiaryEntry, source: Source, units: Directory
) -> None:
    address = request.build_absolute_uri(reverse("site:layer", args=[source.layers[0]]))
    verb = _VERBS[DiaryEntry.Action(entry.action)]
    counts = {name: entry.counts.get(name, 0) for name in ("inserted", "updated", "deleted")}
    feed_name = f" ({entry.feed})" if entry.feed else ""
    changes.add_item(
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
