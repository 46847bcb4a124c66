"""An offer of who has no account: a contribution whose text says who gives how many of what."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from layers.errors import InvalidParameter
from layers.participation.receiving import Received, Sent, receive
from layers.residences.kinds import COMMITMENT, LAYER
from layers.residences.organisations import organisation
from territory.models import ContributionKind, ContributionOffer, ResidenceNeed, RuralResidence
from territory.models.placed import SAMPLE_PREFIX
from territory.personal_data import masked
from territory.residences.shown import needs

# In whose name a citizen offers.
CITIZEN = "La ciudadanía"


@dataclass(frozen=True)
class Offered:
    """What a form sends: the need's item at a residence, how many, and in whose name.

    ``organisation`` is None where a citizen offers, of whom nobody asks the name.
    """

    residence: RuralResidence
    item: str
    quantity: int
    organisation: str | None
    sector: str = ""


def unmet(residence: RuralResidence) -> list[ResidenceNeed]:
    """What may be offered to it: what is published that it needs, and not covered yet."""
    return [need for need in needs(residence=residence) if need.missing > 0]


def offer(offered: Offered) -> Received:
    """Keep an offer for moderators' eyes only; raises InvalidParameter.

    Nothing but the organisation, the item and the quantity is asked for, and that is all that is
    ever shown of it.
    """
    need = next((n for n in unmet(offered.residence) if n.item == offered.item), None)
    if need is None:
        raise InvalidParameter("Eso ya no le falta: elija otro bien de la lista.", parameter="item")
    if not 1 <= offered.quantity <= need.missing:
        raise InvalidParameter(
            f"Se pueden ofrecer de 1 a {need.missing}: es lo que falta.", parameter="quantity"
        )
    name = None if offered.organisation is None else _name(offered.organisation)
    with transaction.atomic():
        received = receive(
            Sent(
                text=_text(offered, need, name),
                commitment=COMMITMENT,
                layer=LAYER,
                fid=str(offered.residence.pk),
                # The district it declares: its position may be none that a place can have.
                unit=offered.residence.declared_unit_id or "",
                kind=ContributionKind.PROPOSAL,
                sector=offered.sector,
            )
        )
        ContributionOffer.objects.create(
            contribution=received.contribution,
            need=need,
            organisation=name,
            quantity=offered.quantity,
        )
    return received


def _name(text: str) -> str:
    name = organisation(text)
    if masked(name) != name:
        raise InvalidParameter(
            "Tiene un teléfono, un correo o un número de documento: quítelo.",
            parameter="organisation",
        )
    return name


def _text(offered: Offered, need: ResidenceNeed, name: str | None) -> str:
    """What is published of it; that of an example says so, wherever it is read."""
    example = SAMPLE_PREFIX if offered.residence.is_sample else ""
    given = f"{offered.quantity} {need.unit} de «{need.get_item_display()}»"
    residence = f"la residencia {offered.residence.name} ({offered.residence.code})"
    return f"{example}{name or CITIZEN} ofrece {given} para {residence}."
