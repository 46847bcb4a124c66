"""The forms of a dataset: its description, its columns, its look, and persons' data."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from layers.datasets.classes import Method
from layers.datasets.columns import Column
from layers.datasets.personal import Decision
from layers.datasets.styling import MAX_CLASSES, RAMPS, How, Look
from layers.fields import FieldType
from layers.models import Dataset, DatasetTheme, Licence
from territory.models import Commitment


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
