from __future__ import annotations

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def fresh_cache() -> None:
    """What a test wrote is rolled back, and so must be what was remembered of it."""
    cache.clear()
