"""What is kept to return to of the register holds all services, and rural schools that are rural."""

import gzip
import json

from django.db import migrations
from django.db.models import F

_GZIP = b"\x1f\x8b"
_SCHOOLS, _SERVICES = "rural_schools", "school_services"
_ONLY_OF_RURAL_SCHOOLS = {"populated_place", "updated_on", "commitments"}


def _divide(apps, schema_editor):
    for snapshot in _snapshots(apps):
        snapshot.content = _rewritten(bytes(snapshot.content), _divided)
        snapshot.save(update_fields=["content"])
    apps.get_model("layers", "DataVersion").objects.filter(layer=_SCHOOLS).update(
        version=F("version") + 1
    )


def _join(apps, schema_editor):
    for snapshot in _snapshots(apps):
        snapshot.content = _rewritten(bytes(snapshot.content), _joined)
        snapshot.save(update_fields=["content"])


def _snapshots(apps):
    snapshots = apps.get_model("layers", "Snapshot").objects
    for key in list(snapshots.filter(source="education").values_list("pk", flat=True)):
        yield snapshots.get(pk=key)


def _rewritten(content, rewrite):
    if not content.startswith(_GZIP):
        return content
    items = map(json.loads, gzip.decompress(content).splitlines())
    lines = (json.dumps(item).encode() for item in rewrite(list(items)))
    return gzip.compress(b"\n".join(lines) + b"\n", mtime=0)


def _divided(items):
    schools = [item for item in items if item["table"] == _SCHOOLS and "row" in item]
    yield {"table": _SERVICES}
    for item in schools:
        row = {n: v for n, v in item["row"].items() if n not in _ONLY_OF_RURAL_SCHOOLS}
        yield item | {"table": _SERVICES, "row": row}
    yield {"table": _SCHOOLS}
    yield from (item for item in schools if item["row"]["area"] == "rural")


def _joined(items):
    """As the older checkout reads it: rural schools, and services whose area isn't known."""
    yield {"table": _SCHOOLS}
    absent = dict.fromkeys(_ONLY_OF_RURAL_SCHOOLS) | {"commitments": [8]}
    for item in items:
        if "row" not in item:
            continue
        if item["table"] == _SCHOOLS:
            yield item
        elif item["row"]["area"] is None:
            yield item | {"table": _SCHOOLS, "row": item["row"] | absent}


class Migration(migrations.Migration):
    dependencies = [
        ("layers", "0025_dataset_rows_edited"),
        ("territory", "0047_school_services"),
    ]

    operations = [migrations.RunPython(_divide, _join)]
