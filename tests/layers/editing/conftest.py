"""Who changes an agency's layer, and the layer."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from layers.models import Dataset
from tests.datasets import dataset
from tests.publishers import EDITOR, MINAM, publisher


@pytest.fixture
def editor() -> User:
    return publisher("edita", MINAM, EDITOR)


@pytest.fixture
def made() -> Dataset:
    return dataset(state="published")
