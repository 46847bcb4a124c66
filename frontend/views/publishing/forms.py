"""The forms of publishing: a file and what is said of it, and what is decided."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from layers.loading import importing, parts
from layers.loading.checking import Handed
from layers.models import Submission
from layers.reading.context import TEXT_CHOICES, Choice, Feed
from layers.reading.results import Provenance, SourceError
from layers.reading.text_form import ENCODINGS, SEPARATOR_TITLES
from layers.reading.utm import ZONES, Datum
from layers.source import Source
from territory.coverage import Covers

_DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class FileFacts(forms.Form):
    """What is said of a file: what its source always needs, and what reading it lacked.

    ``lacks`` are names of choices (``ChoiceMissing.choice``), ``offers`` the answers to the one
    that is a list. The others are left out, or, ``with_all``, folded away for who knows them.
    """

    origin = forms.CharField(label=_("Fuente: de quién es el archivo"), max_length=200)
    origin_url = forms.URLField(
        label=_("Dirección web de la fuente, si la tiene"),
        max_length=200,
        required=False,
        assume_scheme="https",
    )
    cutoff = forms.DateField(label=_("Fecha de corte: a qué día es cierto"), widget=_DAY)
    feed = forms.SlugField(
        label=_("Nombre del archivo entre los de la fuente («trujillo»)"), max_length=63
    )
    unit = forms.CharField(label=_("Ubigeo de la unidad a la que sirve"), max_length=6)
    covers = forms.CharField(
        label=_("Qué cubre: ubigeos separados por comas, o «PE»"), max_length=2_000, required=False
    )
    sheet = forms.CharField(label=_("Hoja del libro"), max_length=200, required=False)
    layer = forms.CharField(label=_("Capa del archivo"), max_length=200, required=False)
    crs = forms.CharField(
        label=_("Sistema de coordenadas («EPSG:32718»)"), max_length=30, required=False
    )
    zone = forms.TypedChoiceField(
        label=_("Zona UTM de las filas que no la dicen"),
        choices=[("", "—"), *((zone, f"{zone} sur") for zone in ZONES)],
        coerce=int,
        empty_value=None,
        required=False,
    )
    datum = forms.ChoiceField(
        label=_("Datum de las filas que no lo dicen"),
        choices=[("", "—"), *((datum.value, datum.value) for datum in Datum)],
        required=False,
    )
    encoding = forms.ChoiceField(
        label=_("Codificación de los textos (CSV, DBF), si las tildes salen mal"),
        choices=[("", _("La que parece")), *ENCODINGS.items()],
        required=False,
    )
    separator = forms.ChoiceField(
        label=_("Separador de las celdas de un CSV"),
        choices=[("", _("El que parece")), *SEPARATOR_TITLES.items()],
        required=False,
    )

    def __init__(
        self,
        source: Source,
        *args: Any,
        lacks: Collection[str] = (),
        offers: Iterable[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._source = source
        if not source.needs_provenance:
            self._remove("origin", "origin_url", "cutoff")
        if source.needs_feed:
            self._remove("covers")
        else:
            self._remove("feed", "unit")
        self._remove(*({"sheet", "layer", "crs", "zone", "datum"} - set(source.choices)))
        self._ask(lacks, list(offers))

    @property
    def asked(self) -> list[forms.BoundField]:
        """What has to be said."""
        return [self[name] for name, field in self.fields.items() if self._is_asked(name, field)]

    @property
    def folded(self) -> list[forms.BoundField]:
        """What may be said."""
        fields = self.fields.items()
        return [self[name] for name, field in fields if not self._is_asked(name, field)]

    def _is_asked(self, name: str, field: forms.Field) -> bool:
        return field.required or name in self._lacks or name == "origin_url"

    def _ask(self, lacks: Collection[str], offers: list[str]) -> None:
        self._lacks = set(lacks)
        for name in self._lacks & set(self.fields):
            self.fields[name].required = True
            if offers and name in ("sheet", "layer"):
                choices = [(offer, offer) for offer in offers]
                self.fields[name] = forms.ChoiceField(
                    label=self.fields[name].label, choices=choices
                )

    def _remove(self, *names: str) -> None:
        for name in names:
            self.fields.pop(name, None)

    def clean_cutoff(self) -> Any:
        day = self.cleaned_data["cutoff"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("La fecha de corte no puede estar por venir."))
        return day

    def clean_covers(self) -> Covers | None:
        text = self.cleaned_data["covers"].strip()
        if not text:
            return None
        try:
            return parts.parse_covers(text, importing.directory())
        except SourceError as error:
            raise forms.ValidationError(error.message) from error

    @property
    def handed(self) -> Handed:
        """What was said, once it is valid."""
        given = self.cleaned_data
        provenance = feed = None
        if given.get("origin"):
            provenance = Provenance(given["origin"], given["origin_url"], given["cutoff"])
        if given.get("feed"):
            feed = Feed(given["feed"], given["unit"])
        names = (*self._source.choices, *TEXT_CHOICES)
        choices = {name: given[name] for name in names if given.get(name)}
        return Handed(provenance, feed, Choice(**choices))


def facts_of(held: Submission) -> dict[str, Any]:
    """What was said of a file, as the form shows it again."""
    provenance = held.handed.get("provenance") or {}
    feed = held.handed.get("feed") or {}
    return {
        "origin": provenance.get("source", ""),
        "origin_url": provenance.get("source_url", ""),
        "cutoff": provenance.get("cutoff_date"),
        "feed": feed.get("name", ""),
        "unit": feed.get("unit", ""),
        "covers": ",".join(held.covers or ()),
        **(held.handed.get("choice") or {}),
    }


class NewFile(FileFacts):
    """A file, and what is said of it; the file itself may have been sent beforehand."""

    file = forms.FileField(
        label=_("Archivo"),
        required=False,
        widget=forms.FileInput(attrs={"data-upload": ""}),
    )
    address = forms.URLField(
        label=_("o la dirección web donde está"),
        max_length=2_000,
        required=False,
        assume_scheme="https",
    )
    field_order = ("file", "address")

    def _is_asked(self, name: str, field: forms.Field) -> bool:
        return name in ("file", "address") or super()._is_asked(name, field)


class Decision(forms.Form):
    """What becomes of a checked file."""

    PUBLISH, APPROVE, REJECT, DISCARD = "publish", "approve", "reject", "discard"
    decision = forms.ChoiceField(
        choices=[(name, name) for name in (PUBLISH, APPROVE, REJECT, DISCARD)]
    )
    skips_refused = forms.BooleanField(required=False)
    replaces_others = forms.BooleanField(required=False)
    note = forms.CharField(max_length=2_000, required=False)
