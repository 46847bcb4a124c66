"""A real server of mail on the loopback, with TLS and accounts, that may refuse or be slow."""

from __future__ import annotations

import asyncio
import datetime as dt
import ipaddress
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.config.processes import free_port

HOST = "localhost"
USER, PASSWORD = "sitio", "una clave de prueba"
TAKEN = "250 OK"


@dataclass
class Mailbox:
    """What the server took, and how it answers; as aiosmtpd asks its handlers."""

    refused: dict[str, str] = field(default_factory=dict)
    data_answer: str = TAKEN
    delay_s: float = 0
    taken: list[tuple[str, EmailMessage]] = field(default_factory=list)
    with_tls: list[bool] = field(default_factory=list)
    accounts: list[str] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return TAKEN

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        await asyncio.sleep(self.delay_s)
        if self.data_answer != TAKEN:
            return self.data_answer
        content = envelope.content
        assert isinstance(content, bytes)
        message: Any = message_from_bytes(content, policy=policy.default)
        self.taken += [(address, message) for address in envelope.rcpt_tos]
        assert server.transport is not None
        self.with_tls.append(server.transport.get_extra_info("cipher") is not None)
        login: Any = session.auth_data
        self.accounts.append(login.login.decode() if login else "")
        return TAKEN

    def check(self, *asked: Any) -> AuthResult:
        """As aiosmtpd asks: server, session, envelope, mechanism, and what was given."""
        data = asked[-1]
        assert isinstance(data, LoginPassword)
        known = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=known, handled=False, auth_data=data)

    @property
    def texts(self) -> list[str]:
        """The messages' bodies, in the order in which they came."""
        return [message.get_content() for _to, message in self.taken]


@dataclass(frozen=True)
class Certificate:
    """One for this machine's own name, that nobody else vouches for: two PEM files."""

    certificate: Path
    key: Path

    @classmethod
    def make(cls, folder: Path) -> Certificate:
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
        names = [x509.DNSName(HOST), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
        now = dt.datetime.now(dt.UTC)
        made = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - dt.timedelta(days=1))
            .not_valid_after(now + dt.timedelta(days=1))
            .add_extension(x509.SubjectAlternativeName(names), critical=False)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .sign(key, hashes.SHA256())
        )
        found = cls(folder / "smtp.pem", folder / "smtp.key")
        pem = serialization.Encoding.PEM
        found.certificate.write_bytes(made.public_bytes(pem))
        private = key.private_bytes(
            pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        found.key.write_bytes(private)
        return found

    @property
    def context(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, self.key)
        return context


@contextmanager
def serving(
    box: Mailbox,
    *,
    starttls: Certificate | None = None,
    tls: Certificate | None = None,
    port: int = 0,
) -> Iterator[int]:
    """The server during the block, at the port; with STARTTLS it wants the account too."""
    secure: dict[str, Any] = {}
    if starttls:
        secure = {
            "tls_context": starttls.context,
            "require_starttls": True,
            "auth_required": True,
            "authenticator": box.check,
        }
    if tls:
        # Within TLS from the start it offers the login; it would else wait for STARTTLS.
        secure = {
            "ssl_context": tls.context,
            "auth_require_tls": False,
            "authenticator": box.check,
        }
    controller = Controller(
        box, hostname="127.0.0.1", port=port or free_port(), server_hostname=HOST, **secure
    )
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()
