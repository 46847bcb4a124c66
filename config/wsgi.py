"""The WSGI application that gunicorn serves, behind nginx."""

import os
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from config.public_address import publicly_addressed, trusted_proxies

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
# Who answers requests can't read exact counts, whatever the process was started from.
os.environ["DATABASE_AS"] = "web"
# A request may not hold the database for longer; commands at the terminal may.
os.environ.setdefault("STATEMENT_TIMEOUT_MS", "20000")

_django = get_wsgi_application()
from config.busy import within_gates  # noqa: E402 - the site's own, once Django is set up
from layers.use.counting import counting  # noqa: E402
from ows import kept, tags  # noqa: E402

_site = counting(kept.answering(within_gates(_django)))
_addressed = publicly_addressed(_site, settings.PUBLIC, trusted_proxies())
# All addresses with what they import, before gunicorn forks: else each worker's first request does.
_ = get_resolver().url_patterns
tags.code_version()


def application(variables: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """The site. Whoever connected to our own nginx (deploy/nginx.conf) counts as the peer.

    nginx comes by a socket without an address, and always says itself who that was.
    """
    peer = variables.pop("HTTP_X_PEER", "")
    if not variables.get("REMOTE_ADDR"):
        variables["REMOTE_ADDR"] = peer
    return _addressed(variables, start_response)
