"""A facility and an insurer whose keys the site knows."""

from __future__ import annotations

import pytest

from tests.accreditation import Exchange
from tests.registered_parties import registered


@pytest.fixture
def exchange(db: None) -> Exchange:
    return registered()
