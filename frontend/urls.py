"""The site's addresses, in Spanish and without change over time."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, register_converter
from django.urls.converters import StringConverter

from frontend import board_urls
from frontend.methods import offering, read_only
from frontend.views import (
    accounts,
    catalogue,
    commissions,
    downloads,
    guides,
    home,
    jobs,
    own_account,
    own_tokens,
    plan,
    search,
    units,
    viewer,
)
from frontend.views.accreditation.urls import ACCREDITATION
from frontend.views.board import feeds as board_feeds
from frontend.views.catalogues.urls import CATALOGUES
from frontend.views.datasets import files as dataset_files
from frontend.views.datasets import rows as dataset_rows
from frontend.views.datasets import sheet as dataset_sheet
from frontend.views.eib.urls import EIB
from frontend.views.emergency_beds.urls import EMERGENCY_BEDS
from frontend.views.environment.urls import ENVIRONMENT
from frontend.views.extraction.urls import EXTRACTION
from frontend.views.harvest.urls import HARVEST
from frontend.views.participation.process_urls import PROCESSES
from frontend.views.participation.urls import CONTRIBUTIONS
from frontend.views.publishing import changes, sources, submissions
from frontend.views.rasters.urls import COVERAGES
from frontend.views.residences.urls import RESIDENCES
from frontend.views.sanitation.urls import SANITATION
from frontend.views.security.urls import SECURITY
from frontend.views.security_policy.urls import SECURITY_POLICY
from frontend.views.studies.urls import STUDIES
from frontend.views.titles.urls import TITLES
from frontend.views.tracking.urls import TRACKING
from frontend.views.transit.urls import TRANSIT
from frontend.views.ugel.urls import UGEL
from frontend.views.zones import index as zone_index
from frontend.views.zones import notices as zone_notices
from frontend.views.zones import sheet as zone_sheet
from frontend.views.zones import versions as zone_versions


class UbigeoConverter(StringConverter):
    """INEI's 2, 4 or 6 digits."""

    regex = r"(?:\d{2}){1,3}"


class CommissionKindConverter(StringConverter):
    """Regional or municipal."""

    regex = "CAR|CAM"


register_converter(UbigeoConverter, "ubigeo")
register_converter(CommissionKindConverter, "commission_kind")

app_name = "site"

# Pages of who signed in: their forms are protected, and they look at nothing of other sites.
_page, _form, _step = offering("GET", "HEAD"), offering("GET", "HEAD", "POST"), offering("POST")

_DATASET_FILE = [
    path("", _form(dataset_files.sheet), name="dataset-file"),
    path("reemplazar/", _step(dataset_files.confirm), name="dataset-confirm"),
    path("descartar/", _step(dataset_files.discard), name="dataset-discard"),
]
_DATASET = [
    path("", _page(dataset_sheet.sheet), name="dataset"),
    path("original/", _page(dataset_sheet.original), name="dataset-original"),
    path("archivo/", _form(dataset_files.replace), name="dataset-replace"),
    path("descripcion/", _step(dataset_sheet.describe), name="dataset-describe"),
    path("campos/", _step(dataset_sheet.columns), name="dataset-columns"),
    path("estilo/", _step(dataset_sheet.draw), name="dataset-draw"),
    path("personales/", _step(dataset_sheet.decide), name="dataset-decide"),
    path("elementos/", _page(dataset_rows.index), name="dataset-rows"),
    path("elementos/nuevo/", _form(dataset_rows.new), name="dataset-row-new"),
    path("elementos/<int:key>/", _form(dataset_rows.row), name="dataset-row"),
    *(
        path(f"{word}/", _step(dataset_sheet.step), {"done": word}, name=f"dataset-{word}")
        for word in dataset_sheet.STEPS
    ),
]
_DATASETS: list[URLPattern | URLResolver] = [
    path("", _page(dataset_files.index), name="datasets"),
    path("nueva/", _form(dataset_files.new), name="dataset-new"),
    path("archivo/<uuid:key>/", include(_DATASET_FILE)),
    path("<slug:name>/", include(_DATASET)),
]
_SOURCE = [
    path("", _page(sources.sheet), name="publishing-source"),
    path("ejemplo/", _page(sources.example), name="publishing-example"),
    path("guia/", _page(sources.guide), name="publishing-guide"),
    path("guia/<slug:page>/", _page(sources.guide), name="publishing-guide"),
    path("entregar/", _step(sources.hand_in), name="publishing-hand-in"),
    path("trabajos/<uuid:key>/cancelar/", _step(sources.cancel), name="publishing-cancel"),
]
_SUBMISSION = [
    path("", _page(submissions.sheet), name="submission"),
    path("revisar/", _step(submissions.check), name="submission-check"),
    path("decidir/", _step(submissions.decide), name="submission-decide"),
    path("cancelar/", _step(submissions.cancel), name="submission-cancel"),
    path("celdas/", _page(submissions.cell_list), name="submission-cells"),
    path("celdas.csv", _page(submissions.cell_file), name="submission-cells-csv"),
    path("marcar/", _step(submissions.mark), name="submission-mark"),
    path("filas/", _page(submissions.row_list), name="submission-rows"),
    path("filas.geojson", _page(submissions.row_features), name="submission-features"),
]

