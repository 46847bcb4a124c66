"""The one door by which features are edited: permission, scope, validation, version, history.

Every protocol that writes comes through ``apply``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from typing import Any

import pghistory
from django.db import transaction

from layers import versions
from layers.datasets.tables import DatasetRows
from layers.editing import datasets, zones
from layers.editing.edits import (
    Decide,
    Decision,
    Delete,
    Edit,
    Insert,
    Remark,
    Restore,
    Saved,
    Update,
)
from layers.errors import LayerNotEditable, NotAuthenticated
from layers.layer import AnyUser, Layer
from territory.roles import name_of

__all__ = [
    "Decide",
    "Decision",
    "Delete",
    "Edit",
    "Insert",
    "Remark",
    "Restore",
    "Saved",
    "Update",
    "apply",
    "is_editable",
    "version_path",
    "written_names",
]

Editor = Callable[[AnyUser, Edit], Saved]
# Layer → what carries one of its edits out, inside a transaction.
_EDITORS: dict[str, Editor] = {"intervention_zones": zones.edit}


def is_editable(layer: Layer) -> bool:
    """Whether anybody may edit the layer at all."""
    return _editor_of(layer) is not None


def written_names(layer: Layer) -> tuple[str, ...]:
    """The fields that a feature's edit may name, where they are whatever the layer has."""
    if not isinstance(layer.rows, DatasetRows):
        return ()
    return tuple(column.name for column in layer.rows.columns)


def version_path(layer: Layer) -> str | None:
    """Where a row has the version that an edit of it names; None where the layer isn't edited."""
    if isinstance(layer.rows, DatasetRows):
        return "row_version"
    return "version" if layer.name in _EDITORS else None


def _signed(layer: Layer, user: AnyUser) -> AbstractContextManager[Any]:
    """Who edits, for the triggers that keep versions; a dataset's diary is told by its editor."""
    if isinstance(layer.rows, DatasetRows):
        return nullcontext()
    context: AbstractContextManager[Any] = pghistory.context(user=user.pk, name=name_of(user))
    return context


def _editor_of(layer: Layer) -> Editor | None:
    if isinstance(layer.rows, DatasetRows):
        return partial(datasets.edit, layer)
    return _EDITORS.get(layer.name)


def apply(user: AnyUser, layer: Layer, edits: Sequence[Edit]) -> list[Saved]:
    """Carry out all the edits or none, in the order given.

    Every version that they make is kept, with who made it. A row that is edited stays locked
    till the end, so of two who edit the same version one gets VersionConflict.

    Raises:
        NotAuthenticated, EditNotAllowed, OutsideScope: this user may not.
        FeatureNotFound: there is no such feature for this user.
        VersionRequired, VersionConflict, WrongState: the feature is not as the client thinks.
        InvalidParameter, InvalidGeometry: a value can't be stored.
    """
    editor = _editor_of(layer)
    if editor is None:
        raise LayerNotEditable(f"La capa «{layer.name}» no se edita.")
    if not user.is_authenticated:
        raise NotAuthenticated
    with _signed(layer, user), transaction.atomic():
        saved = [editor(user, edit) for edit in edits]
        if saved and layer.version is None:  # of the others the number rises with each edit
            versions.bump(layer.name)
    return saved
