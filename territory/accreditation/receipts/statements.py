"""What a facility and an insurer sign: their members, and which values these may have."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

QUERY, ANSWER = "acreditacion.consulta.1", "acreditacion.respuesta.1"
TRANSACTION, LINK = "acreditacion.transaccion.1", "acreditacion.eslabon.1"
BLANK = "acreditacion.blanco.1"
ACCEPTED, REJECTED = "accepted", "rejected"

_HASH, _KEY = re.compile(r"[0-9a-f]{64}"), re.compile(r"[0-9a-f]{16}")
_FACILITY, _INSURER = re.compile(r"[0-9]{8}"), re.compile(r"[0-9]{5}")
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z")
_OUTCOME = re.compile(f"{ACCEPTED}|{REJECTED}")
_SIGNATURE = re.compile(r"[A-Za-z0-9_-]{86}")

_OF_QUERY = {
    "type": re.compile(re.escape(QUERY)),
    "facility": _FACILITY,
    "insurer": _INSURER,
    "key": _KEY,
    "asked_at": _INSTANT,
    "nonce": _HASH,
    "content": _HASH,
}
_OF_ANSWER = {
    "type": re.compile(re.escape(ANSWER)),
    "query": _HASH,
    "facility": _FACILITY,
    "insurer": _INSURER,
    "key": _KEY,
    "answered_at": _INSTANT,
    "outcome": _OUTCOME,
    "content": _HASH,
}
_WHAT = {
    "facility": "el código de la IPRESS, 8 dígitos",
    "insurer": "el código de la IAFAS, 5 dígitos",
    "key": "la clave que firma, 16 cifras hexadecimales",
    "asked_at": "un instante UTC, AAAA-MM-DDThh:mm:ss.mmmZ",
    "answered_at": "un instante UTC, AAAA-MM-DDThh:mm:ss.mmmZ",
    "outcome": f"{ACCEPTED} o {REJECTED}",
}


class Refused(Exception):
    """A receipt can't be taken; ``member`` is what is wrong, ``code`` names why for programs."""

    def __init__(self, code: str, message: str, member: str = "") -> None:
        self.code, self.message, self.member = code, message, member
        super().__init__(message)


@dataclass(frozen=True)
class Transaction:
    """A query with its answer, None where there was none, each with its signature."""

    query: dict[str, str]
    query_signature: str
    answer: dict[str, str] | None
    answer_signature: str | None

    @property
    def facility(self) -> str:
        return self.query["facility"]

    @property
    def insurer(self) -> str:
        return self.query["insurer"]

    @property
    def outcome(self) -> str:
        return self.answer["outcome"] if self.answer else ""

    @property
    def asked_at(self) -> dt.datetime:
        return parse_instant(self.query["asked_at"])

    @property
    def answered_at(self) -> dt.datetime | None:
        return parse_instant(self.answer["answered_at"]) if self.answer else None

    @property
    def members(self) -> dict[str, Any]:
        """As they lie in a receipt."""
        return {
            "query": self.query,
            "query_signature": self.query_signature,
            "answer": self.answer,
            "answer_signature": self.answer_signature,
        }


def parse_transaction(given: Any) -> Transaction:
    """What a client sent, with nothing besides; raises Refused, which names the member."""
    members = ("query", "query_signature", "answer", "answer_signature")
    _check_members(given, members, "")
    query = _statement(given["query"], _OF_QUERY, "query")
    signature = _matching(given["query_signature"], _SIGNATURE, "query_signature")
    if given["answer"] is None and given["answer_signature"] is None:
        return Transaction(query, signature, None, None)
    answer = _statement(given["answer"], _OF_ANSWER, "answer")
    return Transaction(
        query,
        signature,
        answer,
        _matching(given["answer_signature"], _SIGNATURE, "answer_signature"),
    )


def parse_instant(text: str) -> dt.datetime:
    """UTC, milliseconds."""
    return dt.datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=dt.UTC)


def written_instant(at: dt.datetime) -> str:
    """As statements write it; what is finer than a millisecond is cut."""
    utc = at.astimezone(dt.UTC)
    return f"{utc:%Y-%m-%dT%H:%M:%S}.{utc.microsecond // 1000:03}Z"


def _statement(given: Any, members: Mapping[str, re.Pattern[str]], name: str) -> dict[str, str]:
    _check_members(given, members, name)
    found = {
        member: _matching(given[member], pattern, f"{name}.{member}")
        for member, pattern in members.items()
    }
    for member in ("asked_at", "answered_at"):
        if member in found:
            try:
                parse_instant(found[member])
            except ValueError:
                raise Refused("form", "No es un instante.", f"{name}.{member}") from None
    return found


def _check_members(given: Any, members: Any, name: str) -> None:
    if not isinstance(given, dict):
        raise Refused("form", "Se espera un objeto JSON.", name or "body")
    for member in members:
        if member not in given:
            raise Refused("form", "Falta.", f"{name}.{member}".lstrip("."))
    if len(given) > len(tuple(members)):
        # What it is isn't repeated: it may be a patient's.
        raise Refused("form", "Tiene miembros que no son de este formulario.", name or "body")


def _matching(value: Any, pattern: re.Pattern[str], name: str) -> str:
    if isinstance(value, str) and pattern.fullmatch(value):
        return value
    what = _WHAT.get(name.rpartition(".")[2])
    raise Refused("form", f"Se espera {what}." if what else "No tiene la forma debida.", name)
