"""Jobs remember what they take turns by, for where the queue has lost them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("layers", "0040_layer_use"),
    ]

    operations = [
        migrations.AddField(
            model_name="job",
            name="lock",
            field=models.CharField(editable=False, max_length=200, null=True),
        ),
    ]
