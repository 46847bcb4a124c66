"""Ratings of commitments: an agency's of itself, and the independent review's, always apart."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from layers import reviewing
from layers.errors import EditNotAllowed, InvalidParameter
from layers.reading.cells import CellError, parse_url
from layers.tracking.cells import paragraphs
from territory.agencies import is_demonstration
from territory.models import Commitment, Rating
from territory.models.placed import SAMPLE_PREFIX
from territory.models.ratings import OF_SCALE
from territory.reviewing import Verb, is_administrator
from territory.roles import AnyUser


@dataclass(frozen=True)
class Said:
    """A value on a scale, by which document at which address, and when it was read there.

    ``value`` is empty where the document's ``original`` words aren't on the scale.
    """

    scale: str
    value: str
    document: str
    source_url: str
    read_on: dt.date
    original: str = ""


def rate(user: AnyUser, commitment: Commitment, by: str, said: Said) -> Rating:
    """A draft of a rating; what the same address said before is changed instead.

    Raises EditNotAllowed: nobody but administrators enters what the independent review said, an
    agency rates itself; InvalidParameter.
    """
    if by == Rating.By.INDEPENDENT and not is_administrator(user):
        raise EditNotAllowed("La evaluación independiente no la registra la entidad evaluada.")
    samples = is_demonstration(user)
    reviewing.demand(user, Verb.PREPARE, commitment, samples=samples)
    values = _checked(said, samples=samples)
    place = {"commitment": commitment, "by": by, "scale": said.scale}
    with transaction.atomic():
        same = Rating.objects.select_for_update().filter(**place, source_url=values["source_url"])
        present = same.first()
        if present is not None and present.is_sample != samples:
            raise InvalidParameter(
                "De esa dirección ya se leyó otra evaluación.", parameter="source_url"
            )
        if present is not None:
            return reviewing.change(user, present, values)
        return reviewing.create(user, Rating(**place, **values))


def _checked(said: Said, *, samples: bool) -> dict[str, object]:
    if said.scale not in OF_SCALE:
        raise InvalidParameter("No existe esa escala.", parameter="scale")
    if said.value and said.value not in OF_SCALE[said.scale]:
        raise InvalidParameter("El valor no es de esa escala.", parameter="value")
    if not said.value and not said.original:
        raise InvalidParameter("Falta el valor.", parameter="value")
    if said.read_on > timezone.localdate():
        raise InvalidParameter("La fecha está en el futuro.", parameter="read_on")
    try:
        document = paragraphs(200)(said.document)
        address = parse_url(said.source_url)
    except CellError as error:
        parameter = "source_url" if "dirección" in str(error) else "document"
        raise InvalidParameter(str(error), parameter=parameter) from error
    if not address:
        raise InvalidParameter("Falta la dirección de la fuente.", parameter="source_url")
    if not document or (document.startswith(SAMPLE_PREFIX) and not samples):
        raise InvalidParameter("Falta el documento.", parameter="document")
    return {
        "value": said.value or None,
        "value_original": said.original or None,
        "document": document,
        "source_url": address,
        "read_on": said.read_on,
    }
