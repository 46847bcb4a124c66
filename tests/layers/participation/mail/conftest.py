"""A site that sends mail."""

from __future__ import annotations

import pytest
from django.core.mail import EmailMessage
from pytest_django import Settings

from config.public_address import public_address
from tests.subscriptions import SITE


@pytest.fixture(autouse=True)
def outbox(settings: Settings, mailoutbox: list[EmailMessage]) -> list[EmailMessage]:
    settings.EMAIL_HOST = "smtp.invalid"
    settings.PUBLIC = public_address(f"{SITE}/")
    return mailoutbox
