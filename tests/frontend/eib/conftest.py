"""Who prepares the rounds of EIB, and services that are asked."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from tests.eib_rounds import schools
from tests.processes import member
from tests.publishers import EDITOR


@pytest.fixture
def editor(db: None) -> User:
    listed = [(f"{n:07}", f"08000{n % 2 + 1}", "Quechua") for n in range(1, 25)]
    schools([*listed, ("0000025", "080001", "Aimara"), ("0000026", "080002", "Aimara")])
    return member("edita", EDITOR, 5)
