"""The one door by which features are edited: permission, scope, validation, version, history.

Every protocol that writes comes through ``apply``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pghistory
from django.db import transaction

from layers import versions
from layers.editing import zones
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
]

# Layer → what carries one of its edits out, inside a transaction.
_EDITORS: dict[str, Callable[[AnyUser, Edit], Saved]] = {"intervention_zones": zones.edit}


def is_editable(layer: Layer) -> bool:
    """Whether anybody may edit the layer at all."""
    return layer.name in _EDITORS


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
    editor = _EDITORS.get(layer.name)
    if editor is None:
        raise LayerNotEditable(f"La capa «{layer.name}» no se edita.")
    if not user.is_authenticated:
        raise NotAuthenticated
    with pghistory.context(user=user.pk, name=name_of(user)), transaction.atomic():
        saved = [editor(user, edit) for edit in edits]
        if saved:
            versions.bump(layer.name)
    return saved
