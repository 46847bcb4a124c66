"""Kept publications of mining rights name their units, of which there was one."""

import gzip
import json

from django.db import migrations

_GZIP = b"\x1f\x8b"


def _name_units(apps, schema_editor):
    snapshots = apps.get_model("layers", "Snapshot").objects.filter(source="extractives")
    for key in list(snapshots.values_list("pk", flat=True)):
        snapshot = snapshots.get(pk=key)
        content = bytes(snapshot.content)
        if content.startswith(_GZIP):
            lines = [_line(line) for line in gzip.decompress(content).splitlines()]
            snapshot.content = gzip.compress(b"\n".join(lines), mtime=0)
            snapshot.save(update_fields=["content"])


def _line(line):
    item = json.loads(line)
    row = item.get("row")
    if row is None or "named_units" in row:
        return line
    declared = row.get("declared_ubigeo")
    return json.dumps(
        item | {"row": row | {"named_units": [declared] if declared else []}}
    ).encode()


class Migration(migrations.Migration):
    dependencies = [("layers", "0012_snapshot_system_user")]

    operations = [migrations.RunPython(_name_units, migrations.RunPython.noop)]
