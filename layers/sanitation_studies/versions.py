"""The door for a study's new version: an address or a file, whose text is read in the sandbox."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from django.db import transaction
from django.db.models import Max

from layers import reviewing, sandbox, stored
from layers.errors import InvalidParameter
from layers.evidence_files import described
from layers.models import StoredFile
from layers.reading.results import SourceError
from layers.sandbox.tasks.pdf_text import PAGES
from layers.temporary import temporary_folder
from territory.models import SanitationStudy, StudyPage, StudyVersion
from territory.models.evidence_files import EvidenceKind
from territory.personal_data import masked
from territory.reviewing import Verb
from territory.roles import AnyUser

MAX_BYTES = 50_000_000
_BATCH = 200
Pages = list[tuple[int, str]]


def add(
    user: AnyUser,
    study: SanitationStudy,
    title: str,
    *,
    address: str = "",
    file: StoredFile | None = None,
) -> StudyVersion:
    """A draft of the study's next version; the file is its own from now on.

    It has the number after the highest that the study ever gave. Raises EditNotAllowed, or
    InvalidParameter where the file can't be taken, which is deleted then.
    """
    try:
        samples = study.is_sample
        reviewing.demand(user, Verb.PREPARE, study.of_commitment, samples=samples)
        version = StudyVersion(study=study)
        found = described(title, address, file, samples=samples, most_bytes=MAX_BYTES)
        for name, value in found.items():
            setattr(version, name, value)
        pages = _text_of(version)
        with transaction.atomic():
            # One at a time, so that no two have a number.
            SanitationStudy.objects.select_for_update().get(pk=study.pk)
            last = study.versions.aggregate(last=Max("number"))["last"]
            version.number = (last or 0) + 1
            made = reviewing.create(user, version)
            StudyPage.objects.bulk_create(
                (StudyPage(version=made, number=number, text=text) for number, text in pages),
                batch_size=_BATCH,
            )
    except BaseException:
        for kept in StoredFile.objects.filter(pk=file.pk) if file else ():
            stored.delete(kept)
        raise
    return made


def _text_of(version: StudyVersion) -> Pages:
    """The pages of a PDF with what is on them; raises InvalidParameter."""
    if version.file is None or version.kind != EvidenceKind.PDF:
        return []
    file = StoredFile.objects.get(pk=version.file)
    with temporary_folder("study") as folder:
        path, output = Path(folder) / "file", Path(folder) / "output"
        stored.copy_to(file, path)
        output.mkdir()
        try:
            sandbox.run("read_pdf_text", {"file": path}, {}, output)
        except SourceError as error:
            raise InvalidParameter(str(error), parameter="file") from error
        return list(_pages(output / PAGES))


def _pages(path: Path) -> Iterator[tuple[int, str]]:
    """Without a telephone, an e-mail or a document's number, which a snippet would show."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            page = json.loads(line)
            yield int(page["number"]), masked(str(page["text"]))
