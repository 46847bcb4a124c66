"""One run of a harvest: what is asked, what was answered, what of it is there already."""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from layers import sandbox, stored
from layers.harvest.asking import Asker, Received
from layers.harvest.pages.lines import LINES
from layers.harvest.policy import Bounds
from layers.harvest.sources import Source
from layers.models import HarvestPage, HarvestRun
from layers.progress import Progress
from layers.reading.numbers import grouped
from layers.reading.results import SourceError
from layers.remote import RemoteError
from layers.temporary import temporary_folder

# A run that broke off is gone on with for so long; its pages are forgotten then.
PAGES_KEPT = dt.timedelta(days=2)
_TYPE = "application/gzip"
# What a server answers by an error of its own, or not to the end, is asked again so often.
_ATTEMPTS_AT_ERRORS = 3

Summary = Mapping[str, Any]


class ServiceError(RemoteError):
    """El servicio respondió con un error propio."""

    is_passing = True


class Incomplete(Exception):
    """An answer lacks some of what it was asked for; nothing of it was kept."""


class Session:
    """What protocols are given: they ask by it, and it keeps what comes.

    ``titles`` (column → title), ``remarks`` and ``about`` (attribution, abstract) are what they
    learn of the layer; ``expected`` how many features there are, where the service says so.
    ``takes_whole``: pages were seen to overlap, so that the layer is asked for at once.
    """

    def __init__(
        self,
        source: Source,
        run: HarvestRun,
        asker: Asker,
        progress: Progress,
        fields: tuple[str, ...],
        bounds: Bounds | None = None,
    ) -> None:
        self.source, self.run, self.progress, self.fields = source, run, progress, fields
        self.asker = asker
        self.titles: dict[str, str] = {}
        self.about: dict[str, str] = {}
        self.remarks: list[str] = []
        self.expected: int | None = None
        self.takes_whole = False
        self.last_modified: dt.datetime | None = None
        self.pages: list[HarvestPage] = []
        self._bounds = bounds or Bounds()
        self._known = {page.key: page for page in run.pages.select_related("file")}
        self.resumed = len(self._known)

    def describe(self, address: str, form: str, accept: str = "", **said: Any) -> Summary:
        """What a document says of a service or layer; raises ServiceError in its words."""

        def read(received: Received, folder: Path) -> Summary:
            files = {"file": received.path}
            return sandbox.run("read_description", files, {"form": form, **said}, folder)

        return self._asked(address, accept, read)

    def page(
        self,
        address: str,
        form: str,
        accept: str = "",
        lacks: Callable[[Summary], bool] = lambda _summary: False,
        **chosen: Any,
    ) -> Summary:
        """An answer with features: asked for, or as an earlier attempt of the run left it.

        Raises Incomplete where ``lacks`` says so, ServiceError, SourceError.
        """
        key = hashlib.sha256(f"{form} {address}".encode()).hexdigest()
        known = self._known.get(key)
        if known is not None and known.file is not None:
            self._take(known)
            return dict(known.summary)
        arguments = {"form": form, "fields": list(self.fields), **chosen}

        def read(received: Received, folder: Path) -> Summary:
            summary = sandbox.run("read_answer", {"file": received.path}, arguments, folder)
            if not summary["error"]:
                if lacks(summary):
                    raise Incomplete
                if summary["missing"]:
                    named = ", ".join(summary["missing"][:10])
                    raise SourceError(f"El servicio ya no tiene las columnas {named}.")
                self.keep(key, received, summary, folder / LINES)
            return summary

        return self._asked(address, accept, read)

    def keep(self, key: str, received: Received, summary: Summary, lines: Path) -> None:
        """Store an answer's features until the run is over."""
        name = f"{self.source.key}-{len(self.pages) + 1:05}.jsonl.gz"
        with (
            stored.create(name, _TYPE, expires_in=PAGES_KEPT) as writer,
            lines.open("rb") as plain,
            gzip.GzipFile("", "wb", 4, writer, mtime=0) as packed,
        ):
            shutil.copyfileobj(plain, packed, 1 << 20)
        self._take(
            HarvestPage.objects.create(
                run=self.run,
                number=len(self.pages) + 1,
                key=key,
                address=received.address,
                sha256=received.sha256,
                summary=dict(summary),
                file=writer.file,
            )
        )

    def fetch(self, address: str, target: Path) -> Received:
        """A file as it is, within the bounds of the run."""
        received = self.asker.get(address, target)
        self._check()
        self.last_modified = received.last_modified
        return received

    def forget(self) -> None:
        """Begin again: what was kept goes."""
        forget_pages(self.run)
        self.pages, self._known = [], {}

    def _asked(
        self, address: str, accept: str, read: Callable[[Received, Path], Summary]
    ) -> Summary:
        waits = (*self.asker.waits_s[: _ATTEMPTS_AT_ERRORS - 1], None)
        for wait in waits:
            with temporary_folder("answer") as folder:
                output = folder / "read"
                output.mkdir()
                received = self.asker.get(address, folder / "answer", accept)
                self._check()
                try:
                    summary = read(received, output)
                    said = str(summary.get("error") or "")
                    if not said:
                        return summary
                    error: SourceError = ServiceError(f"El servicio responde: {said}")
                except RemoteError:
                    raise
                except SourceError as unreadable:
                    error = unreadable
            if wait is None:
                raise error
            self.asker.rest(wait)
        raise ServiceError

    def _take(self, page: HarvestPage) -> None:
        self.pages.append(page)
        features = int(page.summary["features"])
        self.progress.add(features)
        if sum(int(each.summary["features"]) for each in self.pages) > self._bounds.max_features:
            raise SourceError(f"La capa pasa de {grouped(self._bounds.max_features)} elementos.")

    def _check(self) -> None:
        self.progress.check()
        if self.asker.received_bytes > self._bounds.max_bytes:
            raise SourceError(f"La cosecha pasa de {self._bounds.max_bytes // 1_000_000} MB.")
        if self.asker.requests > self._bounds.max_requests:
            raise SourceError(
                f"La cosecha pasa de {grouped(self._bounds.max_requests)} peticiones."
            )
        if self.asker.elapsed_s > self._bounds.total_s:
            raise SourceError(f"La cosecha pasa de {self._bounds.total_s / 3_600:.0f} horas.")


def forget_pages(run: HarvestRun) -> None:
    """Delete the pages of a run, with what they hold."""
    for page in run.pages.select_related("file"):
        if page.file is not None:
            stored.delete(page.file)
    run.pages.all().delete()
