"""One message given to the server of mail: taken, refused for good, or to be tried again.

Nothing that is logged or raised here holds an address: what a server answers quotes them, so of
its words only the code is told.
"""

from __future__ import annotations

import logging
import smtplib
import ssl

from django.core.mail import EmailMessage, get_connection

from layers.progress import TryLater

log = logging.getLogger(__name__)

_AWAY = "El servidor de correo no responde."
_BUSY = "El servidor de correo no la acepta por ahora."
_SETTINGS = "El servidor de correo no acepta a este sitio: revise su configuración."


def deliver(message: EmailMessage, whose: str) -> int:
    """1 once the server took the message, 0 where it refuses it for good.

    ``message`` has one recipient, whom ``whose`` names without an address, for the log. Raises
    ``TryLater`` where the server is away or busy, or refuses the site itself, which an operator
    may mend meanwhile.
    """
    try:
        return _sent(message)
    except smtplib.SMTPRecipientsRefused as error:
        (code, _words), *_none = error.recipients.values()
        _refused(code, whose)
    except smtplib.SMTPDataError as error:
        _refused(error.smtp_code, whose)
    except smtplib.SMTPResponseException as error:
        # At its greeting, at the account's password or at the sender: nothing of the recipient.
        if _is_for_now(error.smtp_code):
            raise TryLater(_BUSY) from None
        _misconfigured(f"{type(error).__name__} {error.smtp_code}")
    except smtplib.SMTPNotSupportedError as error:
        _misconfigured(type(error).__name__)
    except ssl.SSLError as error:
        _misconfigured(type(error).__name__)
    except OSError as error:
        log.warning("the mail server can't be reached: %s", type(error).__name__)
        raise TryLater(_AWAY) from None
    return 0


def _sent(message: EmailMessage) -> int:
    """Django leaves a connection open whose login failed."""
    connection = get_connection()
    try:
        return connection.send_messages([message]) or 0
    finally:
        connection.close()


def _refused(code: int, whose: str) -> None:
    if _is_for_now(code):
        raise TryLater(_BUSY) from None
    log.warning("the mail server refused a message for good (%s): %s", code, whose)


def _is_for_now(code: int) -> bool:
    """RFC 5321 §4.2.1: the same may be taken later; and what is no code says nothing for good."""
    return not 500 <= code <= 599


def _misconfigured(what: str) -> None:
    log.error("the mail server doesn't take this site's mail: %s", what)
    raise TryLater(_SETTINGS) from None
