from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("layers", "0024_contributions"),
    ]

    operations = [
        migrations.AlterField(
            model_name="datasetevent",
            name="done",
            field=models.CharField(
                choices=[
                    ("created", "se hizo de un archivo"),
                    ("described", "se describió"),
                    ("columns", "se titularon sus campos"),
                    ("styled", "se cambió su estilo"),
                    ("decided", "se decidió sobre datos de personas"),
                    ("published", "se publicó"),
                    ("withdrawn", "se retiró"),
                    ("replaced", "se reemplazaron sus filas"),
                    ("edited", "se cambió un elemento"),
                    ("deleting", "se pidió borrarla"),
                    ("kept", "se dejó de borrar"),
                    ("deleted", "se borró"),
                ],
                max_length=20,
                verbose_name="qué",
            ),
        ),
    ]
