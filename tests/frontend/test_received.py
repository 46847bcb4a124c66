"""The file of a page's form, with a script and without."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.test import RequestFactory

from frontend.received import received_file
from layers import uploads
from layers.errors import EditNotAllowed, StoredFileMissing
from layers.models import Upload
from tests.stored_files import stored_files
from tests.zones import planner

pytestmark = pytest.mark.django_db


def request(user: User, **fields: Any) -> HttpRequest:
    found = RequestFactory().post("/publicar/", fields)
    found.user = user
    return found


def test_one_that_comes_with_the_form() -> None:
    sent = SimpleUploadedFile("a.csv", b"a;b\n", "text/csv")
    file = received_file(request(planner("ana"), file=sent))
    assert file is not None
    assert (file.name, file.media_type, file.size) == ("a.csv", "text/csv", 4)
    assert file.sha256 == hashlib.sha256(b"a;b\n").hexdigest()
    assert not Upload.objects.exists()


def test_one_that_was_sent_before() -> None:
    user = planner("ana")
    upload = uploads.begin(user, "a.csv", "text/csv", 2)
    uploads.receive(upload, 0, [b"12"])
    assert received_file(request(user, upload=str(upload.pk))) == upload.file
    with pytest.raises(StoredFileMissing):
        received_file(request(user, upload=str(upload.pk)))


def test_no_file() -> None:
    user = planner("ana")
    assert received_file(request(user)) is None
    assert received_file(request(user, upload="x")) is None


@pytest.mark.usefixtures("untracked")
def test_whoever_may_not_leaves_nothing() -> None:
    sent = SimpleUploadedFile("a.csv", b"a;b\n", "text/csv")
    with pytest.raises(EditNotAllowed):
        received_file(request(User.objects.create_user("member"), file=sent))
    assert not stored_files().exists()
