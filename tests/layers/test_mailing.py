"""Messages given to a real server of mail: taken, refused for good, or to be tried again."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import pytest
from django.core.mail import EmailMessage
from pytest_django import Settings

from layers.mailing import deliver
from layers.progress import TryLater
from tests.config.processes import free_port
from tests.smtp_server import HOST, PASSWORD, USER, Certificate, Mailbox, serving

ADDRESS = "vecina@ejemplo.pe"
WHOSE = "subscription 7"
# What the server of mail logs itself.
SERVERS = ("mail.log", "asyncio")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return Certificate.make(tmp_path_factory.mktemp("smtp"))


@pytest.fixture
def sends(settings: Settings) -> Callable[..., int]:
    """Sends one message to a server at the port, by these settings."""

    def send(port: int, **given: Any) -> int:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = HOST, port
        for name, value in given.items():
            setattr(settings, f"EMAIL_{name}", value)
        message = EmailMessage("Ñandú: se publicó", "Áéí, dieciséis\n", to=[ADDRESS])
        return deliver(message, WHOSE)

    return send


@pytest.fixture(autouse=True)
def _no_address_in_logs(caplog: pytest.LogCaptureFixture) -> Any:
    """Whatever a test does, nothing that the site logs names who is written to."""
    caplog.set_level(logging.DEBUG)
    yield
    own = [row for row in caplog.get_records("call") if row.name not in SERVERS]
    told = "".join(logging.Formatter().format(row) + str(row.__dict__) for row in own)
    assert "vecina" not in told
    assert PASSWORD not in told


def trusting(monkeypatch: pytest.MonkeyPatch, certificate: Certificate) -> None:
    """OpenSSL's own setting: whom this process trusts."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.certificate))


def test_a_plain_server_takes_it(sends: Callable[..., int]) -> None:
    box = Mailbox()
    with serving(box) as port:
        assert sends(port) == 1
    [(address, message)] = box.taken
    assert (address, message["Subject"]) == (ADDRESS, "Ñandú: se publicó")
    assert message.get_content().splitlines() == ["Áéí, dieciséis"]
    assert (box.with_tls, box.accounts) == ([False], [""])


@pytest.mark.parametrize("how", ["USE_TLS", "USE_SSL"])
def test_tls_and_the_account_are_as_configured(
    sends: Callable[..., int],
    certificate: Certificate,
    monkeypatch: pytest.MonkeyPatch,
    how: str,
) -> None:
    trusting(monkeypatch, certificate)
    box = Mailbox()
    secure: dict[str, Any] = {"starttls" if how == "USE_TLS" else "tls": certificate}
    with serving(box, **secure) as port:
        assert sends(port, **{how: True, "HOST_USER": USER, "HOST_PASSWORD": PASSWORD}) == 1
    assert (box.with_tls, box.accounts) == ([True], [USER])


def test_nothing_is_told_to_who_has_no_certificate_that_is_trusted(
    sends: Callable[..., int], certificate: Certificate, caplog: pytest.LogCaptureFixture
) -> None:
    box = Mailbox()
    with serving(box, starttls=certificate) as port, pytest.raises(TryLater, match="configuración"):
        sends(port, USE_TLS=True, HOST_USER=USER, HOST_PASSWORD=PASSWORD)
    assert (box.taken, box.accounts) == ([], [])
    assert "SSLCertVerificationError" in caplog.text


def test_a_server_without_tls_is_not_told_the_password(
    sends: Callable[..., int], caplog: pytest.LogCaptureFixture
) -> None:
    box = Mailbox()
    with serving(box) as port, pytest.raises(TryLater, match="configuración"):
        sends(port, USE_TLS=True, HOST_USER=USER, HOST_PASSWORD=PASSWORD)
    assert box.taken == []
    assert "SMTPNotSupportedError" in caplog.text


@pytest.mark.parametrize("account", [{"HOST_USER": USER, "HOST_PASSWORD": "otra"}, {}])
def test_a_refused_account_is_the_operators_to_mend(
    sends: Callable[..., int],
    certificate: Certificate,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    account: dict[str, str],
) -> None:
    trusting(monkeypatch, certificate)
    box = Mailbox()
    with serving(box, starttls=certificate) as port, pytest.raises(TryLater, match="configuración"):
        sends(port, USE_TLS=True, **account)
    assert box.taken == []
    (told,) = [record for record in caplog.records if record.name == "layers.mailing"]
    assert told.levelno == logging.ERROR
    assert "53" in told.getMessage()


def test_an_address_that_is_refused_for_good_is_tried_no_more(
    sends: Callable[..., int], caplog: pytest.LogCaptureFixture
) -> None:
    box = Mailbox(refused={ADDRESS: f"550 5.1.1 <{ADDRESS}> no such user"})
    with serving(box) as port:
        assert sends(port) == 0
    assert f"(550): {WHOSE}" in caplog.text


def test_a_message_that_is_refused_for_good_is_tried_no_more(
    sends: Callable[..., int], caplog: pytest.LogCaptureFixture
) -> None:
    box = Mailbox(data_answer=f"554 5.7.1 spam for <{ADDRESS}>")
    with serving(box) as port:
        assert sends(port) == 0
    assert f"(554): {WHOSE}" in caplog.text


@pytest.mark.parametrize(
    "box",
    [
        Mailbox(refused={ADDRESS: f"450 4.7.1 <{ADDRESS}> greylisted"}),
        Mailbox(refused={ADDRESS: f"452 4.2.2 <{ADDRESS}> over quota"}),
        Mailbox(data_answer=f"451 4.3.0 try later, <{ADDRESS}>"),
    ],
)
def test_what_may_be_taken_later_is_tried_again(sends: Callable[..., int], box: Mailbox) -> None:
    with serving(box) as port, pytest.raises(TryLater) as error:
        sends(port)
    assert ADDRESS not in str(error.value)
    assert error.value.__cause__ is None
    assert error.value.__suppress_context__
    assert box.taken == []


def test_a_server_that_is_away_is_tried_again(sends: Callable[..., int]) -> None:
    with pytest.raises(TryLater, match="no responde"):
        sends(free_port())


def test_a_slow_server_is_not_waited_for(sends: Callable[..., int]) -> None:
    with serving(Mailbox(delay_s=3)) as port, pytest.raises(TryLater, match="no responde"):
        sends(port, TIMEOUT=0.3)


def test_a_server_that_goes_away_in_the_middle_is_tried_again(sends: Callable[..., int]) -> None:
    """421 ends the conversation (RFC 5321 §3.8)."""
    box = Mailbox(data_answer="421 4.3.2 shutting down")
    with serving(box) as port, pytest.raises(TryLater):
        sends(port)


def test_a_name_that_is_nobodys_is_tried_again(
    sends: Callable[..., int], settings: Settings
) -> None:
    with pytest.raises(TryLater, match="no responde"):
        sends(25, HOST="smtp.invalid")
