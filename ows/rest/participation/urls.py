"""The addresses of contributions and of the processes, below ``/api/v1/``."""

from __future__ import annotations

from django.urls import URLPattern, path

from ows.rest.participation.agreements import AgreementList
from ows.rest.participation.consultations import ConsultationDetail, ConsultationList
from ows.rest.participation.contributions import Challenge, ContributionList
from ows.rest.participation.followed import ContributionByCode
from ows.rest.participation.root import ParticipationRoot
from ows.rest.participation.spaces import SessionList, SpaceList

PARTICIPATION: list[URLPattern] = [
    path("contributions/", ContributionList.as_view(), name="contributions"),
    path("contributions/challenge/", Challenge.as_view(), name="contribution-challenge"),
    path("contributions/<str:code>/", ContributionByCode.as_view(), name="contribution-by-code"),
    path("participation/", ParticipationRoot.as_view(), name="participation"),
    path("participation/spaces/", SpaceList.as_view(), name="participation-spaces"),
    path("participation/sessions/", SessionList.as_view(), name="participation-sessions"),
    path("participation/agreements/", AgreementList.as_view(), name="participation-agreements"),
    path(
        "participation/consultations/",
        ConsultationList.as_view(),
        name="participation-consultations",
    ),
    path(
        "participation/consultations/<slug:slug>/",
        ConsultationDetail.as_view(),
        name="participation-consultation",
    ),
]
