"""What supports a record, as an address or a file that is looked at in the sandbox and kept.

What every kind of evidence shares: reports', deliveries', the library's of security, studies'.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

from layers import sandbox, stored
from layers.errors import FeatureNotFound, InvalidParameter, StoredFileMissing
from layers.models import StoredFile
from layers.reading.cells import CellError, parse_url
from layers.reading.results import SourceError
from layers.temporary import temporary_folder
from layers.tracking.cells import paragraphs
from territory.models.evidence_files import EvidenceFile
from territory.models.placed import SAMPLE_PREFIX
from territory.reviewing import visible_to
from territory.roles import AnyUser

Supporting = TypeVar("Supporting", bound=EvidenceFile)

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


def described(
    title: str,
    address: str,
    file: StoredFile | None,
    *,
    samples: bool,
    most_bytes: int = MAX_BYTES,
) -> dict[str, Any]:
    """The columns of an evidence, its file looked at; raises InvalidParameter."""
    if bool(address.strip()) == (file is not None):
        raise InvalidParameter("Dé una dirección o un archivo, uno de los dos.", parameter="file")
    try:
        text = paragraphs(_MAX_TITLE)(title)
        given = parse_url(address)
    except CellError as error:
        parameter = "address" if "dirección" in str(error) else "title"
        raise InvalidParameter(str(error), parameter=parameter) from error
    if not text or (text.startswith(SAMPLE_PREFIX) and not samples):
        raise InvalidParameter("Diga qué es la evidencia.", parameter="title")
    values: dict[str, Any] = {"title": text}
    return values | ({"address": given} if file is None else _checked(file, most_bytes))


def _checked(file: StoredFile, most_bytes: int) -> dict[str, Any]:
    """What the file is, looked at by its content in the sandbox."""
    if file.size > most_bytes:
        raise InvalidParameter(
            f"El archivo pasa de {most_bytes // 1_000_000} MB.", parameter="file"
        )
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


def file_of(
    user: AnyUser,
    key: int,
    model: type[Supporting],
) -> tuple[Supporting, StoredFile]:
    """An evidence's file, where the account sees it; raises FeatureNotFound otherwise."""
    rows: Any = model._default_manager.all()
    seen = visible_to(rows, user)
    found: Any = seen.filter(pk=key, file__isnull=False).first()
    if found is None or found.file is None:
        raise FeatureNotFound("No existe ese archivo.", parameter="id")
    file = StoredFile.objects.filter(pk=found.file).first()
    if file is None or file.sha256 != found.sha256:
        raise StoredFileMissing("El archivo ya no está guardado.")
    return found, file


def media_type_of(evidence: EvidenceFile) -> str:
    """What it is served as: by what was found in it, never by what its sender called it."""
    return MEDIA_TYPES.get(Path(evidence.file_name or "").suffix, "application/octet-stream")
