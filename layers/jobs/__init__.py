"""Work in the background: asked for here, done by workers, followed by whoever asked for it."""

from layers.jobs.asking import cancel, is_waiting, own, submit, visible_to
from layers.progress import JobCancelled, Progress

__all__ = ["JobCancelled", "Progress", "cancel", "is_waiting", "own", "submit", "visible_to"]
