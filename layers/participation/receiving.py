"""The door by which contributions come in, and by which whoever sent one takes it back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.gis.geos import GEOSGeometry, Point
from django.db import transaction
from django.utils import timezone

from layers import versions
from layers.editing.shapes import FRAME, checked_multipolygon
from layers.errors import InvalidGeometry, InvalidParameter
from layers.participation import photos
from layers.participation.consulted import OpenParagraph, open_paragraph
from layers.participation.contributions import NAME
from layers.participation.made_files import forget_files
from layers.participation.photos import Photo
from layers.participation.subjects import Subject, subject
from territory.models import (
    AdminUnit,
    ChangeEntry,
    Commitment,
    Contribution,
    ContributionDecision,
    ContributionKind,
    ContributionOffer,
    ContributionStep,
    Sector,
)
from territory.models.contribution_places import FINEST_DIGITS
from territory.models.contributions import NOTHING_LEFT, AnswerState, State
from territory.participation.codes import digest_of, new_code
from territory.participation.sensitive import holds_personal_data, is_sensitive, kept_ubigeo
from territory.queries import units_at

MIN_TEXT, MAX_TEXT = 10, 4_000
# Whoever outlines a place by hand needs fewer.
MAX_VERTICES = 1_000


@dataclass(frozen=True)
class Sent:
    """What somebody sends: ``geom`` is a Point or (Multi)Polygon in EPSG:4326, or None.

    One of ``geom`` and ``unit`` (a ubigeo) is given, or a published feature (the name of its
    ``layer`` and its ``fid``), whose place is taken where neither is. None is needed at the
    ``paragraph`` of a ``consultation`` (its slug), which says by itself what it is about and of
    which commitment. ``kind`` and ``sector`` are codes, empty where nothing is said.
    """

    text: str
    commitment: int | None = None
    consultation: str = ""
    paragraph: int | None = None
    geom: GEOSGeometry | None = None
    unit: str = ""
    is_public_place: bool = False
    photo: Photo | None = None
    layer: str = ""
    fid: str = ""
    kind: str = ""
    sector: str = ""


@dataclass(frozen=True)
class Received:
    """The stored contribution, and the code that exists nowhere else."""

    contribution: Contribution
    code: str


def receive(sent: Sent) -> Received:
    """Keep what was sent, for moderators' eyes only.

    Raises InvalidParameter, InvalidGeometry; of a consultation FeatureNotFound, WrongState.
    """
    text = checked_text(sent.text, "text")
    asked = _asked(sent)
    commitment = _commitment(sent, asked)
    _check_choice(sent.kind, ContributionKind.values, "kind")
    _check_choice(sent.sector, Sector.values, "sector")
    about = subject(sent.layer, sent.fid) if sent.layer or sent.fid else None
    if is_sensitive(commitment.number):
        _check_sensitive(sent, text, commitment, about)
    geom, unit = _place_of(sent, about)
    if is_sensitive(commitment.number):
        geom, unit = None, _kept_unit(commitment, unit, asked)
    code = new_code()
    with transaction.atomic():
        contribution = Contribution.objects.create(
            code_hash=digest_of(code),
            commitment=commitment,
            consultation=asked.consultation if asked else None,
            paragraph=asked.number if asked else None,
            text=text,
            geom=geom,
            unit_id=unit,
            says_public_place=geom is not None and (sent.is_public_place or sent.geom is None),
            kind=sent.kind,
            sector=sent.sector,
            feature_layer=about.layer.name if about else "",
            feature_fid=about.fid if about else "",
            feature_name=about.name if about else "",
        )
        ContributionStep.objects.create(
            contribution=contribution, kind=ContributionStep.Kind.RECEIVED
        )
        if sent.photo is not None:
            photos.keep(contribution, sent.photo)
    return Received(contribution, code)


def _asked(sent: Sent) -> OpenParagraph | None:
    """The paragraph that is spoken to; None where the contribution is to the commitment."""
    if sent.consultation:
        return open_paragraph(sent.consultation, sent.paragraph)
    if sent.paragraph is not None:
        raise InvalidParameter("Falta decir de qué consulta.", parameter="consultation")
    return None


def _commitment(sent: Sent, asked: OpenParagraph | None) -> Commitment:
    if asked is not None and sent.commitment in (None, asked.consultation.commitment.number):
        return asked.consultation.commitment
    number = sent.commitment
    found = None if number is None else Commitment.objects.filter(number=number).first()
    if found is None:
        raise InvalidParameter("El plan no tiene ese compromiso.", parameter="commitment")
    if asked is not None:
        raise InvalidParameter("La consulta es de otro compromiso.", parameter="commitment")
    return found


def _kept_unit(commitment: Commitment, unit: str | None, asked: OpenParagraph | None) -> str | None:
    if unit is None and asked is None:
        raise InvalidParameter(
            "No se sabe en qué unidad está ese lugar: escriba el distrito, la provincia o la "
            "región.",
            parameter="place",
        )
    return kept_ubigeo(commitment.number, unit)


def _check_sensitive(sent: Sent, text: str, commitment: Commitment, about: Subject | None) -> None:
    """What a contribution on security may not hold; raises InvalidParameter."""
    if sent.photo is not None:
        raise InvalidParameter(
            f"Los aportes al compromiso {commitment.number} no llevan foto.", parameter="photo"
        )
    if holds_personal_data(text):
        raise InvalidParameter(
            "El texto tiene un teléfono, un correo o un número de documento: quítelo, porque en "
            f"los aportes al compromiso {commitment.number} no se guarda ninguno.",
            parameter="text",
        )
    if about is not None and commitment.number not in about.commitments:
        raise InvalidParameter(
            f"Los aportes al compromiso {commitment.number} no tratan de ese elemento: envíelo "
            "sin él.",
            parameter="feature",
        )
    if about is not None and FINEST_DIGITS[commitment.number] < 6:
        raise InvalidParameter(
            f"Los aportes al compromiso {commitment.number} no tratan de un lugar preciso: "
            "envíelo sin el elemento.",
            parameter="feature",
        )


def withdraw(contribution: Contribution) -> None:
    """Erase all of a contribution but that it was withdrawn; one that is already stays so."""
    with transaction.atomic():
        held = Contribution.objects.select_for_update().get(pk=contribution.pk)
        if held.state == State.WITHDRAWN:
            return
        was_public = held.state == State.PUBLISHED
        photos.delete(held)
        Contribution.objects.filter(pk=held.pk).update(
            **_WITHDRAWN, withdrawn_on=timezone.localdate()
        )
        held.steps.all().delete()
        ContributionOffer.objects.filter(pk=held.pk).delete()
        _forget_decision(held)
        if was_public:
            versions.bump(NAME)
            forget_files()


def _forget_decision(held: Contribution) -> None:
    """What was decided on it quotes it, and so does the history of that."""
    ContributionDecision.objects.filter(pk=held.pk).delete()
    label = ContributionDecision._meta.label_lower
    ChangeEntry.objects.filter(record=label, key=str(held.pk)).delete()


_WITHDRAWN: dict[str, Any] = {
    **NOTHING_LEFT,
    "state": State.WITHDRAWN,
    "answer_state": AnswerState.NONE,
    "says_public_place": False,
    "is_public_place": False,
}


def checked_text(text: Any, parameter: str) -> str:
    """A text of a citizen or an agency, line breaks and all; raises InvalidParameter."""
    if not isinstance(text, str):
        raise InvalidParameter("Se espera un texto.", parameter=parameter)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    plain = "\n".join("".join(filter(_is_written, line)).rstrip() for line in lines).strip()
    if len(plain) < MIN_TEXT:
        raise InvalidParameter(
            f"Escriba al menos {MIN_TEXT} letras para que se entienda.", parameter=parameter
        )
    if len(plain) > MAX_TEXT:
        raise InvalidParameter(
            f"El texto tiene {len(plain)} letras: se admiten {MAX_TEXT}.", parameter=parameter
        )
    return plain


def _is_written(letter: str) -> bool:
    """Whether it shows; what reverses the writing of the letters after it is no letter."""
    return letter == "\t" or (letter.isprintable() and not "\ud800" <= letter <= "\udfff")


def checked_place(geom: GEOSGeometry) -> GEOSGeometry:
    """The place as it is stored, a Point or a valid MultiPolygon; raises InvalidGeometry."""
    if isinstance(geom, Point):
        west, south, east, north = FRAME
        if geom.empty or not (west <= geom.x <= east and south <= geom.y <= north):
            raise InvalidGeometry(
                "El punto está fuera del Perú. ¿Están longitud y latitud en ese orden?",
                parameter="geometry",
            )
        return Point(geom.x, geom.y, srid=4326)
    if geom.num_coords > MAX_VERTICES:
        raise InvalidGeometry(
            f"El contorno tiene {geom.num_coords} esquinas: se admiten {MAX_VERTICES}.",
            parameter="geometry",
        )
    return checked_multipolygon(geom).shape


def _place_of(sent: Sent, about: Subject | None) -> tuple[GEOSGeometry | None, str | None]:
    """The place and the unit; of a feature that is no point only the unit is known.

    A published point is where everybody sees it already.
    """
    geom = None if sent.geom is None else checked_place(sent.geom)
    if geom is None and not sent.unit and about is not None:
        if isinstance(about.geom, Point):
            geom = checked_place(about.geom)
        unit = _current_unit(about.unit) or _unit_of("", about.geom)
    else:
        unit = _unit_of(sent.unit, geom)
    if geom is None and unit is None and not sent.consultation:
        raise InvalidParameter("Falta decir de qué lugar se trata.", parameter="place")
    return geom, unit


def _current_unit(ubigeo: str) -> str | None:
    if not (ubigeo.isascii() and ubigeo.isdigit()):
        return None
    return ubigeo if AdminUnit.objects.filter(pk=ubigeo, valid_to=None).exists() else None


def _check_choice(value: str, values: list[str], parameter: str) -> None:
    if value and value not in values:
        raise InvalidParameter("Elija una opción de la lista, o ninguna.", parameter=parameter)


def _unit_of(ubigeo: str, geom: GEOSGeometry | None) -> str | None:
    """The unit that was named, or the finest that may be named for the place."""
    if ubigeo:
        if _current_unit(ubigeo) is None:
            raise InvalidParameter("No hay ninguna unidad con ese ubigeo.", parameter="unit")
        return ubigeo
    if geom is None:
        return None
    middle = geom.point_on_surface
    found = units_at(middle.x, middle.y)
    finest = [unit for unit in found if len(unit.pk) == max(len(other.pk) for other in found)]
    # On a common border it would be a guess.
    return finest[0].pk if len(finest) == 1 else None