_COMMISSIONS = [
    path("", read_only(commissions.index), name="commissions"),
    path("lineamientos/", read_only(commissions.guidelines_page), name="guidelines"),
    path("lineamientos.csv", read_only(commissions.guidelines_file), name="guidelines-csv"),
    path(
        "<commission_kind:kind>/<ubigeo:ubigeo>/", read_only(commissions.sheet), name="commission"
    ),
]

urlpatterns = [
    path("", read_only(home.home), name="home"),
    path("mapa/", read_only(viewer.map_page), name="map"),
    path("buscar/", read_only(search.results), name="search"),
    path("t/", read_only(units.index), name="units"),
    path("t/<ubigeo:ubigeo>/", read_only(units.sheet), name="unit"),
    path("compromisos/", read_only(plan.index), name="commitments"),
    path("compromisos/<int:number>/", read_only(plan.commitment), name="commitment"),
    path("seguimiento.atom", read_only(board_feeds.feed), name="tracking-feed"),
    path("compromisos/<int:number>.atom", read_only(board_feeds.feed), name="commitment-feed"),
    path("seguimiento/", include(board_urls.urlpatterns)),
    *TRACKING,
    path("comisiones/", include(_COMMISSIONS)),
    path("seguridad/", include(SECURITY_POLICY)),
    path("saneamiento/", include(SANITATION)),
    path("estudios/", include(STUDIES)),
    path("catalogo/", read_only(catalogue.index), name="catalogue"),
    path("catalogo/<slug:name>/", read_only(catalogue.layer), name="layer"),
    path("catalogo/<slug:name>/descargar/", _form(downloads.download), name="download"),
    path("zonas/", read_only(zone_index.index), name="zones"),
    path("zonas/aprobadas.xml", read_only(zone_notices.public), name="zone-feed"),
    path("zonas/avisos/", _step(zone_notices.change_address), name="zone-notices"),
    path("zonas/avisos/<str:token>.xml", read_only(zone_notices.own), name="zone-own-feed"),
    path("zonas/<int:pk>/", read_only(zone_sheet.sheet), name="zone"),
    path("zonas/<int:pk>/revision/", _step(zone_sheet.decide), name="zone-decide"),
    path("zonas/<int:pk>/comparar/", read_only(zone_versions.compare), name="zone-comparison"),
    path("zonas/<int:pk>/restaurar/", _step(zone_versions.restore), name="zone-restore"),
    path("participar/", include(CONTRIBUTIONS + PROCESSES)),
    path("publicar/capa/", include(_DATASETS)),
    path("publicar/raster/", include(COVERAGES)),
    path("publicar/servicios/", include(HARVEST)),
    path("acreditacion/", include(ACCREDITATION)),
    path("ambiente/", include(ENVIRONMENT)),
    path("extraccion/", include(EXTRACTION)),
    path("seguridad/", include(SECURITY)),
    path("titulos/", include(TITLES)),
    path("transporte/", include(TRANSIT)),
    path("eib/", include(EIB)),
    path("ugel/", include(UGEL)),
    path("residencias/", include(RESIDENCES)),
    path("catalogos/", include(CATALOGUES)),
    path("emergencias/", include(EMERGENCY_BEDS)),
    path("trabajos/", read_only(jobs.index), name="jobs"),
    path("trabajos/<uuid:pk>/", read_only(jobs.sheet), name="job"),
    path("trabajos/<uuid:pk>/archivo/", read_only(jobs.file), name="job-file"),
    path("trabajos/<uuid:pk>/cancelar/", _step(jobs.cancel), name="job-cancel"),
    path("publicaciones.atom", read_only(changes.feed), name="publications-feed"),
    path("publicar/", _page(sources.index), name="publishing"),
    path("publicar/fuentes/<slug:name>/", include(_SOURCE)),
    path("publicar/partes/<int:pk>/", _step(sources.change_part), name="publishing-part"),
    path(
        "publicar/publicaciones/<int:pk>/volver/",
        _step(sources.return_to),
        name="publishing-return",
    ),
    path("publicar/entregas/<uuid:key>/", include(_SUBMISSION)),
    path("cuenta/", _page(own_account.sheet), name="account"),
    path("cuenta/clave/", _form(own_account.change_password), name="password"),
    path("cuenta/claves/", _form(own_tokens.index), name="tokens"),
    path("cuenta/claves/<slug:key_id>/revocar/", _step(own_tokens.end), name="token-end"),
    path("cuenta/ingresar/", accounts.SignIn.as_view(), name="login"),
    path("cuenta/salir/", accounts.SignOut.as_view(), name="logout"),
    path("ayuda/", read_only(guides.index), name="help"),
    path("ayuda/qgis/", read_only(guides.qgis), name="qgis"),
    path("ayuda/qgis/conexiones-wms.xml", read_only(guides.wms_file), name="qgis-wms"),
    path("ayuda/qgis/conexiones-wfs.xml", read_only(guides.wfs_file), name="qgis-wfs"),
]
