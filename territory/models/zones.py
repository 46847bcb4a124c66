"""A planner's intervention zones, with every version of each, and the planners themselves.

Versions are kept by the database: whatever changes a row, triggers raise its ``version`` and
store what it has become in ``ZoneVersion``, which nobody can change or empty afterwards.
"""

from __future__ import annotations

from typing import Any, ClassVar

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from territory.models.orientation import COUNTER_CLOCKWISE
from territory.models.placed import SAMPLE_PREFIX
from territory.models.random_keys import random_key
from territory.models.searched import Searched
from territory.models.zone_audiences import RAISES


class Planner(models.Model):
    """The account of somebody who plans one department.

    What a ``is_demonstration`` account draws is a sample: it shows the tool and is no fact.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("cuenta"),
        on_delete=models.CASCADE,
        related_name="planner",
    )
    department = models.ForeignKey(
        "territory.AdminUnit",
        verbose_name=_("departamento"),
        on_delete=models.PROTECT,
        limit_choices_to={"level": "department"},
        related_name="+",
        db_column="department_ubigeo",
    )
    is_demonstration = models.BooleanField(_("es de demostración"), default=False)

    class Meta:
        verbose_name = _("planificador")
        verbose_name_plural = _("planificadores")
        ordering = ["department", "user"]
        constraints = [
            models.CheckConstraint(
                name="planner_of_department", condition=models.Q(Exact(Length("department"), 2))
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.department_id})"


# Before the row is written, so that no writer can leave its version as it was or choose one.
_RAISE_VERSION = pgtrigger.Trigger(
    name="raise_version",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    func="NEW.version := OLD.version + 1; NEW.updated_at := clock_timestamp(); RETURN NEW;",
)
_FIRST_VERSION = pgtrigger.Trigger(
    name="first_version",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    func="NEW.version := 1; RETURN NEW;",
)
_NO_TRUNCATE = pgtrigger.Trigger(
    name="no_truncate",
    level=pgtrigger.Statement,
    when=pgtrigger.Before,
    operation=pgtrigger.Truncate,
    func="RAISE EXCEPTION 'the versions of zones are kept for good';",
)


class InterventionZone(models.Model):
    """A zone that a planner proposes for their department; ``geom`` is EPSG:4326 and valid.

    ``version`` starts at 1 and is raised by the database at every change. ``area_ha`` is
    geodesic, on WGS 84's ellipsoid, to a square metre.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("borrador")
        SUBMITTED = "submitted", _("presentada")
        APPROVED = "approved", _("aprobada")

    searched: ClassVar[Searched] = Searched("title", place="department_id")

    # Drafts are their authors' own: an approved zone's key doesn't say how many there are.
    id = random_key()
    title = models.CharField(_("título"), max_length=200)
    description = models.TextField(_("descripción"), blank=True)
    commitments = ArrayField(
        models.SmallIntegerField(), verbose_name=_("compromisos"), default=list, blank=True
    )
    status = models.CharField(
        _("estado"), max_length=10, choices=Status.choices, default=Status.DRAFT
    )
    geom = models.MultiPolygonField(_("zona"))
    area_ha = models.GeneratedField(
        verbose_name=_("superficie geodésica (ha)"),
        expression=models.Func(
            "geom",
            template="round((ST_Area(%(expressions)s::geography) / 10000)::numeric, 4)"
            "::double precision",
        ),
        output_field=models.FloatField(),
        db_persist=True,
    )
    version = models.IntegerField(_("versión"), default=1, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("autor"),
        on_delete=models.PROTECT,
        related_name="zones",
    )
    department = models.ForeignKey(
        "territory.AdminUnit",
        verbose_name=_("departamento"),
        on_delete=models.PROTECT,
        related_name="+",
        db_column="department_ubigeo",
    )
    created_at = models.DateTimeField(_("creada"), auto_now_add=True)
    updated_at = models.DateTimeField(_("cambiada"), auto_now=True)
    is_sample = models.BooleanField(_("es una muestra"), default=False)

    class Meta:
        verbose_name = _("zona de intervención")
        verbose_name_plural = _("zonas de intervención")
        ordering = ["created_at", "id"]
        permissions = [
            ("review_interventionzone", "Puede revisar zonas de intervención"),
            (
                "review_sample_interventionzone",
                "Puede revisar las zonas de intervención que son muestras",
            ),
        ]
        triggers = [COUNTER_CLOCKWISE, _FIRST_VERSION, _RAISE_VERSION, *RAISES]
        constraints = [
            models.CheckConstraint(
                name="interventionzone_valid", condition=models.Q(geom__isvalid=True)
            ),
            models.CheckConstraint(
                name="interventionzone_of_department",
                condition=models.Q(Exact(Length("department"), 2)),
            ),
            models.CheckConstraint(
                name="interventionzone_sample_says_so",
                condition=models.Q(is_sample=False) | models.Q(title__startswith=SAMPLE_PREFIX),
            ),
        ]
        indexes = [models.Index(fields=["author", "status"], name="interventionzone_author")]

    def __str__(self) -> str:
        return self.title


# Who did it lies in the row itself and not in a table beside, so that it can't be changed
# either. Any: the class is made by the library, whose types end here.
ZoneVersion: Any = pghistory.create_event_model(
    InterventionZone,
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="ZoneVersion",
    obj_field=pghistory.ObjForeignKey(related_name="versions"),
    context_field=pghistory.ContextJSONField(),
    context_id_field=None,  # type: ignore[arg-type]  # as documented
    append_only=True,
    abstract=False,
    meta={
        "verbose_name": _("versión de una zona"),
        "verbose_name_plural": _("versiones de las zonas"),
        "ordering": ["pgh_id"],
        "triggers": [_NO_TRUNCATE],
    },
)
