"""The forms of a dataset: the file, what it doesn't say, its description, columns and look."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from layers.datasets.classes import Method
from layers.datasets.columns import Column
from layers.datasets.personal import Decision
from layers.datasets.styling import MAX_CLASSES, RAMPS, How, Look
from layers.fields import FieldType
from layers.models import Dataset, DatasetTheme, Licence
from layers.reading.spatial.opening import Kind
from layers.reading.text_form import ENCODINGS, SEPARATOR_TITLES
from territory.models import Agency, Commitment

_CRS = (
    ("", _("El que dice el archivo")),
    ("EPSG:4326", _("Grados, WGS 84 (EPSG:4326)")),
    ("EPSG:32717", _("UTM 17 sur, WGS 84 (EPSG:32717)")),
    ("EPSG:32718", _("UTM 18 sur, WGS 84 (EPSG:32718)")),
    ("EPSG:32719", _("UTM 19 sur, WGS 84 (EPSG:32719)")),
    ("EPSG:24877", _("UTM 17 sur, PSAD56 (EPSG:24877)")),
    ("EPSG:24878", _("UTM 18 sur, PSAD56 (EPSG:24878)")),
    ("EPSG:24879", _("UTM 19 sur, PSAD56 (EPSG:24879)")),
    ("EPSG:3857", _("Web Mercator (EPSG:3857)")),
)
_DIMENSIONS = (("0", _("Los puntos")), ("1", _("Las líneas")), ("2", _("Las áreas")))


class NewDataset(forms.Form):
    """A file for a new layer."""

    title = forms.CharField(label=_("Título de la capa"), max_length=200)
    agency = forms.ModelChoiceField(Agency.objects.none(), label=_("Entidad"), empty_label=None)

    def __init__(self, *args: Any, agencies: QuerySet[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["agency"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = agencies


class Choices(forms.Form):
    """What the file doesn't say: only what has to be asked is there.

    Made of the upload's ``description`` and ``question``.
    """

    def __init__(
        self,
        *args: Any,
        description: dict[str, Any],
        question: dict[str, Any],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        asked = question.get("choice", "")
        layers, sheets = description.get("layers", []), description.get("sheets", [])
        filled = [layer for layer in layers if layer["features"]]
        if len(filled) > 1 or asked == "layer":
            self._choose("layer", _("Capa del archivo"), [layer["name"] for layer in filled])
        named = [sheet for sheet in sheets if sheet["name"]]
        if len(named) > 1:
            self._choose("sheet", _("Hoja"), [sheet["name"] for sheet in named])
        if asked == "dimension":
            offers = [pair for pair in _DIMENSIONS if pair[0] in question["offers"]]
            self.fields["dimension"] = forms.ChoiceField(label=_("Qué se toma"), choices=offers)
        if sheets:
            self._ask_for_places(sheets)
        unknown = any(not each["crs"] and not each["looks_like_degrees"] for each in layers)
        if sheets or unknown or asked in ("crs", "zone", "datum"):
            self.fields["crs"] = forms.ChoiceField(
                label=_("Sistema de coordenadas"), choices=_CRS, required=asked == "crs"
            )
        self._ask_for_text(description.get("kind", ""))

    def _ask_for_text(self, kind: str) -> None:
        """How its texts are written, of a file that doesn't say so itself, or says it wrongly."""
        if kind in (Kind.CSV, Kind.SHAPEFILE):
            self.fields["encoding"] = forms.ChoiceField(
                label=_("Codificación, si las tildes y las eñes salen mal"),
                choices=[("", _("La que parece")), *ENCODINGS.items()],
                required=False,
            )
        if kind == Kind.CSV:
            self.fields["separator"] = forms.ChoiceField(
                label=_("Separador, si las columnas salen mal cortadas"),
                choices=[("", _("El que parece")), *SEPARATOR_TITLES.items()],
                required=False,
            )

    @property
    def text_form(self) -> dict[str, str]:
        """What was said of how the texts are written; empty where that is left to the file."""
        given = self.cleaned_data
        return {name: given[name] for name in ("encoding", "separator") if name in given}

    def _ask_for_places(self, sheets: list[dict[str, Any]]) -> None:
        names = list(dict.fromkeys(c["name"] for sheet in sheets for c in sheet["columns"]))
        candidates: dict[str, str] = next(
            (s["candidates"] for s in sheets if s.get("candidates")), {}
        )
        kinds = [
            ("xy", _("En dos columnas, como coordenadas")),
            ("ubigeo", _("Por el ubigeo: cada fila toma la forma de su unidad")),
            ("none", _("No tiene: queda como tabla")),
        ]
        found = "xy" if "x" in candidates else "ubigeo" if "ubigeo" in candidates else "xy"
        self.fields["place"] = forms.ChoiceField(
            label=_("Dónde está cada fila"), choices=kinds, initial=found, widget=forms.RadioSelect
        )
        for role, label in (
            ("x", _("Columna de la longitud o el este")),
            ("y", _("Columna de la latitud o el norte")),
            ("ubigeo", _("Columna del ubigeo")),
        ):
            self._choose(role, label, names, candidates.get(role, ""), required=False)

    def _choose(
        self, name: str, label: Any, offers: list[str], initial: str = "", *, required: bool = True
    ) -> None:
        choices = [(offer, offer) for offer in offers]
        if not required:
            choices = [("", "—"), *choices]
        self.fields[name] = forms.ChoiceField(
            label=label, choices=choices, initial=initial, required=required
        )

    @property
    def chosen(self) -> dict[str, Any]:
        """The choices as ``layers.datasets.importing`` takes them."""
        given = {name: value for name, value in self.cleaned_data.items() if value}
        place = given.pop("place", None)
        kept = {"xy": ("x", "y"), "ubigeo": ("ubigeo",), "none": ()}.get(place or "", ())
        if place:
            for role in ("x", "y", "ubigeo"):
                if role not in kept:
                    given.pop(role, None)
        if place == "none":
            given["without_geometry"] = True
        return given


