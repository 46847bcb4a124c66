"""How often what each audience sees of the zones changed.

One number for all zones would let anybody count drafts: whatever shows it, if only as a tag,
changes with each that is saved.
"""

from __future__ import annotations

import pgtrigger
from django.db import models

# What the names stand for: every zone, the approved, the samples; and "author:<account>", theirs.
ALL, PUBLIC, SAMPLES, AUTHOR = "all", "public", "samples", "author:"


class ZoneAudience(models.Model):
    """A number for each set of zones that somebody sees whole, raised with each change in it.

    The database raises it (``raises``), whoever writes.
    """

    name = models.CharField(max_length=40, primary_key=True)
    version = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.name}@{self.version}"


# A statement at a time and in the order of names, so that two writers can't deadlock.
_RAISE = """
INSERT INTO territory_zoneaudience (name, version)
SELECT name, 1
FROM (
    SELECT DISTINCT unnest(ARRAY[
        'all',
        'author:' || author_id,
        CASE WHEN status = 'approved' THEN 'public' END,
        CASE WHEN is_sample THEN 'samples' END
    ]) AS name
    FROM ({changed}) AS changed
) AS seen
WHERE name IS NOT NULL
ORDER BY name
ON CONFLICT (name) DO UPDATE SET version = territory_zoneaudience.version + 1;
RETURN NULL;
"""
_ROWS = "SELECT author_id, status, is_sample FROM {0}"
_BEFORE, _AFTER = _ROWS.format("old_zones"), _ROWS.format("new_zones")


def _raises(operation: pgtrigger.Operation, changed: str, **rows: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=f"raise_audiences_{str(operation).lower()}",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(**rows),  # type: ignore[no-untyped-call]
        func=_RAISE.format(changed=changed),
    )


# A zone that stops being approved is gone from what all see: before and after both count.
RAISES = (
    _raises(pgtrigger.Insert, _AFTER, new="new_zones"),
    _raises(pgtrigger.Update, f"{_BEFORE} UNION ALL {_AFTER}", old="old_zones", new="new_zones"),
    _raises(pgtrigger.Delete, _BEFORE, old="old_zones"),
)
