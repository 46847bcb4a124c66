"""Files that were made of the layer of contributions for download."""

from __future__ import annotations

from contextlib import suppress

from layers import jobs
from layers.errors import WrongState
from layers.models import Job, StoredFile
from layers.participation.contributions import NAME

_EXPORTS = "export_layer"


def forget_files() -> None:
    """Delete them: they hold what is gone.

    One that is being made may hold it too: it isn't finished.
    """
    exports = Job.objects.filter(kind=_EXPORTS, arguments__layer=NAME)
    for job in exports.filter(state__in=(Job.State.QUEUED, Job.State.RUNNING)):
        with suppress(WrongState):  # it ended in this moment, and has its file by now
            jobs.cancel(job)
    keys = list(exports.filter(result__has_key="file").values_list("result__file", flat=True))
    StoredFile.objects.filter(pk__in=keys).delete()
