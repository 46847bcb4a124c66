"""A facility and an insurer, written after ``docs/recibos-acreditacion.md`` and nothing else.

They use ``cryptography`` and the standard library, as an outsider would: no code of the site.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

Json = dict[str, Any]


def jcs(document: Json) -> bytes:
    """RFC 8785 for texts in ASCII, whole numbers and null."""
    members = (f"{json.dumps(name)}:{_value(document[name])}" for name in sorted(document))
    return ("{" + ",".join(members) + "}").encode("ascii")


def _value(value: Any) -> str:
    return jcs(value).decode() if isinstance(value, dict) else json.dumps(value)


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def unb64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "==")


def instant(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def now(seconds: float = 0) -> dt.datetime:
    return dt.datetime.now(dt.UTC) + dt.timedelta(seconds=seconds)


@dataclass(frozen=True)
class Party:
    """A facility (code of 8 digits) or an insurer (of 5), with its key."""

    code: str
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)

    @property
    def raw(self) -> bytes:
        return self.key.public_key().public_bytes_raw()

    @property
    def key_id(self) -> str:
        return sha256(self.raw)[:16]

    def sign(self, document: Json) -> str:
        return b64(self.key.sign(jcs(document)))


@dataclass(frozen=True)
class Exchange:
    """A query and its answer, of messages that only the parties have."""

    facility: Party
    insurer: Party
    message: bytes = b"270 de un asegurado con DNI 45678912"
    reply: bytes = b"271"
    nonce: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    asked: dt.datetime = field(default_factory=lambda: now(-2))
    answered: dt.datetime = field(default_factory=lambda: now(-1))
    outcome: str = "accepted"

    def content(self, message: bytes) -> str:
        return sha256(b"acreditacion.contenido.1\n" + self.nonce + message)

    @property
    def query(self) -> Json:
        return {
            "type": "acreditacion.consulta.1",
            "facility": self.facility.code,
            "insurer": self.insurer.code,
            "key": self.facility.key_id,
            "asked_at": instant(self.asked),
            "nonce": sha256(b"acreditacion.nonce.1\n" + self.nonce),
            "content": self.content(self.message),
        }

    @property
    def answer(self) -> Json:
        return {
            "type": "acreditacion.respuesta.1",
            "query": sha256(jcs(self.query)),
            "facility": self.facility.code,
            "insurer": self.insurer.code,
            "key": self.insurer.key_id,
            "answered_at": instant(self.answered),
            "outcome": self.outcome,
            "content": self.content(self.reply),
        }

    @property
    def sent(self) -> Json:
        """What is handed in."""
        return {
            "query": self.query,
            "query_signature": self.facility.sign(self.query),
            "answer": self.answer,
            "answer_signature": self.insurer.sign(self.answer),
        }

    @property
    def unanswered(self) -> Json:
        return self.sent | {"answer": None, "answer_signature": None}


def verify(receipt: Json, keys: dict[str, bytes]) -> list[str]:
    """What of a receipt doesn't hold, by name of a key → its 32 bytes; as an outsider does."""
    faults = []
    query, answer = receipt["query"], receipt["answer"]
    signed = [("query", query, receipt["query_signature"])]
    if answer is not None:
        signed.append(("answer", answer, receipt["answer_signature"]))
        if answer["query"] != sha256(jcs(query)):
            faults.append("answer of another query")
    link = {
        "type": "acreditacion.eslabon.1",
        "number": receipt["number"],
        "previous": receipt["previous"],
        "leaf": receipt["leaf"],
        "key": receipt["site_key"],
    }
    signed.append(("site", link, receipt["site_signature"]))
    for name, document, signature in signed:
        try:
            key = Ed25519PublicKey.from_public_bytes(keys[document["key"]])
            key.verify(unb64(signature), jcs(document))
        except (InvalidSignature, KeyError):
            faults.append(name)
    leaf = {
        "type": "acreditacion.transaccion.1",
        "query": query,
        "query_signature": receipt["query_signature"],
        "answer": answer,
        "answer_signature": receipt["answer_signature"],
        "received_at": receipt["received_at"],
    }
    if sha256(jcs(leaf)) != receipt["leaf"]:
        faults.append("leaf")
    if sha256(jcs(link)) != receipt["link"]:
        faults.append("link")
    return faults
