"""What a forked reader does: shut itself in, do one task, say how it ended."""

from __future__ import annotations

import json
import traceback
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from layers.reading.extent import unprobed
from layers.reading.gdal import pyogrio
from layers.reading.progress import watched
from layers.reading.results import ChoiceMissing, SourceError
from layers.sandbox.confinement import CannotConfine, confine, leave_network
from layers.sandbox.limits import Limits
from layers.sandbox.tasks import TASKS, Task
from layers.sandbox.wire import Reporter

_MAX_TRACEBACK = 8_000


def main(request_file: str, descriptor: str) -> None:
    """Do what the file says (task, files, arguments, folders, limits); report to the pipe."""
    reporter = Reporter(int(descriptor))
    request = json.loads(Path(request_file).read_text("utf-8"))
    reporter.end(_ended(request, reporter))


def _ended(request: Mapping[str, Any], reporter: Reporter) -> dict[str, Any]:
    """How it ended, whatever happened: nothing of a library's is for a person."""
    files = {name: Path(path) for name, path in request["files"].items()}
    output, temporary = Path(request["output"]), Path(request["temporary"])
    has_own_network = leave_network()
    try:
        work = _loaded(TASKS[request["task"]])
        limits = Limits(**request["limits"])
        confine(limits, files.values(), (output, temporary), has_own_network=has_own_network)
        with watched(reporter.add), unprobed():
            return {"result": work(files, request["arguments"], output, reporter)}
    except ChoiceMissing as error:
        return {"refused": str(error), "choice": error.choice, "offers": list(error.offers)}
    except SourceError as error:
        return {"refused": str(error)}
    except CannotConfine:
        return {"unconfined": True}
    except MemoryError:
        return {"memory": True}
    except Exception:  # noqa: BLE001 - the parent keeps it for whoever mends it
        return {"defect": traceback.format_exc()[-_MAX_TRACEBACK:]}


def load(tasks: Iterable[Task]) -> None:
    """Load their code, before anything is shut: what looks for libraries starts programs."""
    import_module("django").setup()
    pyogrio()
    for task in tasks:
        _loaded(task)


def _loaded(task: Task) -> Callable[..., dict[str, Any]]:
    module, _, function = task.work.partition(":")
    found: Callable[..., dict[str, Any]] = getattr(import_module(module), function)
    return found