class Described(forms.ModelForm):  # type: ignore[type-arg]
    """The description of a layer."""

    keywords = forms.CharField(
        label=_("Palabras clave, separadas por comas"), required=False, max_length=500
    )
    commitments = forms.MultipleChoiceField(
        label=_("Compromisos del plan"), required=False, widget=forms.CheckboxSelectMultiple
    )
    theme = forms.ChoiceField(label=_("Tema"), choices=DatasetTheme.choices)
    source_url = forms.URLField(
        label=_("Dirección de la fuente"), required=False, max_length=200, assume_scheme="https"
    )
    licence = forms.ChoiceField(
        label=_("Licencia"), choices=[("", "—"), *Licence.choices], required=False
    )

    class Meta:
        model = Dataset
        fields = (
            *("title", "abstract", "theme", "commitments", "keywords", "source", "source_url"),
            *("cutoff_date", "licence", "attribution"),
        )
        widgets = {
            "abstract": forms.Textarea(attrs={"rows": 4}),
            "cutoff_date": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        numbered = Commitment.objects.order_by("number").values_list("number", "short_title")
        field = self.fields["commitments"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(str(number), f"{number}. {title}") for number, title in numbered]
        self.initial["keywords"] = ", ".join(self.instance.keywords)
        self.initial["commitments"] = [str(number) for number in self.instance.commitments]

    def clean_keywords(self) -> list[str]:
        words = [word.strip()[:60] for word in self.cleaned_data["keywords"].split(",")]
        return [word for word in dict.fromkeys(words) if word][:20]

    def clean_commitments(self) -> list[int]:
        return sorted(map(int, self.cleaned_data["commitments"]))


class ColumnTitle(forms.Form):
    """What a person reads of one column."""

    title = forms.CharField(label=_("Título"), max_length=200)
    unit = forms.CharField(label=_("Unidad"), max_length=40, required=False)
    description = forms.CharField(label=_("Descripción"), max_length=500, required=False)


class Styled(forms.Form):
    """How a layer is drawn."""

    how = forms.ChoiceField(
        label=_("Cómo se distinguen los elementos"),
        choices=[
            (How.SINGLE.value, _("Todos igual")),
            (How.CATEGORIES.value, _("Un color por categoría")),
            (How.CLASSES.value, _("Clases de un número, por color")),
            (How.SIZES.value, _("Clases de un número, por tamaño (puntos)")),
        ],
    )
    column = forms.ChoiceField(label=_("Por qué columna"), required=False)
    method = forms.ChoiceField(
        label=_("Cómo se hacen las clases"),
        choices=[
            (Method.QUANTILES.value, _("Cuantiles: en cada clase, igual número de elementos")),
            (Method.NATURAL.value, _("Cortes naturales (Fisher-Jenks)")),
            (Method.EQUAL.value, _("Intervalos iguales")),
        ],
    )
    classes = forms.IntegerField(label=_("Clases"), min_value=2, max_value=MAX_CLASSES)
    ramp = forms.ChoiceField(
        label=_("Colores de las clases"),
        choices=list(
            zip(
                RAMPS,
                (_("Verde a azul"), _("Morados"), _("Naranjas"), _("Verdes"), _("Grises")),
                strict=True,
            )
        ),
    )
    color = forms.RegexField(
        r"^#[0-9a-f]{6}$", label=_("Color"), widget=forms.TextInput(attrs={"type": "color"})
    )
    size_px = forms.FloatField(label=_("Tamaño de un punto (píxeles)"), min_value=3, max_value=30)
    label = forms.ChoiceField(label=_("Texto junto a cada elemento"), required=False)

    def __init__(self, *args: Any, columns: tuple[Column, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("column", "label"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", "—"), *((c.name, c.title) for c in columns)]
        self._types = {column.name: column.type for column in columns}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        how, column = cleaned.get("how"), cleaned.get("column", "")
        kind = self._types.get(column)
        numbers = (FieldType.INTEGER, FieldType.NUMBER)
        if how in (How.CLASSES, How.SIZES) and kind not in numbers:
            self.add_error("column", _("Las clases son de una columna de números."))
        categories = (FieldType.STRING, FieldType.BOOLEAN)
        if how == How.CATEGORIES and kind not in categories:
            self.add_error("column", _("Las categorías son de una columna de texto o de sí y no."))
        return cleaned

    @property
    def look(self) -> Look:
        given = self.cleaned_data
        return Look(**{**given, "how": How(given["how"]), "method": Method(given["method"])})


class Decided(forms.Form):
    """What is done with each column that looks like persons' data."""

    def __init__(
        self, *args: Any, names: list[str], maskable: set[str], may_keep: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name in names:
            choices = [("", _("Sin decidir")), (Decision.DROP.value, _("Quitar la columna"))]
            if name in maskable:
                mask = _("Tapar teléfonos, correos y documentos")
                choices.append((Decision.MASK.value, mask))
            if may_keep:
                choices.append((Decision.KEEP.value, _("Dejarla: se puede publicar")))
            self.fields[name] = forms.ChoiceField(label=name, choices=choices, required=False)

    @property
    def decisions(self) -> dict[str, Decision]:
        return {name: Decision(value) for name, value in self.cleaned_data.items() if value}
