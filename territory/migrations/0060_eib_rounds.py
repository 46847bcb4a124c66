import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import territory.models.random_keys


class Migration(migrations.Migration):
    dependencies = [
        ("territory", "0059_ugel_trainings"),
    ]

    operations = [
        migrations.CreateModel(
            name="EibInstrument",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        db_default=territory.models.random_keys.RandomKey(),
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "borrador"),
                            ("submitted", "presentado"),
                            ("published", "publicado"),
                            ("withdrawn", "retirado"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="estado de publicación",
                    ),
                ),
                (
                    "proposed",
                    models.JSONField(
                        blank=True, editable=False, null=True, verbose_name="valores propuestos"
                    ),
                ),
                (
                    "is_proposal_submitted",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="propuesta presentada"
                    ),
                ),
                ("version", models.IntegerField(default=1, editable=False, verbose_name="versión")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="cambiado")),
                ("is_sample", models.BooleanField(default=False, verbose_name="es una muestra")),
                (
                    "source_url",
                    models.URLField(
                        blank=True, max_length=500, null=True, verbose_name="dirección de la fuente"
                    ),
                ),
                ("cutoff_date", models.DateField(verbose_name="fecha de corte")),
                ("slug", models.SlugField(max_length=60, verbose_name="identificador")),
                (
                    "number",
                    models.SmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="versión",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="título")),
                ("purpose", models.TextField(verbose_name="para qué se aplica")),
                ("dated_on", models.DateField(verbose_name="fecha de esta versión")),
                ("items", models.JSONField(verbose_name="preguntas")),
                (
                    "commitment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="eib_instruments",
                        to="territory.commitment",
                        verbose_name="compromiso",
                    ),
                ),
            ],
            options={
                "verbose_name": "instrumento EIB",
                "verbose_name_plural": "instrumentos EIB",
                "ordering": ["slug", "-number"],
            },
        ),
        migrations.CreateModel(
            name="EibRound",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        db_default=territory.models.random_keys.RandomKey(),
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "borrador"),
                            ("submitted", "presentado"),
                            ("published", "publicado"),
                            ("withdrawn", "retirado"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="estado de publicación",
                    ),
                ),
                (
                    "proposed",
                    models.JSONField(
                        blank=True, editable=False, null=True, verbose_name="valores propuestos"
                    ),
                ),
                (
                    "is_proposal_submitted",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="propuesta presentada"
                    ),
                ),
                ("version", models.IntegerField(default=1, editable=False, verbose_name="versión")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="cambiado")),
                ("is_sample", models.BooleanField(default=False, verbose_name="es una muestra")),
                (
                    "source_url",
                    models.URLField(
                        blank=True, max_length=500, null=True, verbose_name="dirección de la fuente"
                    ),
                ),
                ("cutoff_date", models.DateField(verbose_name="fecha de corte")),
                ("code", models.SlugField(max_length=40, verbose_name="código de la ronda")),
                ("title", models.CharField(max_length=200, verbose_name="título")),
                ("starts_on", models.DateField(verbose_name="empieza el")),
                ("ends_on", models.DateField(verbose_name="termina el")),
                (
                    "asked",
                    models.CharField(
                        help_text="Cómo se eligieron los servicios; sin nombres de personas.",
                        max_length=500,
                        verbose_name="a quiénes se preguntó",
                    ),
                ),
                ("source", models.CharField(max_length=200, verbose_name="fuente")),
                (
                    "answer_rows",
                    models.PositiveIntegerField(
                        blank=True, editable=False, null=True, verbose_name="filas de respuestas"
                    ),
                ),
                (
                    "services_answered",
                    models.PositiveIntegerField(
                        blank=True,
                        editable=False,
                        null=True,
                        verbose_name="servicios que respondieron",
                    ),
                ),
                (
                    "services_registered",
                    models.PositiveIntegerField(
                        blank=True,
                        editable=False,
                        null=True,
                        verbose_name="servicios del registro EIB",
                    ),
                ),
                (
                    "register_source",
                    models.CharField(
                        blank=True,
                        editable=False,
                        max_length=200,
                        null=True,
                        verbose_name="fuente del registro EIB",
                    ),
                ),
                (
                    "register_cutoff_date",
                    models.DateField(
                        blank=True,
                        editable=False,
                        null=True,
                        verbose_name="fecha de corte del registro EIB",
                    ),
                ),
                (
                    "counted_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="contado"
                    ),
                ),
                (
                    "instrument",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rounds",
                        to="territory.eibinstrument",
                        verbose_name="instrumento",
                    ),
                ),
            ],
            options={
                "verbose_name": "ronda de un instrumento EIB",
                "verbose_name_plural": "rondas de los instrumentos EIB",
                "ordering": ["-ends_on", "code"],
            },
        ),
        migrations.CreateModel(
            name="EibAnswerCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("item", models.CharField(max_length=20, verbose_name="pregunta")),
                ("answer", models.CharField(max_length=20, verbose_name="respuesta")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("value", "valor"),
                            ("suppressed", "reservado"),
                            ("not_reported", "no reportado"),
                            ("not_applicable", "no aplica"),
                        ],
                        max_length=14,
                        verbose_name="estado del valor",
                    ),
                ),
                ("number", models.IntegerField(null=True, verbose_name="cuántos la dieron")),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answer_counts",
                        to="territory.eibround",
                    ),
                ),
            ],
            options={
                "verbose_name": "respuesta de una ronda EIB",
                "verbose_name_plural": "respuestas de las rondas EIB",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="EibRoundAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "modular_code",
                    models.CharField(
                        max_length=7,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^\\d{7}$", "El código modular tiene 7 dígitos."
                            )
                        ],
                    ),
                ),
                (
                    "annex",
                    models.CharField(
                        max_length=1,
                        validators=[
                            django.core.validators.RegexValidator("^\\d$", "El anexo es un dígito.")
                        ],
                    ),
                ),
                ("network", models.CharField(max_length=20)),
                ("item", models.CharField(max_length=20)),
                ("answer", models.CharField(max_length=20)),
                ("number", models.PositiveIntegerField()),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="territory.eibround",
                    ),
                ),
            ],
            options={
                "verbose_name": "respuesta de un servicio",
                "verbose_name_plural": "respuestas de los servicios",
            },
        ),
        migrations.CreateModel(
            name="EibRoundCell",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("country", "todo lo preguntado"),
                            ("ugel", "UGEL"),
                            ("network", "red educativa"),
                            ("language", "lengua originaria"),
                            ("ugel_language", "UGEL y lengua originaria"),
                        ],
                        max_length=13,
                        verbose_name="nivel",
                    ),
                ),
                (
                    "ugel_code",
                    models.CharField(max_length=6, null=True, verbose_name="código de UGEL"),
                ),
                ("ugel", models.CharField(max_length=100, null=True, verbose_name="UGEL")),
                (
                    "network",
                    models.CharField(max_length=20, null=True, verbose_name="red educativa"),
                ),
                (
                    "language",
                    models.CharField(max_length=60, null=True, verbose_name="lengua originaria"),
                ),
                ("item", models.CharField(blank=True, max_length=20, verbose_name="pregunta")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("value", "valor"),
                            ("suppressed", "reservado"),
                            ("not_reported", "no reportado"),
                            ("not_applicable", "no aplica"),
                        ],
                        max_length=14,
                        verbose_name="estado del valor",
                    ),
                ),
                ("total", models.IntegerField(null=True, verbose_name="respuestas")),
                (
                    "favourable",
                    models.IntegerField(null=True, verbose_name="respuestas favorables"),
                ),
                (
                    "registered",
                    models.IntegerField(
                        help_text="Solo donde la pregunta es vacía.",
                        null=True,
                        verbose_name="servicios del registro EIB",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cells",
                        to="territory.eibround",
                    ),
                ),
            ],
            options={
                "verbose_name": "resultado de una ronda EIB",
                "verbose_name_plural": "resultados de las rondas EIB",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="EibRoundLoad",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(auto_now=True, verbose_name="cuándo")),
                ("job", models.UUIDField(null=True, verbose_name="trabajo")),
                ("rows", models.PositiveIntegerField(default=0, verbose_name="filas")),
                (
                    "fault_count",
                    models.PositiveIntegerField(default=0, verbose_name="celdas que no sirven"),
                ),
                (
                    "faults",
                    models.JSONField(default=list, verbose_name="primeras celdas que no sirven"),
                ),
                (
                    "round",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="load",
                        to="territory.eibround",
                    ),
                ),
            ],
            options={
                "verbose_name": "carga de respuestas",
                "verbose_name_plural": "cargas de respuestas",
            },
        ),
        migrations.AddConstraint(
            model_name="eibinstrument",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_sample", True),
                    models.Q(
                        ("source_url__isnull", False), models.Q(("source_url", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="eibinstrument_has_source",
            ),
        ),
        migrations.AddConstraint(
            model_name="eibinstrument",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_sample", False), ("title__startswith", "EJEMPLO · "), _connector="OR"
                ),
                name="eibinstrument_sample_says_so",
            ),
        ),
        migrations.AddConstraint(
            model_name="eibinstrument",
            constraint=models.UniqueConstraint(
                fields=("slug", "number"), name="eibinstrument_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="eibinstrument",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1)), name="eibinstrument_number"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="eibinstrument",
            trigger=pgtrigger.compiler.Trigger(
                name="history_first",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    NEW.version := 1;\n    NEW.updated_at := clock_timestamp();\n    RETURN NEW;\n",
                    hash="226aad062dbb0b490aea3a3dd2bec1ad290cc7ae",
                    operation="INSERT",
                    pgid="pgtrigger_history_first_77c43",
                    table="territory_eibinstrument",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="eibinstrument",
            trigger=pgtrigger.compiler.Trigger(
                name="history_next",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF NEW.id <> OLD.id THEN\n        RAISE EXCEPTION 'the key of a record that has a history stays';\n    END IF;\n    NEW.version := OLD.version;\n    NEW.updated_at := OLD.updated_at;\n    IF to_jsonb(NEW) - ARRAY['version', 'updated_at'] <> to_jsonb(OLD) - ARRAY['version', 'updated_at'] THEN\n        NEW.version := OLD.version + 1;\n        NEW.updated_at := clock_timestamp();\n    END IF;\n    RETURN NEW;\n",
                    hash="364ab74eb54107998f91bd188b4ba6c8331a3e1f",
                    operation="UPDATE",
                    pgid="pgtrigger_history_next_dd512",
                    table="territory_eibinstrument",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="eibinstrument",
            trigger=pgtrigger.compiler.Trigger(
                name="history_record",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE whole_before jsonb; whole_after jsonb; part_before jsonb; part_after jsonb;",
                    func="\n    IF TG_OP <> 'INSERT' THEN\n        whole_before := to_jsonb(OLD);\n    END IF;\n    IF TG_OP <> 'DELETE' THEN\n        whole_after := to_jsonb(NEW);\n    END IF;\n    SELECT coalesce(jsonb_object_agg(key, value), jsonb_build_object()) INTO part_before\n    FROM jsonb_each(whole_before - ARRAY['version', 'updated_at']) WHERE value IS DISTINCT FROM whole_after -> key;\n    SELECT coalesce(jsonb_object_agg(key, value), jsonb_build_object()) INTO part_after\n    FROM jsonb_each(whole_after - ARRAY['version', 'updated_at']) WHERE value IS DISTINCT FROM whole_before -> key;\n    IF part_before = part_after THEN\n        RETURN NULL;\n    END IF;\n    INSERT INTO territory_changeentry (\n        record, key, version, action, at, by_id, office, state_before, state_after, before, after\n    ) VALUES (\n        'territory.eibinstrument',\n        coalesce(whole_after, whole_before) ->> 'id',\n        (coalesce(whole_after, whole_before) ->> 'version')::integer,\n        lower(TG_OP),\n        clock_timestamp(),\n        nullif(current_setting('territory.account', true), '')::integer,\n        nullif(current_setting('territory.office', true), ''),\n        whole_before ->> 'state',\n        whole_after ->> 'state',\n        part_before,\n        part_after\n    );\n    RETURN NULL;\n",
                    hash="a7f8f4e4b12eab135832ea78e208c53769f2ec8a",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_record_e0926",
                    table="territory_eibinstrument",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="eibinstrument",
            trigger=pgtrigger.compiler.Trigger(
                name="history_whole",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a table whose history is kept is not emptied at once';",
                    hash="4e2092d11ccd51e2ebe21a9ac044c7d652576774",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_history_whole_b4ac4",
                    table="territory_eibinstrument",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="eibround",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_sample", True),
                    models.Q(
                        ("source_url__isnull", False), models.Q(("source_url", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="eibround_has_source",
            ),
        ),
        migrations.AddConstraint(
            model_name="eibround",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_sample", False), ("title__startswith", "EJEMPLO · "), _connector="OR"
                ),
                name="eibround_sample_says_so",
            ),
        ),
        migrations.AddConstraint(
            model_name="eibround",
            constraint=models.UniqueConstraint(fields=("instrument", "code"), name="eibround_once"),
        ),
        migrations.AddConstraint(
            model_name="eibround",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                name="eibround_days_order",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="eibround",
            trigger=pgtrigger.compiler.Trigger(
                name="history_first",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    NEW.version := 1;\n    NEW.updated_at := clock_timestamp();\n    RETURN NEW;\n",
                    hash="d8100c720e64f4780c4eef7051a27f32c110f5c2",
                    operation="INSERT",
                    pgid="pgtrigger_history_first_9c474",
                    table="territory_eibround",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="eibround",
            trigger=pgtrigger.compiler.Trigger(
                name="history_next",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF NEW.id <> OLD.id THEN\n        RAISE EXCEPTION 'the key of a record that has a history stays';\n    END IF;\n    NEW.version := OLD.version;\n    NEW.updated_at := OLD.updated_at;\n    IF to_jsonb(NEW) - ARRAY['version', 'updated_at'] <> to_jsonb(OLD) - ARRAY['version', 'updated_at'] THEN\n        NEW.version := OLD.version + 1;\n        NEW.updated_at := clock_timestamp();\n    END IF;\n    RETURN NEW;\n",
                    hash="051ee28f9139c04089ea5db2627fe4e52a54c40a",
                    operation="UPDATE",
                    pgid="pgtrigger_history_next_defc3",
                    table="territory_eibround",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="eibround",
            trigger=pgtrigger.compiler.Trigger(
                name="history_record",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE whole_before jsonb; whole_after jsonb; part_before jsonb; part_after jsonb;",
                    func="\n    IF TG_OP <> 'INSERT' THEN\n        whole_before := to_jsonb(OLD);\n    END IF;\n    IF TG_OP <> 'DELETE' THEN\n        whole_after := to_jsonb(NEW);\n    END IF;\n    SELECT coalesce(jsonb_object_agg(key, value), jsonb_build_object()) INTO part_before\n    FROM jsonb_each(whole_before - ARRAY['version', 'updated_at']) WHERE value IS DISTINCT FROM whole_after -> key;\n    SELECT coalesce(jsonb_object_agg(key, value), jsonb_build_object()) INTO part_after\n    FROM jsonb_each(whole_after - ARRAY['version', 'updated_at']) WHERE value IS DISTINCT FROM whole_before -> key;\n    IF part_before = part_after THEN\n        RETURN NULL;\n    END IF;\n    INSERT INTO territory_changeentry (\n        record, key, version, action, at, by_id, office, state_before, state_after, before, after\n    ) VALUES (\n        'territory.eibround',\n        coalesce(whole_after, whole_before) ->> 'id',\n        (coalesce(whole_after, whole_before) ->> 'version')::integer,\n        lower(TG_OP),\n        clock_timestamp(),\n        nullif(current_setting('territory.account', true), '')::integer,\n        nullif(current_setting('territory.office', true), ''),\n        whole_before ->> 'state',\n        whole_after ->> 'state',\n        part_before,\n        part_after\n    );\n    RETURN NULL;\n",
                    hash="6033ab5c4b0fd7fdaf990f46bc389c4157ac3041",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_record_2bb95",
                    table="territory_eibround",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="eibround",
            trigger=pgtrigger.compiler.Trigger(
                name="history_whole",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a table whose history is kept is not emptied at once';",
                    hash="a54e03859f154efe93b77e661ad8357498c91d94",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_history_whole_863a5",
                    table="territory_eibround",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="eibanswercount",
            constraint=models.UniqueConstraint(
                fields=("round", "item", "answer"), name="eibanswercount_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="eibanswercount",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("number__isnull", False), ("state", "value")),
                    models.Q(("number__isnull", True), ("state", "suppressed")),
                    _connector="OR",
                ),
                name="eibanswercount_value_if_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="eibanswercount",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1), ("number__lt", 5), _negated=True),
                name="eibanswercount_enough",
            ),
        ),
        migrations.AddConstraint(
            model_name="eibroundanswer",
            constraint=models.UniqueConstraint(
                fields=("round", "modular_code", "annex", "item", "answer"),
                name="eibroundanswer_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="eibroundcell",
            constraint=models.UniqueConstraint(
                fields=("round", "level", "ugel_code", "network", "language", "item"),
                name="eibroundcell_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="eibroundcell",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("favourable__isnull", False), ("state", "value"), ("total__isnull", False)
                    ),
                    models.Q(
                        ("favourable__isnull", True),
                        ("state", "suppressed"),
                        ("total__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="eibroundcell_value_if_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="eibroundcell",
            constraint=models.CheckConstraint(
                condition=models.Q(("total__gte", 1), ("total__lt", 5), _negated=True),
                name="eibroundcell_total_enough",
            ),
        ),
        migrations.AddConstraint(
            model_name="eibroundcell",
            constraint=models.CheckConstraint(
                condition=models.Q(("favourable__gte", 1), ("favourable__lt", 5), _negated=True),
                name="eibroundcell_favourable_enough",
            ),
        ),
        migrations.AddConstraint(
            model_name="eibroundcell",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("total__gt", models.F("favourable")),
                    (
                        "total__lt",
                        django.db.models.expressions.CombinedExpression(
                            models.F("favourable"), "+", models.Value(5)
                        ),
                    ),
                    _negated=True,
                ),
                name="eibroundcell_rest_enough",
            ),
        ),
        migrations.AddConstraint(
            model_name="eibroundcell",
            constraint=models.CheckConstraint(
                condition=models.Q(("favourable__lte", models.F("total"))), name="eibroundcell_part"
            ),
        ),
    ]
