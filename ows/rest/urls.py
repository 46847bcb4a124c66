"""Addresses of the domain API, below ``/api/v1/``."""

from __future__ import annotations

from django.urls import path
from drf_spectacular.views import SpectacularAPIView

from layers.editing import Decision
from ows.rest.accreditation.urls import ACCREDITATION
from ows.rest.catalogues.urls import CATALOGUES
from ows.rest.commissions.guidelines import GuidelineList
from ows.rest.commitment_figures import CommitmentFigures
from ows.rest.commitments import CommitmentDetail, CommitmentList
from ows.rest.eib.urls import EIB
from ows.rest.emergency_beds.urls import EMERGENCY_BEDS
from ows.rest.environment.urls import ENVIRONMENT
from ows.rest.extraction.urls import EXTRACTION
from ows.rest.jobs import JobDetail, JobList
from ows.rest.layer_coverage import LayerCoverage
from ows.rest.layer_feature import LayerFeature, LayerFeatureList
from ows.rest.participation.urls import PARTICIPATION
from ows.rest.plan_alignment import PlanAlignment
from ows.rest.plan_events import PlanEventColumnList, PlanEventList
from ows.rest.published_layers import LayerList
from ows.rest.rasters.urls import RASTERS
from ows.rest.residences.urls import RESIDENCES
from ows.rest.root import Root
from ows.rest.sanitation.urls import SANITATION
from ows.rest.search import Search
from ows.rest.security.urls import SECURITY
from ows.rest.security_policy.urls import SECURITY_POLICY
from ows.rest.series import SeriesList, SeriesValues
from ows.rest.session import Session
from ows.rest.studies.urls import STUDIES
from ows.rest.titles.urls import TITLES
from ows.rest.tracking.milestones import ColumnList, MilestoneList
from ows.rest.tracking.ratings import RatingList
from ows.rest.transit.near_stops import NearStopsList
from ows.rest.ugel.urls import UGEL
from ows.rest.units import UnitDetail, UnitList, UnitSummary
from ows.rest.uploads import UploadDetail, UploadList
from ows.rest.zone_contents import ZoneContents
from ows.rest.zone_export import ZoneExport
from ows.rest.zone_measure import ZoneMeasure
from ows.rest.zone_reviews import RemarkList, ZoneDecisionStep, ZoneRemarks
from ows.rest.zone_shapes import ZoneShapes
from ows.rest.zone_versions import ZoneComparison, ZoneRestoration, ZoneVersionDetail, ZoneVersions
from ows.rest.zones import ZoneDetail, ZoneList

app_name = "rest"

urlpatterns = [
    path("", Root.as_view(), name="root"),
    path("search/", Search.as_view(), name="search"),
    path("units/", UnitList.as_view(), name="units"),
    path("units/<str:ubigeo>/", UnitDetail.as_view(), name="unit"),
    path("units/<str:ubigeo>/summary/", UnitSummary.as_view(), name="unit-summary"),
    path("commitments/", CommitmentList.as_view(), name="commitments"),
    path("commitments/<int:number>/", CommitmentDetail.as_view(), name="commitment"),
    path(
        "commitments/<int:number>/figures/",
        CommitmentFigures.as_view(),
        name="commitment-figures",
    ),
    path("plan/alignment/<str:framework>/", PlanAlignment.as_view(), name="plan-alignment"),
    path("plan/events/", PlanEventList.as_view(), name="plan-events"),
    path("plan/events/columns/", PlanEventColumnList.as_view(), name="plan-event-columns"),
    path("jobs/", JobList.as_view(), name="jobs"),
    path("jobs/<uuid:pk>/", JobDetail.as_view(), name="job"),
    path("layers/", LayerList.as_view(), name="layers"),
    path("layers/<str:name>/features/", LayerFeatureList.as_view(), name="layer-features"),
    path("layers/<str:name>/features/<str:fid>/", LayerFeature.as_view(), name="layer-feature"),
    path("layers/<str:name>/coverage/", LayerCoverage.as_view(), name="layer-coverage"),
    path("series/", SeriesList.as_view(), name="series"),
    path("series/<str:name>/", SeriesValues.as_view(), name="series-values"),
    path("commissions/guidelines/", GuidelineList.as_view(), name="guidelines"),
    path("tracking/milestones/", MilestoneList.as_view(), name="tracking-milestones"),
    path("tracking/ratings/", RatingList.as_view(), name="tracking-ratings"),
    path("tracking/columns/", ColumnList.as_view(), name="tracking-columns"),
    path("transit/people-near-stops/", NearStopsList.as_view(), name="people-near-stops"),
    *EIB,
    *EMERGENCY_BEDS,
    *PARTICIPATION,
    *RASTERS,
    *ACCREDITATION,
    *TITLES,
    *UGEL,
    *CATALOGUES,
    *RESIDENCES,
    *ENVIRONMENT,
    *EXTRACTION,
    *SECURITY,
    *SECURITY_POLICY,
    *SANITATION,
    *STUDIES,
    path("session/", Session.as_view(), name="session"),
    path("zones/", ZoneList.as_view(), name="zones"),
    path("zones/measure/", ZoneMeasure.as_view(), name="zone-measure"),
    path("zones/shapes/", ZoneShapes.as_view(), name="zone-shapes"),
    path("zones/remarks/", RemarkList.as_view(), name="zone-remark-list"),
    path("zones/<int:pk>/remarks/", ZoneRemarks.as_view(), name="zone-remarks"),
    path("zones/<int:pk>/", ZoneDetail.as_view(), name="zone"),
    *(
        path(
            f"zones/<int:pk>/{decision}/",
            ZoneDecisionStep.as_view(decision=decision),
            name=f"zone-{decision}",
        )
        for decision in Decision
    ),
    path("zones/<int:pk>/versions/", ZoneVersions.as_view(), name="zone-versions"),
    path(
        "zones/<int:pk>/versions/<int:version>/", ZoneVersionDetail.as_view(), name="zone-version"
    ),
    path(
        "zones/<int:pk>/versions/<int:version>/restore/",
        ZoneRestoration.as_view(),
        name="zone-restore",
    ),
    path("zones/<int:pk>/contents/", ZoneContents.as_view(), name="zone-contents"),
    path("zones/<int:pk>/export/", ZoneExport.as_view(), name="zone-export"),
    path("zones/<int:pk>/compare/", ZoneComparison.as_view(), name="zone-comparison"),
    path("uploads/", UploadList.as_view(), name="uploads"),
    path("uploads/<uuid:key>/", UploadDetail.as_view(), name="upload"),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
]
