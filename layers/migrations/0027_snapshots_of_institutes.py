"""What is kept to return to of the register has a table of institutes too."""

import gzip
import json

from django.db import migrations

_GZIP = b"\x1f\x8b"
_INSTITUTES, _SERVICES = "higher_institutes", "school_services"
_NOT_OF_INSTITUTES = {"area"}
# Part of a level's name → the kind, as the reader of that day says it.
_KINDS = (("pedagog", "pedagogical"), ("tecnolog", "technological"), ("artistic", "artistic"))


def _add(apps, schema_editor):
    _rewrite(apps, lambda items: [*items, {"table": _INSTITUTES}, *_institutes(items)])


def _remove(apps, schema_editor):
    _rewrite(apps, lambda items: [item for item in items if item["table"] != _INSTITUTES])


def _rewrite(apps, change):
    snapshots = apps.get_model("layers", "Snapshot").objects
    for key in list(snapshots.filter(source="education").values_list("pk", flat=True)):
        snapshot = snapshots.get(pk=key)
        content = bytes(snapshot.content)
        if not content.startswith(_GZIP):
            continue
        items = list(map(json.loads, gzip.decompress(content).splitlines()))
        lines = (json.dumps(item).encode() for item in change(items))
        snapshot.content = gzip.compress(b"\n".join(lines) + b"\n", mtime=0)
        snapshot.save(update_fields=["content"])


def _institutes(items):
    for item in items:
        if item["table"] != _SERVICES or "row" not in item:
            continue
        kind = _kind(item["row"].get("level") or "")
        if kind:
            row = {n: v for n, v in item["row"].items() if n not in _NOT_OF_INSTITUTES}
            yield item | {"table": _INSTITUTES, "row": row | {"kind": kind, "commitments": [7]}}


def _kind(level):
    name = level.lower().replace("ó", "o").replace("í", "i").replace("á", "a").replace("é", "e")
    if "cetpro" in name or "tecnico productiva" in name or "tecnico-productiva" in name:
        return "productive"
    found = (kind for part, kind in _KINDS if part in name)
    return next(found, None) if "superior" in name else None


class Migration(migrations.Migration):
    dependencies = [
        ("layers", "0026_snapshots_of_services"),
        ("territory", "0049_higher_education"),
    ]

    operations = [migrations.RunPython(_add, _remove)]
