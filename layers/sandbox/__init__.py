"""A stranger's file is opened in a process that can do nothing but read it.

No network, no database, no program to start, no file of this machine but the libraries, and bounds
on memory and time: docs/decisions/sandbox.md says how each is held. What comes back is JSON and
files that run nothing.
"""

from layers.sandbox.limits import Limits, Usage
from layers.sandbox.running import Progress, run
from layers.sandbox.tasks import TASKS

__all__ = ["TASKS", "Limits", "Progress", "Usage", "run"]
