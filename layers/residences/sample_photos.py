"""Photos of a residence before and after, drawn by hand of a program: examples, and plainly so.

No camera took them: flat shapes with the word EJEMPLO across, so that nobody takes one for a fact
even where it is shown without its page.
"""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

from django.utils import timezone
from PIL import Image, ImageDraw, ImageFont

from layers import stored
from layers.tracking.sample_files import forget_files
from territory.models import Commitment, Delivery, ResidenceCondition, ReviewState
from territory.models.evidence_files import EvidenceKind
from territory.models.placed import SAMPLE_PREFIX
from territory.models.residence_conditions import Condition

# One to see is enough; each is a file in the database.
MOST = 2
_SIZE = (480, 320)
_DAYS = dt.timedelta(days=60)
_WALL, _FLOOR, _INK, _PAPER = "#d9dfe3", "#b9a58c", "#20303c", "#ffffff"
_OLD, _NEW = "#8a8f94", "#0b4f8a"


def load(commitment: Commitment) -> None:
    """Before and after the first deliveries of samples; what is there already stays."""
    rows = Delivery.objects.filter(is_sample=True).select_related("alliance__need")
    delivered: dict[Any, dt.date] = {}
    for row in rows.order_by("alliance__need__residence_id", "delivered_on"):
        delivered.setdefault(row.alliance.need.residence_id, row.delivered_on)
    keys = sorted(delivered)[:MOST]
    shown = ResidenceCondition.objects.filter(is_sample=True)
    _delete(shown.exclude(residence_id__in=keys))
    there = set(shown.values_list("residence_id", "observed_on"))
    for key in keys:
        for is_after in (False, True):
            day = delivered[key] + (_DAYS if is_after else -_DAYS)
            if (key, day) not in there:
                _put(commitment, key, day, is_after=is_after)


def remove() -> int:
    """Delete them with their files; gives how many there were. Their history stays."""
    return _delete(ResidenceCondition.objects.filter(is_sample=True))


def _delete(rows: Any) -> int:
    forget_files(rows)
    deleted: int = rows.delete()[0]
    return deleted


def _put(commitment: Commitment, key: Any, day: dt.date, *, is_after: bool) -> None:
    when = "después" if is_after else "antes"
    with stored.create(f"EJEMPLO-{when}.png", "image/png") as writer:
        writer.write(drawn(is_after=is_after))
    ResidenceCondition.objects.create(
        commitment=commitment,
        residence_id=key,
        title=f"{SAMPLE_PREFIX}Dibujo de un dormitorio {when} de una entrega; no es una foto",
        condition=Condition.GOOD if is_after else Condition.POOR,
        observed_on=day,
        file=writer.file.pk,
        file_name=writer.file.name,
        kind=EvidenceKind.IMAGE,
        size=writer.file.size,
        sha256=writer.file.sha256,
        cleared_at=timezone.now(),
        state=ReviewState.PUBLISHED,
        is_sample=True,
    )


def drawn(*, is_after: bool) -> bytes:
    """A PNG of two beds: worn and without a mattress before, whole after; EJEMPLO across it."""
    image = Image.new("RGB", _SIZE, _WALL)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 220, *_SIZE), fill=_FLOOR)
    for left in (40, 260):
        _bed(pen, left, is_after=is_after)
    font = ImageFont.load_default(size=64)
    pen.text(
        (_SIZE[0] / 2, 70),
        "EJEMPLO",
        fill=_INK,
        font=font,
        anchor="mm",
        stroke_width=4,
        stroke_fill=_PAPER,
    )
    file = io.BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue()


def _bed(pen: ImageDraw.ImageDraw, left: int, *, is_after: bool) -> None:
    frame = _NEW if is_after else _OLD
    pen.rectangle((left, 150, left + 12, 270), fill=frame)
    pen.rectangle((left + 168, 180, left + 180, 270), fill=frame)
    pen.rectangle((left, 225, left + 180, 237), fill=frame)
    if is_after:
        pen.rounded_rectangle((left + 12, 198, left + 168, 225), radius=8, fill=_PAPER)
        pen.rounded_rectangle((left + 18, 182, left + 62, 202), radius=6, fill="#f2d16b")
