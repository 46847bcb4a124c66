"""Nobody's name, telephone or document in what is kept to return to, nor in any cache."""

import gzip
import json

from django.db import migrations
from django.db.models import F

from territory.holders import publishable
from territory.personal_data import free_texts, masked

_GZIP = b"\x1f\x8b"
_HOLDER, _HOLDERS_COLUMN = "holder", "tit_conces"
_TABLES = {
    "environmental_commissions": "EnvironmentalCommission",
    "extractive_sites": "ExtractiveSite",
    "rural_schools": "RuralSchool",
    "education_models": "ServiceModelEntry",
    "sanitation_projects": "SanitationProject",
    "transit_routes": "TransitRoute",
    "transit_stops": "TransitStop",
}


def _clean(apps, schema_editor):
    snapshots = apps.get_model("layers", "Snapshot").objects
    texts = {
        table: free_texts(apps.get_model("territory", name)) for table, name in _TABLES.items()
    }
    for key in list(snapshots.order_by("pk").values_list("pk", flat=True)):
        snapshot = snapshots.get(pk=key)
        snapshot.content = _without_persons(bytes(snapshot.content), texts)
        snapshot.report = {
            name: [_cell(cells) for cells in part] if name in ("errors", "notices") else part
            for name, part in snapshot.report.items()
        }
        snapshot.save(update_fields=["content", "report"])
    # What was drawn or written out before is drawn and written anew.
    apps.get_model("layers", "DataVersion").objects.update(version=F("version") + 1)


def _without_persons(content, texts):
    if not content.startswith(_GZIP):
        return content
    lines = gzip.decompress(content).splitlines()
    cleaned = [_line(line, texts) for line in lines]
    return content if cleaned == lines else gzip.compress(b"\n".join(cleaned), mtime=0)


def _line(line, texts):
    item = json.loads(line)
    row = item.get("row") or {}
    shown = {
        field: (publishable(row[field]) or None) if field == _HOLDER else masked(row[field])
        for field in texts.get(item["table"], ())
        if row.get(field) and not row.get("is_sample")
    }
    if all(row[field] == text for field, text in shown.items()):
        return line
    return json.dumps(item | {"row": row | shown}).encode()


def _cell(cells):
    """A row, column, value, reason and file of what was refused or left out."""
    row, column, value, *rest = cells
    return [row, column, "" if column == _HOLDERS_COLUMN else masked(value), *rest]


class Migration(migrations.Migration):
    dependencies = [
        ("layers", "0009_page_starts"),
        ("territory", "0018_natural_persons"),
    ]

    operations = [migrations.RunPython(_clean, migrations.RunPython.noop)]
