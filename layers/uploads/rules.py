"""Who may send files, and how much of them is kept."""

from __future__ import annotations

import datetime as dt

from django.db.models import Sum

from layers.errors import EditNotAllowed, NotAuthenticated, QuotaExceeded, UploadTooLarge
from layers.models import Upload
from layers.publishing.permissions import is_administrator
from layers.reading.archives import MAX_FILE_BYTES
from layers.reading.numbers import grouped
from territory.agencies import is_demonstration, limited_roles_of, roles_of
from territory.roles import AnyUser, may_review, planner_of

# As much as a reader takes.
MAX_BYTES = MAX_FILE_BYTES
# Of one account, what is on its way and what nobody has used yet.
QUOTA_BYTES = 4 * MAX_BYTES
MAX_AT_ONCE = 20
# How long a file waits for its next piece, and a whole one to be used.
EXPIRES_IN = dt.timedelta(days=2)


def may_upload(user: AnyUser) -> bool:
    """Whether the account publishes for an agency, plans, reviews, or looks after the site."""
    if not user.is_authenticated or not user.is_active:
        return False
    publishes = bool(roles_of(user) or limited_roles_of(user))
    plans = planner_of(user) is not None or may_review(user, samples=True)
    return plans or is_administrator(user) or publishes or is_demonstration(user)


def check_may_upload(user: AnyUser) -> None:
    """Raises NotAuthenticated or EditNotAllowed."""
    if not user.is_authenticated:
        raise NotAuthenticated
    if not may_upload(user):
        raise EditNotAllowed("Su cuenta no puede subir archivos.")


def check_quota(user: AnyUser, length: int) -> None:
    """Raises UploadTooLarge or QuotaExceeded where one more of this length is too much."""
    if length > MAX_BYTES:
        raise UploadTooLarge(
            f"El archivo tiene {grouped(length)} bytes; el máximo es {MAX_BYTES // 1_000_000} MB."
        )
    own = Upload.objects.filter(file__owner_id=user.pk)
    if own.count() >= MAX_AT_ONCE:
        raise QuotaExceeded(
            f"Ya tiene {MAX_AT_ONCE} archivos sin usar: use o borre alguno antes de subir otro."
        )
    taken = own.aggregate(bytes=Sum("length"))["bytes"] or 0
    if taken + length > QUOTA_BYTES:
        raise QuotaExceeded(
            f"Sus archivos sin usar ocupan {taken // 1_000_000} MB de los "
            f"{QUOTA_BYTES // 1_000_000} MB de su cuenta: use o borre alguno antes de subir otro."
        )
