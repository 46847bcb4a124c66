"""Addresses of intercultural bilingual education in the domain API, below ``/api/v1/eib/``."""

from __future__ import annotations

from django.urls import path

from ows.rest.eib.coverage import CoverageList
from ows.rest.eib.languages import LanguageList
from ows.rest.eib.rounds import AnswerCountList, InstrumentList, ResultList, RoundList

EIB = [
    path("eib/languages/", LanguageList.as_view(), name="eib-languages"),
    path("eib/coverage/", CoverageList.as_view(), name="eib-coverage"),
    path("eib/instruments/", InstrumentList.as_view(), name="eib-instruments"),
    path("eib/rounds/", RoundList.as_view(), name="eib-rounds"),
    path("eib/round-results/", ResultList.as_view(), name="eib-round-results"),
    path("eib/round-answers/", AnswerCountList.as_view(), name="eib-round-answers"),
]
