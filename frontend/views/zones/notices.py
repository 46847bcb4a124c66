"""What was decided of zones, as Atom: of the approved for everybody, of one's own for each."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed, get_tag_uri
from django.utils.translation import gettext as _

from layers.errors import NotAuthenticated
from territory.models import ZoneDecision
from territory.zones.decisions import Kind, approvals, decisions_seen
from territory.zones.feed_keys import remove_feed_token, renew_feed_token, user_of_feed

# Whoever asks once a day misses nothing; older ones are on the zones' own pages.
MAX_ENTRIES = 50


def public(request: HttpRequest) -> HttpResponseBase:
    """The approvals of the zones that everybody sees."""
    decisions = approvals()[:MAX_ENTRIES]
    title = _("Zonas de intervención aprobadas")
    # What a reviewer said of them stays between them and the author.
    return _answer(request, title, decisions, with_remarks=False, cache="public, max-age=300")


def own(request: HttpRequest, token: str) -> HttpResponseBase:
    """What was decided of the zones that the account of the address draws or reviews."""
    user = user_of_feed(token)
    if user is None:
        raise Http404
    decisions = decisions_seen(user)[:MAX_ENTRIES]
    title = _("Zonas de intervención: sus avisos")
    return _answer(request, title, decisions, with_remarks=True, cache="private, no-cache")


def change_address(request: HttpRequest) -> HttpResponse:
    """Make the visitor a private address, another one in its place, or take it away."""
    user = request.user
    if not user.is_authenticated:
        return HttpResponse(NotAuthenticated().message, status=401, content_type="text/plain")
    if request.POST.get("change") == "remove":
        remove_feed_token(user)
    else:
        renew_feed_token(user)
    return redirect(f"{reverse('site:zones')}#avisos")


def _answer(
    request: HttpRequest,
    title: str,
    decisions: Iterable[ZoneDecision],
    *,
    with_remarks: bool,
    cache: str,
) -> HttpResponseBase:
    feed = Atom1Feed(
        title=title,
        link=request.build_absolute_uri(reverse("site:zones")),
        feed_url=request.build_absolute_uri(request.path),
        description=None,
        language="es",
        author_name="Territorio Abierto",
    )
    for decision in decisions:
        _add(feed, request, decision, with_remarks)
    body = feed.writeString("utf-8").encode()
    tag = f'"{sha256(body).hexdigest()[:32]}"'
    response = HttpResponse(
        body,
        content_type="application/atom+xml; charset=utf-8",
        headers={"ETag": tag, "Cache-Control": cache, "Referrer-Policy": "no-referrer"},
    )
    return get_conditional_response(request, etag=tag, response=response) or response


_TITLES = {
    Kind.SUBMIT: "Presentada: {title}",
    Kind.APPROVE: "Aprobada: {title}",
    Kind.RETURN: "Devuelta a borrador: {title}",
}


def _add(feed: Atom1Feed, request: HttpRequest, decision: ZoneDecision, with_remarks: bool) -> None:
    zone = decision.zone
    address = request.build_absolute_uri(reverse("site:zone", args=[zone.pk]))
    text = _("Zona %(zone)s, versión %(version)s.") % {
        "zone": zone.pk,
        "version": decision.version,
    }
    if with_remarks:
        text += f" {decision.by_name}."
        if decision.remark:
            text += "\n" + _("Observación: %(remark)s") % {"remark": decision.remark}
    feed.add_item(
        title=_TITLES[Kind(decision.decision)].format(title=zone.title),
        link=address,
        description=text,
        unique_id=get_tag_uri(f"{address}decisiones/{decision.pk}/", decision.decided_at),
        pubdate=decision.decided_at,
        updateddate=decision.decided_at,
        categories=[_("muestra")] if zone.is_sample else [],
    )
