"""What became of a record at each change, written by the database itself.

A model that carries ``history()`` among its triggers leaves a ``ChangeEntry`` whatever changes it:
the door of its pages, an administrator, or a statement typed by hand. Who did it and for which
office is what ``territory.changes.acting`` said of the transaction.
"""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.contrib.gis.db import models
from django.utils.translation import gettext_lazy as _

# Settings of a transaction; PostgreSQL knows any name with a point in it.
ACCOUNT_SETTING = "territory.account"
OFFICE_SETTING = "territory.office"
# Records whose history goes with what they are of.
DECISIONS = "territory.contributiondecision"


def _refusing(name: str, sentence: str) -> pgtrigger.Trigger:
    """Nobody empties the table."""
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        func=f"RAISE EXCEPTION '{sentence}';",
    )


class _KeptWithRecords(pgtrigger.Protect):
    """Append-only; but who withdraws a contribution takes back what was said of it."""

    def get_func(self, model: models.Model) -> str:
        return f"""
            IF TG_OP = 'DELETE' AND OLD.record = '{DECISIONS}' THEN
                IF EXISTS (
                    SELECT 1 FROM territory_contribution
                    WHERE id = OLD.key::bigint AND state = 'withdrawn'
                ) THEN
                    RETURN OLD;
                END IF;
            END IF;
            RAISE EXCEPTION 'the changes of records are kept for good';
        """  # noqa: S608 - the label is a constant of this module


class ChangeEntry(models.Model):
    """A record's insertion, change or deletion; append-only, and it outlives its record.

    Only the history of a decision on a contribution ends, with the contribution's withdrawal.

    ``record`` is the model's label in lower case and ``key`` the row's primary key as text.
    ``before`` and ``after`` hold the columns that differ, all of them where the row is new or
    gone; a geometry is GeoJSON. ``state_before`` and ``state_after`` are those of records that are
    reviewed. ``by`` is never shown to others, ``office`` is an agency's acronym; both are
    empty where nobody said (a statement typed by hand).
    """

    class Action(models.TextChoices):
        INSERT = "insert", _("creación")
        UPDATE = "update", _("cambio")
        DELETE = "delete", _("eliminación")

    record = models.CharField(_("registro"), max_length=100)
    key = models.CharField(_("clave"), max_length=40)
    version = models.IntegerField(_("versión"))
    action = models.CharField(_("acción"), max_length=6, choices=Action.choices)
    at = models.DateTimeField(_("cuándo"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("cuenta"),
        null=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
    )
    office = models.CharField(_("entidad"), max_length=30, null=True)
    state_before = models.CharField(_("estado anterior"), max_length=20, null=True)
    state_after = models.CharField(_("estado posterior"), max_length=20, null=True)
    before = models.JSONField(_("antes"), default=dict)
    after = models.JSONField(_("después"), default=dict)

    class Meta:
        verbose_name = _("cambio de un registro")
        verbose_name_plural = _("cambios de los registros")
        ordering = ["-pk"]
        triggers = [
            _KeptWithRecords(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            _refusing("no_truncate", "the changes of records are kept for good"),
        ]
        indexes = [models.Index(fields=["record", "key", "-id"], name="changeentry_record")]

    def __str__(self) -> str:
        return f"{self.record} {self.key}@{self.version}: {self.action}"


_FIRST_VERSION = """
    NEW.version := 1;
    NEW.updated_at := clock_timestamp();
    RETURN NEW;
"""

# A statement that changes nothing makes no version; another key would part a row from its past.
_NEXT_VERSION = """
    IF NEW.{meta.pk.column} <> OLD.{meta.pk.column} THEN
        RAISE EXCEPTION 'the key of a record that has a history stays';
    END IF;
    NEW.version := OLD.version;
    NEW.updated_at := OLD.updated_at;
    IF to_jsonb(NEW) - <own> <> to_jsonb(OLD) - <own> THEN
        NEW.version := OLD.version + 1;
        NEW.updated_at := clock_timestamp();
    END IF;
    RETURN NEW;
"""

_RECORD = """
    IF TG_OP <> 'INSERT' THEN
        whole_before := to_jsonb(OLD);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        whole_after := to_jsonb(NEW);
    END IF;
    SELECT coalesce(jsonb_object_agg(key, value), jsonb_build_object()) INTO part_before
    FROM jsonb_each(whole_before - <own>) WHERE value IS DISTINCT FROM whole_after -> key;
    SELECT coalesce(jsonb_object_agg(key, value), jsonb_build_object()) INTO part_after
    FROM jsonb_each(whole_after - <own>) WHERE value IS DISTINCT FROM whole_before -> key;
    IF part_before = part_after THEN
        RETURN NULL;
    END IF;
    INSERT INTO territory_changeentry (
        record, key, version, action, at, by_id, office, state_before, state_after, before, after
    ) VALUES (
        '{meta.label_lower}',
        coalesce(whole_after, whole_before) ->> '{meta.pk.column}',
        (coalesce(whole_after, whole_before) ->> 'version')::integer,
        lower(TG_OP),
        clock_timestamp(),
        nullif(current_setting('<account>', true), '')::integer,
        nullif(current_setting('<office>', true), ''),
        whole_before ->> 'state',
        whole_after ->> 'state',
        part_before,
        part_after
    );
    RETURN NULL;
"""
_WHOLES = ("whole_before", "whole_after")
_PARTS = ("part_before", "part_after")


def _of_model(body: str, derived: tuple[str, ...]) -> pgtrigger.Func:
    """``body`` without the columns that are no change: the row's own, and derived ones."""
    own = ", ".join(f"'{name}'" for name in ("version", "updated_at", *derived))
    filled = body.replace("<own>", f"ARRAY[{own}]")
    filled = filled.replace("<account>", ACCOUNT_SETTING).replace("<office>", OFFICE_SETTING)
    return pgtrigger.Func(filled)  # type: ignore[no-untyped-call]


def history(*derived: str) -> list[pgtrigger.Trigger]:
    """The triggers that a model carries for its history: ``triggers = [*history()]``.

    The model has the columns ``version`` (integer) and ``updated_at`` (timestamp), which the
    database keeps: nobody can leave them as they were or choose them. ``derived`` are columns that
    follow from others (generated ones), which are no change by themselves.
    """
    return [
        pgtrigger.Trigger(
            name="history_first",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert,
            func=_FIRST_VERSION,
        ),
        pgtrigger.Trigger(
            name="history_next",
            when=pgtrigger.Before,
            operation=pgtrigger.Update,
            func=_of_model(_NEXT_VERSION, derived),
        ),
        pgtrigger.Trigger(
            name="history_record",
            when=pgtrigger.After,
            operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
            declare=[(name, "jsonb") for name in (*_WHOLES, *_PARTS)],
            func=_of_model(_RECORD, derived),
        ),
        _refusing("history_whole", "a table whose history is kept is not emptied at once"),
    ]


def keeps_history(model: type[models.Model]) -> bool:
    """Whether the model carries ``history()``."""
    triggers = getattr(model._meta, "triggers", ())
    return any(trigger.name == "history_record" for trigger in triggers)
