"""A published layer of an agency, its editor, and a client of theirs."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client

from layers.models import Dataset
from tests.datasets import dataset
from tests.publishers import EDITOR, MINAM, publisher
from tests.zones import client_of


@pytest.fixture
def editor(db: None) -> User:
    return publisher("edita", MINAM, EDITOR)


@pytest.fixture
def client(editor: User) -> Client:
    return client_of(editor)


@pytest.fixture
def made(db: None) -> Dataset:
    return dataset(state="published")
