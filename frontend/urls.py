"""The site's addresses, in Spanish and without change over time."""

from __future__ import annotations

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from frontend.views import accounts, catalogue, guides, home, plan, search, units, viewer, zones


class UbigeoConverter(StringConverter):
    """INEI's 2, 4 or 6 digits."""

    regex = r"(?:\d{2}){1,3}"


register_converter(UbigeoConverter, "ubigeo")

app_name = "site"

urlpatterns = [
    path("", home.home, name="home"),
    path("mapa/", viewer.map_page, name="map"),
    path("buscar/", search.results, name="search"),
    path("t/", units.index, name="units"),
    path("t/<ubigeo:ubigeo>/", units.sheet, name="unit"),
    path("compromisos/", plan.index, name="commitments"),
    path("compromisos/<int:number>/", plan.commitment, name="commitment"),
    path("catalogo/", catalogue.index, name="catalogue"),
    path("catalogo/<slug:name>/", catalogue.layer, name="layer"),
    path("zonas/", zones.index, name="zones"),
    path("zonas/<int:pk>/", zones.sheet, name="zone"),
    path("zonas/<int:pk>/revision/", zones.decide, name="zone-decide"),
    path("cuenta/ingresar/", accounts.SignIn.as_view(), name="login"),
    path("cuenta/salir/", accounts.SignOut.as_view(), name="logout"),
    path("ayuda/", guides.index, name="help"),
    path("ayuda/qgis/", guides.qgis, name="qgis"),
    path("ayuda/qgis/conexiones-wms.xml", guides.wms_file, name="qgis-wms"),
    path("ayuda/qgis/conexiones-wfs.xml", guides.wfs_file, name="qgis-wfs"),
]
