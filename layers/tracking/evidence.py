"""What supports a report: an address, or a file that is looked at, hashed and kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from layers import reviewing, sandbox, stored
from layers.errors import FeatureNotFound, InvalidParameter, StoredFileMissing
from layers.models import StoredFile
from layers.reading.cells import CellError, parse_url
from layers.reading.results import SourceError
from layers.temporary import temporary_folder
from layers.tracking.cells import paragraphs
from territory.models import Evidence, ProgressReport
from territory.models.placed import SAMPLE_PREFIX
from territory.reviewing import Step, Verb, visible_to
from territory.roles import AnyUser

MAX_BYTES = 20_000_000
_MAX_TITLE = 200

MEDIA_TYPES: dict[str, str] = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".csv": "text/csv; charset=utf-8",
}


def add(
    user: AnyUser,
    report: ProgressReport,
    title: str,
    *,
    address: str = "",
    file: StoredFile | None = None,
) -> Evidence:
    """A draft of evidence for a report; the file is the evidence's from now on.

    Raises EditNotAllowed, or InvalidParameter where the file or a text can't be taken; a file that
    isn't kept is deleted.
    """
    try:
        samples = report.is_sample
        reviewing.demand(user, Verb.PREPARE, report.of_commitment, samples=samples)
        values = _described(report, title, address, file)
        with transaction.atomic():
            made = reviewing.create(user, Evidence(report=report, **values))
    except BaseException:
        if file is not None:
            stored.delete(file)
        raise
    return made


def _described(
    report: ProgressReport, title: str, address: str, file: StoredFile | None
) -> dict[str, Any]:
    if bool(address.strip()) == (file is not None):
        raise InvalidParameter("Dé una dirección o un archivo, uno de los dos.", parameter="file")
    try:
        text = paragraphs(_MAX_TITLE)(title)
        given = parse_url(address)
    except CellError as error:
        parameter = "address" if "dirección" in str(error) else "title"
        raise InvalidParameter(str(error), parameter=parameter) from error
    if not text or (text.startswith(SAMPLE_PREFIX) and not report.is_sample):
        raise InvalidParameter("Diga qué es la evidencia.", parameter="title")
    values: dict[str, Any] = {"title": text}
    return values | ({"address": given} if file is None else _checked(file))


def _checked(file: StoredFile) -> dict[str, Any]:
    """What the file is, looked at by its content in the sandbox."""
    if file.size > MAX_BYTES:
        raise InvalidParameter(f"El archivo pasa de {MAX_BYTES // 1_000_000} MB.", parameter="file")
    with temporary_folder("evidence") as folder:
        path = Path(folder) / "file"
        stored.copy_to(file, path)
        output = Path(folder) / "output"
        output.mkdir()
        try:
            found = sandbox.run("check_evidence", {"file": path}, {}, output)
        except SourceError as error:
            raise InvalidParameter(str(error), parameter="file") from error
        name = Path(file.name).stem[:150] + str(found["suffix"])
        kept = _kept(file, name, output / "image")
    return {
        "file": kept.pk,
        "file_name": name,
        "kind": found["kind"],
        "size": kept.size,
        "sha256": kept.sha256,
    }


def _kept(file: StoredFile, name: str, image: Path) -> StoredFile:
    """The file itself, or the image that was written anew in its place."""
    if not image.exists():
        return file
    with stored.create(name, file.media_type) as writer:
        writer.write(image.read_bytes())
    stored.delete(file)
    return writer.file


def publish(user: AnyUser, evidence: Evidence, *, is_cleared: bool) -> Evidence:
    """Publish a locked evidence, once the person confirms that nothing personal is in it."""
    if not is_cleared:
        raise InvalidParameter(
            "Confirme que no hay asistentes, firmas, números de documento ni testimonios "
            "identificables.",
            parameter="cleared",
        )
    return reviewing.take(user, evidence, Step.PUBLISH, cleared_at=timezone.now())


def file_of(user: AnyUser, key: int) -> tuple[Evidence, StoredFile]:
    """An evidence's file, where the account sees it; raises FeatureNotFound otherwise."""
    found = visible_to(Evidence.objects.all(), user).filter(pk=key, file__isnull=False).first()
    if found is None or found.file is None:
        raise FeatureNotFound("No existe ese archivo.", parameter="id")
    file = StoredFile.objects.filter(pk=found.file).first()
    if file is None or file.sha256 != found.sha256:
        raise StoredFileMissing("El archivo ya no está guardado.")
    return found, file


def media_type_of(evidence: Evidence) -> str:
    """What it is served as: by what was found in it, never by what its sender called it."""
    return MEDIA_TYPES.get(Path(evidence.file_name or "").suffix, "application/octet-stream")
