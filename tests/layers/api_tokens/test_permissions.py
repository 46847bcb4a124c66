"""Who may make, see and end keys: every kind of account, its own key and another's."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser, Permission, User

from layers.api_tokens.issuing import MOST_WORKING, Wanted, issue, may_issue, may_see, revoke
from layers.errors import EditNotAllowed, FeatureNotFound, InvalidParameter, QuotaExceeded
from territory import api_tokens
from territory.models import ApiToken, FacilityAccount, TokenScope
from territory.roles import AnyUser
from tests.facilities import OTHER_CODE, key, reporter
from tests.publishers import everybody

pytestmark = pytest.mark.django_db

# Who may do what with a key of the account that reports for the facility.
MATRIX = {
    "make": {"reporter", "admin", "keeper"},
    "see and end": {"reporter", "admin", "keeper"},
}


@pytest.fixture
def people() -> dict[str, AnyUser]:
    keeper = reporter("custodia", OTHER_CODE)
    keeper.user_permissions.add(Permission.objects.get(codename="change_apitoken"))
    return {
        "anonymous": AnonymousUser(),
        **everybody("SUSALUD"),
        "reporter": reporter("reporta"),
        "other_facility": reporter("ajeno_a_este", OTHER_CODE),
        "keeper": User.objects.get(pk=keeper.pk),
    }


def wanted(user: AnyUser, **values: object) -> Wanted:
    held = FacilityAccount.objects.filter(user=user.pk).first()
    given = {"scope": TokenScope.REPORT_BEDS, "facility": held, "name": "triaje", "days": 30}
    return Wanted(user, **given | values)  # type: ignore[arg-type]


def test_matrix(people: dict[str, AnyUser]) -> None:
    of_reporter = wanted(people["reporter"])
    token = key(people["reporter"]).token  # type: ignore[arg-type]
    asked: dict[str, Callable[[AnyUser], bool]] = {
        "make": lambda by: may_issue(by, of_reporter),
        "see and end": lambda by: may_see(by, token),
    }
    assert {
        verb: {name for name, user in people.items() if may(user)} for verb, may in asked.items()
    } == MATRIX


def test_nobody_gets_a_key_of_a_facility_that_the_account_does_not_act_for(
    people: dict[str, AnyUser],
) -> None:
    foreign = FacilityAccount.objects.get(user=people["other_facility"].pk)
    for by in ("reporter", "admin"):
        with pytest.raises(EditNotAllowed):
            issue(people[by], wanted(people["reporter"], facility=foreign))  # type: ignore[arg-type]
    assert not ApiToken.objects.exists()


def test_only_its_digest_is_kept(people: dict[str, AnyUser]) -> None:
    made = issue(people["reporter"], wanted(people["reporter"]))  # type: ignore[arg-type]
    _prefix, key_id, secret = made.text.split("_")
    (row,) = ApiToken.objects.values()
    assert row["key_id"] == key_id
    assert secret not in str(row)
    assert api_tokens.find(made.text) == made.token


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"scope": "everything"}, "scope"),
        ({"days": 100_000}, "days"),
        ({"name": "  "}, "name"),
        ({"name": "a" * 81}, "name"),
        ({"name": "tri\u202eaje"}, "name"),
        ({"name": "tri\x00aje"}, "name"),
    ],
)
def test_what_is_wrong_is_named(
    people: dict[str, AnyUser], values: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidParameter) as raised:
        issue(people["reporter"], wanted(people["reporter"], **values))  # type: ignore[arg-type]
    assert raised.value.parameter == field


def test_no_more_than_so_many_at_once(people: dict[str, AnyUser]) -> None:
    user: User = people["reporter"]  # type: ignore[assignment]
    made = [issue(user, wanted(user)) for _ in range(MOST_WORKING)]
    with pytest.raises(QuotaExceeded):
        issue(user, wanted(user))
    revoke(user, made[0].token.key_id)
    issue(user, wanted(user))


def test_a_foreign_key_does_not_exist(people: dict[str, AnyUser]) -> None:
    token = key(people["reporter"]).token  # type: ignore[arg-type]
    for name in ("other_facility", "member", "editor"):
        with pytest.raises(FeatureNotFound):
            revoke(people[name], token.key_id)  # type: ignore[arg-type]
    token.refresh_from_db()
    assert token.is_valid
