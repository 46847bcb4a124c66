"""Whether the files of the register have titles: two queries, whatever is asked and found.

A title that isn't there and one of which a part is wrong are answered in one way, by one path:
what is asked for is a hash, and all of the bucket that it falls into is compared with it.
"""

from __future__ import annotations

import hmac
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from territory.models import TitleFile, TitleMark
from territory.titles.identifiers import Identifier, bucket_of, digest
from territory.titles.keys import keys

NOT_A_CERTIFICATE = "Esta respuesta no es un certificado."


class NothingToAsk(Exception):
    """No file of the register is there whose hashes can be made."""


@dataclass(frozen=True)
class Answer:
    """``file`` is one that has the title, None where none of ``Answers.files`` has."""

    file: TitleFile | None

    @property
    def is_there(self) -> bool:
        return self.file is not None


@dataclass(frozen=True)
class Answers:
    """An answer to each question, and the files that were asked; ``others`` couldn't be."""

    answers: tuple[Answer, ...]
    files: tuple[TitleFile, ...]
    others: tuple[TitleFile, ...]

    @property
    def are_samples(self) -> bool:
        """Whether it was invented titles that were looked among."""
        return any(file.is_sample for file in self.files)


def register() -> tuple[tuple[TitleFile, ...], tuple[TitleFile, ...]]:
    """The published files whose key is there, and the others. One query."""
    known = {key.id for key in keys()}
    files = list(TitleFile.objects.published().order_by("-cutoff_date", "source", "pk"))
    askable = tuple(file for file in files if file.key_id in known)
    return askable, tuple(file for file in files if file.key_id not in known)


def ask(titles: Sequence[Identifier]) -> Answers:
    """Whether each is in the register. Raises NothingToAsk where there is no register to ask."""
    files, others = register()
    if not files:
        raise NothingToAsk
    wanted = [[digest(key, title) for key in keys()] for title in titles]
    marks = _marks({bucket_of(one) for own in wanted for one in own}, files[0].is_sample)
    by_code = {file.code: file for file in files}
    found = [_find(own, marks, by_code) for own in wanted]
    return Answers(tuple(Answer(file) for file in found), files, others)


def _marks(buckets: set[int], samples: bool) -> Mapping[int, list[tuple[bytes, str]]]:
    """Bucket → hashes and their files."""
    rows = TitleMark.objects.filter(bucket__in=buckets, is_sample=samples)
    found: dict[int, list[tuple[bytes, str]]] = defaultdict(list)
    for bucket, hash_, code in rows.values_list("bucket", "digest", "file_code"):
        found[bucket].append((bytes(hash_), code))
    return found


def _find(
    wanted: Sequence[bytes],
    marks: Mapping[int, list[tuple[bytes, str]]],
    files: Mapping[str, TitleFile],
) -> TitleFile | None:
    """Every hash of the buckets is compared, whichever is equal, each in constant time."""
    found: TitleFile | None = None
    for one in wanted:
        for hash_, code in marks.get(bucket_of(one), ()):
            if hmac.compare_digest(one, hash_):
                found = files.get(code)
    return found
