"""The site's addresses, in Spanish and without change over time."""

from __future__ import annotations

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from frontend.methods import offering, read_only
from frontend.views import (
    accounts,
    catalogue,
    downloads,
    guides,
    home,
    jobs,
    plan,
    search,
    units,
    viewer,
)
from frontend.views.datasets import files as dataset_files
from frontend.views.datasets import sheet as dataset_sheet
from frontend.views.publishing import changes, sources, submissions
from frontend.views.zones import index as zone_index
from frontend.views.zones import notices as zone_notices
from frontend.views.zones import sheet as zone_sheet
from frontend.views.zones import versions as zone_versions


class UbigeoConverter(StringConverter):
    """INEI's 2, 4 or 6 digits."""

    regex = r"(?:\d{2}){1,3}"


register_converter(UbigeoConverter, "ubigeo")

app_name = "site"

# Pages of who signed in: their forms are protected, and they look at nothing of other sites.
_page, _form = offering("GET", "HEAD"), offering("GET", "HEAD", "POST")

urlpatterns = [
    path("", read_only(home.home), name="home"),
    path("mapa/", read_only(viewer.map_page), name="map"),
    path("buscar/", read_only(search.results), name="search"),
    path("t/", read_only(units.index), name="units"),
    path("t/<ubigeo:ubigeo>/", read_only(units.sheet), name="unit"),
    path("compromisos/", read_only(plan.index), name="commitments"),
    path("compromisos/<int:number>/", read_only(plan.commitment), name="commitment"),
    path("catalogo/", read_only(catalogue.index), name="catalogue"),
    path("catalogo/<slug:name>/", read_only(catalogue.layer), name="layer"),
    path(
        "catalogo/<slug:name>/descargar/",
        offering("GET", "HEAD", "POST")(downloads.download),
        name="download",
    ),
    path("zonas/", read_only(zone_index.index), name="zones"),
    path("zonas/aprobadas.xml", read_only(zone_notices.public), name="zone-feed"),
    path("zonas/avisos/", offering("POST")(zone_notices.change_address), name="zone-notices"),
    path("zonas/avisos/<str:token>.xml", read_only(zone_notices.own), name="zone-own-feed"),
    path("zonas/<int:pk>/", read_only(zone_sheet.sheet), name="zone"),
    path("zonas/<int:pk>/revision/", offering("POST")(zone_sheet.decide), name="zone-decide"),
    path("zonas/<int:pk>/comparar/", read_only(zone_versions.compare), name="zone-comparison"),
    path("zonas/<int:pk>/restaurar/", offering("POST")(zone_versions.restore), name="zone-restore"),
    path("publicar/capa/", _page(dataset_files.index), name="datasets"),
    path("publicar/capa/nueva/", _form(dataset_files.new), name="dataset-new"),
    path("publicar/capa/archivo/<uuid:key>/", _form(dataset_files.sheet), name="dataset-file"),
    path(
        "publicar/capa/archivo/<uuid:key>/reemplazar/",
        offering("POST")(dataset_files.confirm),
        name="dataset-confirm",
    ),
    path(
        "publicar/capa/archivo/<uuid:key>/descartar/",
        offering("POST")(dataset_files.discard),
        name="dataset-discard",
    ),
    path("publicar/capa/<slug:name>/", _page(dataset_sheet.sheet), name="dataset"),
    path(
        "publicar/capa/<slug:name>/original/",
        _page(dataset_sheet.original),
        name="dataset-original",
    ),
    path(
        "publicar/capa/<slug:name>/archivo/", _form(dataset_files.replace), name="dataset-replace"
    ),
    *(
        path(f"publicar/capa/<slug:name>/{word}/", offering("POST")(view), name=f"dataset-{key}")
        for word, key, view in (
            ("descripcion", "describe", dataset_sheet.describe),
            ("campos", "columns", dataset_sheet.columns),
            ("estilo", "draw", dataset_sheet.draw),
            ("personales", "decide", dataset_sheet.decide),
        )
    ),
    *(
        path(
            f"publicar/capa/<slug:name>/{word}/",
            offering("POST")(dataset_sheet.step),
            {"done": word},
            name=f"dataset-{word}",
        )
        for word in dataset_sheet.STEPS
    ),
    path("trabajos/", read_only(jobs.index), name="jobs"),
    path("trabajos/<uuid:pk>/", read_only(jobs.sheet), name="job"),
    path("trabajos/<uuid:pk>/archivo/", read_only(jobs.file), name="job-file"),
    path("trabajos/<uuid:pk>/cancelar/", offering("POST")(jobs.cancel), name="job-cancel"),
    path("publicaciones.atom", read_only(changes.feed), name="publications-feed"),
    path("publicar/", offering("GET", "HEAD")(sources.index), name="publishing"),
    path(
        "publicar/fuentes/<slug:name>/",
        offering("GET", "HEAD")(sources.sheet),
        name="publishing-source",
    ),
    path(
        "publicar/fuentes/<slug:name>/ejemplo/",
        offering("GET", "HEAD")(sources.example),
        name="publishing-example",
    ),
    path(
        "publicar/fuentes/<slug:name>/entregar/",
        offering("POST")(sources.hand_in),
        name="publishing-hand-in",
    ),
    path(
        "publicar/partes/<int:pk>/",
        offering("POST")(sources.change_part),
        name="publishing-part",
    ),
    path(
        "publicar/publicaciones/<int:pk>/volver/",
        offering("POST")(sources.return_to),
        name="publishing-return",
    ),
    path(
        "publicar/entregas/<uuid:key>/",
        offering("GET", "HEAD")(submissions.sheet),
        name="submission",
    ),
    path(
        "publicar/entregas/<uuid:key>/revisar/",
        offering("POST")(submissions.check),
        name="submission-check",
    ),
    path(
        "publicar/entregas/<uuid:key>/decidir/",
        offering("POST")(submissions.decide),
        name="submission-decide",
    ),
    path(
        "publicar/entregas/<uuid:key>/cancelar/",
        offering("POST")(submissions.cancel),
        name="submission-cancel",
    ),
    path(
        "publicar/entregas/<uuid:key>/celdas/",
        offering("GET", "HEAD")(submissions.cell_list),
        name="submission-cells",
    ),
    path(
        "publicar/entregas/<uuid:key>/celdas.csv",
        offering("GET", "HEAD")(submissions.cell_file),
        name="submission-cells-csv",
    ),
    path(
        "publicar/entregas/<uuid:key>/marcar/",
        offering("POST")(submissions.mark),
        name="submission-mark",
    ),
    path(
        "publicar/entregas/<uuid:key>/filas/",
        offering("GET", "HEAD")(submissions.row_list),
        name="submission-rows",
    ),
    path(
        "publicar/entregas/<uuid:key>/filas.geojson",
        offering("GET", "HEAD")(submissions.row_features),
        name="submission-features",
    ),
    path("cuenta/ingresar/", accounts.SignIn.as_view(), name="login"),
    path("cuenta/salir/", accounts.SignOut.as_view(), name="logout"),
    path("ayuda/", read_only(guides.index), name="help"),
    path("ayuda/qgis/", read_only(guides.qgis), name="qgis"),
    path("ayuda/qgis/conexiones-wms.xml", read_only(guides.wms_file), name="qgis-wms"),
    path("ayuda/qgis/conexiones-wfs.xml", read_only(guides.wfs_file), name="qgis-wfs"),
]
