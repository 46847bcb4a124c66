"""How far work has come, told to whoever watches it: a job's page, a terminal, nobody."""

from __future__ import annotations

from typing import Protocol


class JobStopped(Exception):
    """The work is to end, and whatever it holds in a transaction to be undone."""


class JobCancelled(JobStopped):
    """Somebody asked to cancel it."""


class JobInterrupted(JobStopped):
    """The worker ends; another goes on with the job from its beginning."""


class JobSuperseded(JobStopped):
    """The job was given to another worker, since this one gave no sign of life."""


class TryLater(Exception):
    """The work can't be done for the moment, by no fault of its own; nothing of it is done.

    The message is what people read. How often and when it is tried again its kind says.
    """


class Progress(Protocol):
    """What work is given to say how far it has come.

    Each of ``step``, ``add`` and ``check`` raises ``JobStopped`` where the work is to end.
    """

    def step(self, title: str, total: int | None = None) -> None:
        """Begin a part of the work, of so many rows where that is known."""

    def add(self, rows: int) -> None:
        """So many rows more were seen to."""

    def check(self) -> None:
        """Nothing to report, for work that waits for something else."""

    def keep(self) -> None:
        """What was done stays done: from here on a request to cancel comes too late."""


class Unwatched:
    """The progress of work that nobody watches."""

    def step(self, title: str, total: int | None = None) -> None:
        pass

    def add(self, rows: int) -> None:
        pass

    def check(self) -> None:
        pass

    def keep(self) -> None:
        pass
