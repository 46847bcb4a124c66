"""What was decided of zones: the steps of a review, and the remarks, as each user may see them."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from territory.models import InterventionZone, ZoneDecision
from territory.roles import AnyUser, may_review
from territory.zones import sees_review

Kind = ZoneDecision.Kind
Status = InterventionZone.Status

# The state of a zone → the decision whose remark still stands then.
_STANDING: dict[str, str] = {
    Status.DRAFT: Kind.RETURN,
    Status.SUBMITTED: Kind.SUBMIT,
    Status.APPROVED: Kind.APPROVE,
}


def remarks_of(zone: InterventionZone, user: AnyUser) -> QuerySet[ZoneDecision]:
    """The decisions on a zone that say something, the latest first.

    Its author and its reviewers see them; to anybody else there are none.
    """
    if not sees_review(zone, user):
        return ZoneDecision.objects.none()
    return ZoneDecision.objects.filter(zone=zone.pk).exclude(remark="").order_by("-pk")


def standing_remark(zone: InterventionZone, user: AnyUser) -> ZoneDecision | None:
    """The remark that the zone's present state is due to, as long as nothing answered it."""
    latest = remarks_of(zone, user).first()
    return latest if latest and latest.decision == _STANDING[zone.status] else None


def decisions_seen(user: AnyUser) -> QuerySet[ZoneDecision]:
    """The decisions on zones that the user draws or reviews, the latest first, with the zone.

    Of zones that are there: the key to a zone isn't constrained.
    """
    zones = InterventionZone.objects.all()
    if not user.is_authenticated:
        zones = zones.none()
    elif not may_review(user):
        seen = Q(author=user.pk)
        if may_review(user, samples=True):
            seen |= Q(is_sample=True)
        zones = zones.filter(seen)
    decisions = ZoneDecision.objects.filter(zone__in=zones).order_by("-pk")
    return decisions.select_related("zone").defer("zone__geom")


def remarks_seen(user: AnyUser) -> QuerySet[ZoneDecision]:
    """Of those the ones that say something."""
    return decisions_seen(user).exclude(remark="")


def approvals() -> QuerySet[ZoneDecision]:
    """The approvals of the zones that everybody sees, the latest first, with the zone."""
    decisions = ZoneDecision.objects.select_related("zone__department").order_by("-pk")
    return decisions.filter(decision=Kind.APPROVE, zone__status=Status.APPROVED).defer(
        "zone__geom", "zone__department__geom"
    )
