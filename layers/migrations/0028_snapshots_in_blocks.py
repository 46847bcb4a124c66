"""Publications are kept in blocks from now on; those of before are read as they are.

Back, they become what an older checkout reads: a line for each row.
"""

import gzip
import json

from django.db import migrations

_GZIP = b"\x1f\x8b"


def _leave(apps, schema_editor):
    """Both forms are read."""


def _write_rows(apps, schema_editor):
    snapshots = apps.get_model("layers", "Snapshot").objects
    for key in list(snapshots.values_list("pk", flat=True)):
        snapshot = snapshots.get(pk=key)
        snapshot.content = _rewritten(bytes(snapshot.content))
        snapshot.save(update_fields=["content"])


def _rewritten(content):
    if not content.startswith(_GZIP):
        return content
    lines = gzip.decompress(content).splitlines()
    if not lines or "tables" not in json.loads(lines[0]):
        return content
    rows = (json.dumps(item).encode() for item in _by_row(lines))
    return gzip.compress(b"\n".join(rows) + b"\n", mtime=0)


def _by_row(lines):
    first, *rest = map(json.loads, lines)
    for table in first["tables"]:
        yield {"table": table}
        for block in rest:
            if block["of"] == table:
                yield from _rows(table, block)


def _rows(table, block):
    for place, at in enumerate(block["at"]):
        row = {
            name: block["same"][name] if name in block["same"] else block["columns"][name][place]
            for name in block["names"]
        }
        yield {"table": table, "row": row} | ({} if at is None else {"at": at})


class Migration(migrations.Migration):
    dependencies = [("layers", "0027_snapshots_of_institutes")]

    operations = [migrations.RunPython(_leave, _write_rows)]
