"""Who prepares layers."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from tests.publishers import EDITOR, MINAM, publisher


@pytest.fixture
def editor() -> User:
    return publisher("edita", MINAM, EDITOR)
