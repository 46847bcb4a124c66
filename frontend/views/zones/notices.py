"""What was decided of zones, as Atom: of the approved for everybody, of one's own for each."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, get_tag_uri
from django.utils.translation import gettext as _

from frontend import atom
from layers.errors import NotAuthenticated
from territory.models import ZoneDecision
from territory.zones.decisions import Kind, approvals, decisions_seen
from territory.zones.feed_keys import remove_feed_token, renew_feed_token, user_of_feed


def public(request: HttpRequest) -> HttpResponseBase:
    """The approvals of the zones that everybody sees."""
    decisions = approvals()[: atom.MAX_ENTRIES]
    title = _("Zonas de intervención aprobadas")
    # What a reviewer said of them stays between them and the author.
    return _answer(request, title, decisions, with_remarks=False, cache=atom.FOR_ALL)


def own(request: HttpRequest, token: str) -> HttpResponseBase:
    """What was decided of the zones that the account of the address draws or reviews."""
    user = user_of_feed(token)
    if user is None:
        raise Http404
    decisions = decisions_seen(user)[: atom.MAX_ENTRIES]
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
    feed = atom.new_feed(request, title, reverse("site:zones"))
    for decision in decisions:
        _add(feed, request, decision, with_remarks)
    response = atom.answer(request, feed, cache)
    # The address of a private feed is a secret.
    response["Referrer-Policy"] = "no-referrer"
    return response


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
        description=atom.html_of(text),
        unique_id=get_tag_uri(f"{address}decisiones/{decision.pk}/", decision.decided_at),
        pubdate=decision.decided_at,
        updateddate=decision.decided_at,
        categories=[_("muestra")] if zone.is_sample else [],
    )
