"""Texts that break encoders: each must come back exact from every format."""

from __future__ import annotations

AWKWARD_TEXTS = {
    "quotes": "Comisión \"Río Seco\" 'O''Higgins' «Ñuñoa» `x`",
    "backslashes": r"C:\temp\nuevo \u0041 \\ \x41 \. \N",
    "newlines": "primera\nsegunda\r\ntercera\rcuarta\t\ttabuladores",
    "markup": "<b>&amp; a < b > c & d]]> <!-- --> <?php ?> &#65; &lt;",
    "percent": "100 % seguro %s %(x)s %% {0} {}",
    "bang": "!bbox! !pixel_width! !scale_denominator! $1 :x",
    "emoji": "🏔️👩🏽‍🌾 Qoyllurit'i 🇵🇪",
    "quechua": "Ñawpaq p'unchaw, ch'aska, q'oñi, sumaq wasi; Aymara: ä ï ü ṗ",
    "spaces": "  dos al inicio y dos al final  ",
    "copy": "\\. \\N \\b \\f",
    "json": '{"type":"Feature","id":"x"}, [null]',
    "unicode": "e\u0301 \u00e9 \u200f\u202e \ufeff \u2028 \u0130 \U0010fffd",
    "empty": "",
}

# XML can't hold these; every other format must.
CONTROL_TEXT = "a\x01b\x02c\x08\x0b\x0c\x0e\x1f\x7f\x85\ufffe\uffffz"
CONTROL_TEXT_IN_XML = "abc\x7f\x85z"
