"""What became public of the tracking, as Atom (RFC 4287): of all, and of each commitment."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.feedgenerator import get_tag_uri

from frontend import atom
from territory.models import Commitment
from territory.tracking.news import news


def feed(request: HttpRequest, number: int | None = None) -> HttpResponseBase:
    title, page = "Territorio Abierto: seguimiento del plan", reverse("site:board")
    if number is not None:
        found = Commitment.objects.filter(number=number).first()
        if found is None:
            raise Http404
        title = f"Territorio Abierto: seguimiento del compromiso {found}"
        page = reverse("site:commitment", args=[number])
    entries = atom.new_feed(request, title, page)
    for item in news(number, atom.MAX_ENTRIES):
        address = request.build_absolute_uri(reverse("site:commitment", args=[item.number]))
        entries.add_item(
            title=item.title,
            link=f"{address}#hitos",
            description=atom.html_of(item.text),
            unique_id=get_tag_uri(f"{address}#{item.key}", None),
            pubdate=item.at,
            updateddate=item.at,
        )
    return atom.answer(request, entries, atom.FOR_ALL)
