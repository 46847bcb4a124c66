"""The addresses of the UGEL, below ``/api/v1/``."""

from __future__ import annotations

from django.urls import URLPattern, path

from ows.rest.ugel.areas import UgelDetail, UgelList
from ows.rest.ugel.management import (
    FocalisedUgelList,
    ModelVersionList,
    RouteStepList,
    UgelAgreementList,
)
from ows.rest.ugel.shares import UgelDistrictList
from ows.rest.ugel.trainings import TrainingCountList, UgelTrainingList

UGEL: list[URLPattern] = [
    path("ugel/", UgelList.as_view(), name="ugel"),
    path("ugel/districts/", UgelDistrictList.as_view(), name="ugel-districts"),
    path("ugel/focalised/", FocalisedUgelList.as_view(), name="ugel-focalised"),
    path("ugel/route-steps/", RouteStepList.as_view(), name="ugel-route-steps"),
    path("ugel/agreements/", UgelAgreementList.as_view(), name="ugel-agreements"),
    path("ugel/model-versions/", ModelVersionList.as_view(), name="ugel-model-versions"),
    path("ugel/trainings/", UgelTrainingList.as_view(), name="ugel-trainings"),
    path("ugel/training-counts/", TrainingCountList.as_view(), name="ugel-training-counts"),
    path("ugel/<str:code>/", UgelDetail.as_view(), name="ugel-detail"),
]
