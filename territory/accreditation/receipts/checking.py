"""Whether a receipt is what the facility, the insurer and this site signed."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from territory.accreditation.receipts.canonical import canonical, digest
from territory.accreditation.receipts.keys import has_signed, raw_key
from territory.accreditation.receipts.length import public_length
from territory.accreditation.receipts.links import leaf_of, link_bytes, link_hash
from territory.accreditation.receipts.statements import (
    Refused,
    Transaction,
    parse_instant,
    parse_transaction,
    written_instant,
)
from territory.models import AccreditationKey, AccreditationReceipt
from territory.models.accreditation_receipts import PartyKind
from territory.titles import signing

MOST_BYTES = 16_384
_TRANSACTION = ("query", "query_signature", "answer", "answer_signature")
_SITE = ("received_at", "number", "previous", "leaf", "link", "site_key", "site_signature")
_HASH, _SIGNATURE = re.compile(r"[0-9a-f]{64}"), re.compile(r"[A-Za-z0-9_-]{86}")
_KEY = re.compile(r"[0-9a-f]{16}")
_TEXTS = {
    "previous": _HASH,
    "leaf": _HASH,
    "link": _HASH,
    "site_key": _KEY,
    "site_signature": _SIGNATURE,
}
_MOST_NUMBER = 2**53


@dataclass(frozen=True)
class Fault:
    """What doesn't hold of a receipt; ``code`` is for programs."""

    code: str
    message: str


@dataclass(frozen=True)
class Checked:
    """A receipt's transaction, and all that doesn't hold of it."""

    transaction: Transaction
    number: int
    received_at: dt.datetime
    faults: tuple[Fault, ...]
    remarks: tuple[str, ...]

    @property
    def is_good(self) -> bool:
        return not self.faults


def written(receipt: AccreditationReceipt) -> dict[str, Any]:
    """A receipt as both parties keep it; none is made of a blank link."""
    assert receipt.query is not None
    return {
        "query": json.loads(receipt.query),
        "query_signature": receipt.query_signature,
        "answer": json.loads(receipt.answer) if receipt.answer else None,
        "answer_signature": receipt.answer_signature,
        "received_at": written_instant(receipt.received_at),
        "number": receipt.number,
        "previous": receipt.previous,
        "leaf": receipt.leaf,
        "link": receipt.link,
        "site_key": receipt.site_key,
        "site_signature": receipt.site_signature,
    }


def check(given: Any) -> Checked:
    """All that doesn't hold of a receipt; raises Refused where it isn't one at all."""
    transaction, site = _parse(given)
    received_at = parse_instant(site["received_at"])
    faults = (
        *_of_parties(transaction, received_at),
        *_of_site(transaction, site),
        *_of_chain(site),
    )
    return Checked(
        transaction, site["number"], received_at, faults, tuple(_remarks(transaction, received_at))
    )


def _parse(given: Any) -> tuple[Transaction, dict[str, Any]]:
    if not isinstance(given, dict):
        raise Refused("form", "Se espera un objeto JSON: un recibo.", "receipt")
    if set(given) != {*_TRANSACTION, *_SITE}:
        raise Refused("form", "No tiene los miembros de un recibo, o tiene otros.", "receipt")
    transaction = parse_transaction({name: given[name] for name in _TRANSACTION})
    for name, pattern in _TEXTS.items():
        if not isinstance(given[name], str) or not pattern.fullmatch(given[name]):
            raise Refused("form", "No tiene la forma debida.", name)
    number = given["number"]
    if isinstance(number, bool) or not isinstance(number, int) or not 0 < number < _MOST_NUMBER:
        raise Refused("form", "Se espera un número entero desde 1.", "number")
    try:
        parse_instant(given["received_at"])
    except (TypeError, ValueError):
        raise Refused("form", "No es un instante.", "received_at") from None
    return transaction, {name: given[name] for name in _SITE}


def _of_parties(given: Transaction, at: dt.datetime) -> Iterator[Fault]:
    yield from _of_party(given.query, given.query_signature, PartyKind.FACILITY, given.facility, at)
    if given.answer is None:
        return
    assert given.answer_signature is not None
    if (given.answer["query"], given.answer["facility"], given.answer["insurer"]) != (
        digest(given.query),
        given.facility,
        given.insurer,
    ):
        yield Fault("other_query", "La respuesta es de otra consulta.")
    yield from _of_party(given.answer, given.answer_signature, PartyKind.INSURER, given.insurer, at)


def _of_party(
    statement: dict[str, str], signature: str, kind: PartyKind, code: str, at: dt.datetime
) -> Iterator[Fault]:
    who = "de la IPRESS" if kind is PartyKind.FACILITY else "de la IAFAS"
    key = AccreditationKey.objects.filter(kind=kind, code=code, key_id=statement["key"]).first()
    if key is None:
        yield Fault("unknown_key", f"La clave {who} no está registrada a su nombre.")
        return
    if not has_signed(raw_key(key.public_key), signature, canonical(statement)):
        yield Fault("bad_signature", f"La firma {who} no es de lo que dice el recibo.")
    if not key.is_good_at(at):
        yield Fault("key_not_valid", f"La clave {who} no valía cuando se recibió.")


def _of_site(given: Transaction, site: dict[str, Any]) -> Iterator[Fault]:
    if leaf_of(given, site["received_at"]) != site["leaf"]:
        yield Fault("leaf", "El resumen criptográfico no es el de esta transacción.")
    content = link_bytes(site["number"], site["previous"], site["leaf"], site["site_key"])
    if link_hash(content) != site["link"]:
        yield Fault("link", "El eslabón no es el de este número y este anterior.")
    if not signed_by_site(site["site_key"], site["site_signature"], content):
        yield Fault("site_signature", "Este sitio no firmó ese eslabón.")


def signed_by_site(key: str, signature: str, content: bytes) -> bool:
    """Whether one of this site's keys, of that name, signed the content."""
    return any(
        signing.key_id(own) == key and has_signed(own.public_bytes_raw(), signature, content)
        for own in signing.public_keys()
    )


def _of_chain(site: dict[str, Any]) -> Iterator[Fault]:
    number = site["number"]
    if AccreditationReceipt.objects.filter(number=number, link=site["link"]).exists():
        return
    if number <= public_length():
        yield Fault("forked", "En ese número la cadena de este sitio tiene otro eslabón.")
    else:
        # How far the chain goes at the moment isn't told: it would be how many ask today.
        yield Fault("not_in_chain", "La cadena de este sitio no tiene ese eslabón.")


def _remarks(given: Transaction, at: dt.datetime) -> Iterator[str]:
    """What is true besides of a good receipt."""
    names = [given.query["key"], *([given.answer["key"]] if given.answer else [])]
    for key in AccreditationKey.objects.filter(key_id__in=names, revoked_at__gt=at):
        yield f"La clave {key.key_id} fue revocada después; lo recibido antes sigue valiendo."
    if given.answer is None:
        yield "Dice que no hubo respuesta: lo firma solo la IPRESS."
