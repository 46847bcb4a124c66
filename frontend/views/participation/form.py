"""The form of a contribution, and the place that is meant by what somebody wrote in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.gis.geos import GEOSGeometry, Point
from django.utils.translation import gettext_lazy as _

from frontend.coordinates import parse_coordinates
from layers.errors import InvalidParameter
from layers.participation import photos
from layers.participation.places import MAX_LETTERS, place_from_text
from layers.participation.receiving import MAX_TEXT, MIN_TEXT, Sent
from territory.commitments import commitments
from territory.models import AdminUnit, ContributionKind, Sector
from territory.models.contribution_subjects import FID_LETTERS
from territory.names import fold
from territory.participation.sensitive import is_sensitive
from territory.search import MAX_TEXT as MAX_PLACE
from territory.search import search_units

CANDIDATES = 8


class SeveralPlaces(Exception):
    """What was written may be any of these units."""

    def __init__(self, units: list[AdminUnit]) -> None:
        super().__init__()
        self.units = units


@dataclass(frozen=True)
class Place:
    """A shape (EPSG:4326), or a unit's ubigeo."""

    geom: GEOSGeometry | None = None
    unit: str = ""


class ContributionForm(forms.Form):
    """What is asked; ``website`` is for machines that fill in whatever there is."""

    commitment = forms.TypedChoiceField(
        label=_("¿Sobre qué compromiso?"), coerce=int, empty_value=None
    )
    consultation = forms.SlugField(max_length=60, required=False, widget=forms.HiddenInput)
    paragraph = forms.IntegerField(
        min_value=1, max_value=999, required=False, widget=forms.HiddenInput
    )
    place = forms.CharField(
        label=_("¿Dónde? Distrito, ubigeo o coordenadas"), max_length=MAX_PLACE, required=False
    )
    geometry = forms.CharField(
        max_length=MAX_LETTERS, required=False, widget=forms.HiddenInput(attrs={"id": "geometry"})
    )
    unit = forms.CharField(max_length=6, required=False)
    public_place = forms.BooleanField(
        label=_("Es un lugar público (un paradero, una plaza, un colegio): puede mostrarse exacto"),
        required=False,
    )
    text = forms.CharField(
        label=_("¿Qué quiere decir?"),
        min_length=MIN_TEXT,
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    kind = forms.ChoiceField(
        label=_("¿Qué es? (opcional)"),
        choices=[("", _("No digo")), *ContributionKind.choices],
        required=False,
    )
    sector = forms.ChoiceField(
        label=_("¿De qué sector lo dice? (opcional)"),
        choices=[("", _("No digo")), *Sector.choices],
        required=False,
    )
    layer = forms.CharField(required=False, max_length=63, widget=forms.HiddenInput)
    feature = forms.CharField(required=False, max_length=FID_LETTERS, widget=forms.HiddenInput)
    photo = forms.FileField(
        label=_("Foto (opcional)"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    website = forms.CharField(required=False, max_length=200)
    challenge = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    nonce = forms.CharField(required=False, max_length=15, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["commitment"].choices = [  # type: ignore[attr-defined]
            ("", _("Elija uno")),
            *((item.number, f"{item.number}. {item.short_title}") for item in commitments()),
        ]
        if self.is_of_consultation:
            # The text says of which commitment it is, and needs no place.
            self.fields["commitment"].required = False
            self.fields["place"].label = _("¿Dónde? (opcional) Distrito, ubigeo o coordenadas")

    @property
    def is_of_consultation(self) -> bool:
        """Whether it is filled in at a paragraph of a text under consultation."""
        return bool(self["consultation"].value())

    @property
    def is_sensitive(self) -> bool:
        """Whether the commitment that is chosen so far is one on security."""
        number = str(self["commitment"].value() or "")
        return number.isascii() and number.isdigit() and is_sensitive(int(number[:3]))

    def clean_photo(self) -> Any:
        """Refused before it is drawn anew, of a commitment that takes none."""
        file, number = self.cleaned_data["photo"], self.cleaned_data.get("commitment")
        if file and is_sensitive(number):
            raise forms.ValidationError(
                _("Los aportes al compromiso %(number)s no llevan foto: envíelo sin ella."),
                params={"number": number},
            )
        return file

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(
                _("Deje vacío el campo «Sitio web»: es una trampa para envíos automáticos.")
            )
        return ""

    def where(self) -> Place:
        """The place that a valid form names; raises as ``place_of`` does.

        Of what is about a feature, or at a paragraph, it may name none.
        """
        given = self.cleaned_data
        named = any(given[name].strip() for name in ("geometry", "unit", "place"))
        if (given["layer"] or self.is_of_consultation) and not named:
            return Place()
        return place_of(given["geometry"], given["unit"], given["place"])

    def sent(self, place: Place) -> Sent:
        """What is to be received, of a valid form; the photo is drawn anew here.

        Raises InvalidParameter, UploadTooLarge.
        """
        given = self.cleaned_data
        file = given["photo"]
        return Sent(
            commitment=given["commitment"],
            consultation=given["consultation"],
            paragraph=given["paragraph"],
            text=given["text"],
            geom=place.geom,
            unit=place.unit,
            is_public_place=given["public_place"],
            photo=photos.reencoded(file.chunks()) if file else None,
            layer=given["layer"],
            fid=given["feature"],
            kind=given["kind"],
            sector=given["sector"],
        )


def place_of(drawn: str, chosen: str, written: str) -> Place:
    """The place: what was drawn, else the unit that was chosen, else what was written.

    Raises SeveralPlaces, InvalidParameter, InvalidGeometry.
    """
    if drawn:
        return Place(geom=place_from_text(drawn))
    if chosen:
        return Place(unit=chosen)
    written = written.strip()
    if not written:
        raise InvalidParameter(
            "Diga dónde: marque el mapa, o escriba un distrito, un ubigeo o coordenadas.",
            parameter="place",
        )
    position = parse_coordinates(written)
    if position is not None:
        if not position.in_peru:
            raise InvalidParameter("Esas coordenadas están fuera del Perú.", parameter="place")
        return Place(geom=Point(position.longitude, position.latitude, srid=4326))
    return Place(unit=unit_of_name(written).pk)


def unit_of_name(written: str) -> AdminUnit:
    """The unit that is called so, or has that ubigeo; raises SeveralPlaces, InvalidParameter."""
    found = list(search_units(written, CANDIDATES))
    named = fold(written.split(",", maxsplit=1)[0])
    exact = [unit for unit in found if unit.pk == written or fold(unit.name) == named]
    if len(exact) == 1:
        return exact[0]
    if not found:
        raise InvalidParameter(
            "No se encontró ese lugar: pruebe con el nombre del distrito, o su provincia después "
            "de una coma.",
            parameter="place",
        )
    raise SeveralPlaces(exact or found)
