"""How pages say whether people took part in drawing up a plan or in its follow-up."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from territory.plan_consultations import Stage

STAGE_TITLES = {
    Stage.DRAFTING: _("en la elaboración del plan, antes de su aprobación"),
    Stage.FOLLOW_UP: _("en el seguimiento del plan, ya aprobado"),
    Stage.UNKNOWN: _("no se sabe si antes o después de aprobarse el plan"),
}
