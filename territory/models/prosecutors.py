"""Commitments 16 and 17: complaints in prosecutors' offices, by prosecutors' district and year."""

from __future__ import annotations

from django.contrib.gis.db import models
from django.utils.translation import gettext_lazy as _

from territory.models.counts import PeriodCount, count_constraints, few_constraint


class ProsecutorsDistrict(models.TextChoices):
    """How the Public Prosecutor's Office divides its work: no unit of the INEI, and on no map.

    The office's own list wasn't at hand: these are the 34 that two public programs for its data
    name alike. ``LIMA`` and ``VENTANILLA``, which others name, are names of which nobody says here
    what they became: each stays what the file calls it.
    """

    AMAZONAS = "amazonas", "Amazonas"
    ANCASH = "ancash", "Áncash"
    APURIMAC = "apurimac", "Apurímac"
    AREQUIPA = "arequipa", "Arequipa"
    AYACUCHO = "ayacucho", "Ayacucho"
    CAJAMARCA = "cajamarca", "Cajamarca"
    CALLAO = "callao", "Callao"
    CANETE = "canete", "Cañete"
    CUSCO = "cusco", "Cusco"
    DEL_SANTA = "del_santa", "Del Santa"
    HUANCAVELICA = "huancavelica", "Huancavelica"
    HUANUCO = "huanuco", "Huánuco"
    HUAURA = "huaura", "Huaura"
    ICA = "ica", "Ica"
    JUNIN = "junin", "Junín"
    LA_LIBERTAD = "la_libertad", "La Libertad"
    LAMBAYEQUE = "lambayeque", "Lambayeque"
    LIMA = "lima", "Lima"
    LIMA_CENTRO = "lima_centro", "Lima Centro"
    LIMA_ESTE = "lima_este", "Lima Este"
    LIMA_NOROESTE = "lima_noroeste", "Lima Noroeste"
    LIMA_NORTE = "lima_norte", "Lima Norte"
    LIMA_SUR = "lima_sur", "Lima Sur"
    LORETO = "loreto", "Loreto"
    MADRE_DE_DIOS = "madre_de_dios", "Madre de Dios"
    MOQUEGUA = "moquegua", "Moquegua"
    PASCO = "pasco", "Pasco"
    PIURA = "piura", "Piura"
    PUNO = "puno", "Puno"
    SAN_MARTIN = "san_martin", "San Martín"
    SELVA_CENTRAL = "selva_central", "Selva Central"
    SULLANA = "sullana", "Sullana"
    TACNA = "tacna", "Tacna"
    TUMBES = "tumbes", "Tumbes"
    UCAYALI = "ucayali", "Ucayali"
    VENTANILLA = "ventanilla", "Ventanilla"


# So many there are at a time; a file of fewer is of a part of the country.
DISTRICTS = 34

# Codes of categories; every other one is a generic offence as the file names it, in capitals.
ALL, EXTORTION = "total", "extortion"
PROPERTY, PROPERTY_REST = "CONTRA EL PATRIMONIO", "property_rest"
LABELS = {
    ALL: _("todas las denuncias"),
    EXTORTION: _("extorsión (dentro de contra el patrimonio)"),
    PROPERTY_REST: _("contra el patrimonio, sin la extorsión"),
}


class ProsecutorsCount(PeriodCount):
    """Complaints in a prosecutors' district's offices in a year, of a generic offence.

    Extortion is a part of the offences against property, with all its articles.
    """

    district = models.CharField(
        _("distrito fiscal"), max_length=20, choices=ProsecutorsDistrict.choices
    )
    category = models.CharField(_("delito genérico"), max_length=120)
    extracted_on = models.DateField(
        _("descargado del sistema el"),
        null=True,
        blank=True,
        help_text=_("Cuándo se sacó el año del sistema del Ministerio Público."),
    )

    dimensions = ("district",)

    class Meta:
        verbose_name = _("conteo de denuncias en fiscalías")
        verbose_name_plural = _("conteo de denuncias en fiscalías")
        ordering = ["id"]
        constraints = [
            *count_constraints("prosecutorscount", "district", of_unit=False),
            few_constraint("prosecutorscount"),
        ]

    @property
    def category_label(self) -> str:
        """What a person reads instead of the category's code."""
        return str(LABELS.get(self.category, self.category))

    def __str__(self) -> str:
        return f"{self.category_label}, {self.get_district_display()}, {self.period}"
