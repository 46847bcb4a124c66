"""Nobody's name, telephone or document among what was published before."""

from django.db import migrations

from territory.holders import publishable
from territory.personal_data import free_texts, masked

_RECORDS = (
    "EnvironmentalCommission",
    "ExtractiveSite",
    "RuralSchool",
    "SanitationProject",
    "ServiceModelEntry",
    "TransitRoute",
    "TransitStop",
)
_REPLACE = """
    UPDATE {table} AS record SET {column} = clean.now
    FROM unnest(%s::text[], %s::text[]) AS clean (was, now)
    WHERE record.{column} = clean.was AND NOT record.is_sample
"""


def _clean(apps, schema_editor):
    for name in _RECORDS:
        model = apps.get_model("territory", name)
        for field in free_texts(model):
            shown = publishable if field == "holder" else masked
            _replace(schema_editor, model, field, shown)


def _replace(schema_editor, model, field, shown):
    """Each distinct text of a column by what may be shown of it, where that is another."""
    rows = model.objects.filter(is_sample=False, **{f"{field}__isnull": False})
    if field != "holder":
        rows = rows.filter(**{f"{field}__regex": "@|[0-9]{3}"})
    texts = rows.order_by().values_list(field, flat=True).distinct().iterator()
    pairs = [(text, clean) for text in texts if (clean := shown(text) or None) != text]
    if pairs:
        quote = schema_editor.quote_name
        column = model._meta.get_field(field).column
        statement = _REPLACE.format(table=quote(model._meta.db_table), column=quote(column))
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(statement, [[was for was, _ in pairs], [now for _, now in pairs]])


class Migration(migrations.Migration):
    dependencies = [("territory", "0017_unknown_text_is_null")]

    operations = [migrations.RunPython(_clean, migrations.RunPython.noop)]
