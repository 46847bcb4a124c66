"""Records that an agency prepares, and somebody decides to publish."""

from __future__ import annotations

from typing import Any, ClassVar, TypeVar

from django.contrib.gis.db import models
from django.db.models import Exists, Q
from django.utils.translation import gettext_lazy as _

from territory.models.plan import Commitment
from territory.models.random_keys import random_key

Record = TypeVar("Record", bound=models.Model)


class ReviewState(models.TextChoices):
    """Where a record is on its way to the public."""

    DRAFT = "draft", _("borrador")
    SUBMITTED = "submitted", _("presentado")
    PUBLISHED = "published", _("publicado")
    WITHDRAWN = "withdrawn", _("retirado")


class ReviewedRows(models.QuerySet[Record]):
    """The rows of a table of reviewed records.

    Every way out asks ``published()``, or ``territory.reviewing.visible_to`` where the account is
    known.
    """

    def published(self) -> ReviewedRows[Record]:
        """What everybody sees: facts or, while none is published, samples; never both.

        Of a record within others (an evidence of a report) those are published as well.
        """
        return self.filter(self.public_condition())

    def public_condition(self) -> Q:
        """The same as a condition."""
        published = published_condition(self.model)
        facts: models.QuerySet[Any] = self.model._default_manager.filter(published, is_sample=False)
        return published & Q(is_sample=~Exists(facts.order_by()))


def published_condition(model: type[models.Model]) -> Q:
    """That a row and what it is within are published, be they facts or samples."""
    within: tuple[str, ...] = getattr(model, "within", ())
    condition = Q(state=ReviewState.PUBLISHED)
    for outer in within:
        condition &= Q(**{f"{outer}__state": ReviewState.PUBLISHED})
    return condition


class ReviewedRecord(models.Model):
    """A record of a commitment that is prepared, submitted, published and perhaps withdrawn.

    ``version`` starts at 1 and is raised by the database at every change. ``proposed`` are the
    values that wait to replace a published record's: everybody reads the published ones until
    somebody has decided (``layers.reviewing``). ``commitment_path`` leads to the commitment, whose
    agencies in charge prepare and publish the record; ``within`` to the reviewed records that it
    is a part of. Its key is random, since it is in addresses, and tells nobody of what isn't
    published.
    """

    id = random_key()
    state = models.CharField(
        _("estado de publicación"),
        max_length=10,
        choices=ReviewState.choices,
        default=ReviewState.DRAFT,
    )
    proposed = models.JSONField(_("valores propuestos"), null=True, blank=True, editable=False)
    is_proposal_submitted = models.BooleanField(
        _("propuesta presentada"), default=False, editable=False
    )
    version = models.IntegerField(_("versión"), default=1, editable=False)
    updated_at = models.DateTimeField(_("cambiado"), auto_now=True)
    is_sample = models.BooleanField(_("es una muestra"), default=False)

    commitment_path: ClassVar[str] = "commitment"
    within: ClassVar[tuple[str, ...]] = ()

    objects = ReviewedRows.as_manager()

    class Meta:
        abstract = True

    @property
    def of_commitment(self) -> Commitment:
        """The commitment that the record is of."""
        found: Any = self
        for step in self.commitment_path.split("__"):
            found = getattr(found, step)
        assert isinstance(found, Commitment)
        return found

    @property
    def outer_records(self) -> list[ReviewedRecord]:
        """The reviewed records that it is a part of."""
        found = []
        for path in self.within:
            outer: Any = self
            for step in path.split("__"):
                outer = getattr(outer, step)
            found.append(outer)
        return found

    @property
    def sample_column(self) -> str:
        """The column in which a sample has to say that it is one, by the table's constraint.

        Empty where the table has none.
        """
        for constraint in self._meta.constraints:
            if constraint.name.endswith("_sample_says_so"):
                assert isinstance(constraint, models.CheckConstraint)
                return _column_of(constraint.condition)
        return ""


def _column_of(condition: Any) -> str:
    """Of ``Q(is_sample=False) | Q(<column>__startswith=…)``."""
    names = [str(child[0]) for child in condition.children]
    return next(name.removesuffix("__startswith") for name in names if name != "is_sample")
