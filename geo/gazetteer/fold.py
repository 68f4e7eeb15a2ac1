"""One spelling for many: the form in which names are compared."""

import re
import unicodedata
from typing import Final

#: Letters that Unicode does not take apart, and й, which must not lose its breve.
_LETTERS: Final = {
    "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ə": "a", "ħ": "h",
    "ŋ": "n", "ә": "а", "ғ": "г", "қ": "к", "ң": "н", "ө": "о", "ү": "у", "ұ": "у", "һ": "х", "і": "и",
    "ґ": "г", "ў": "у", "җ": "ж", "ҳ": "х", "ҷ": "ч", "ӣ": "и", "ӯ": "у", "й": "\ue000", "ѐ": "е", "ѓ": "г",
}  # fmt: skip
_SOME_LETTER: Final = re.compile(f"[{''.join(_LETTERS)}]")
#: Apostrophes, accents that stand alone, and characters that show nothing.
_DROPPED: Final = re.compile("[’ʼ'ʻ‘`´ʹʺ\u00ad\u200b\u200c\u200d\u2060\ufeff]+")
_GAPS: Final = re.compile(r"[\W_]+")
#: Accents and vowel points of the Latin, Greek, Cyrillic, Hebrew and Arabic scripts, once Unicode has taken them off.
_MARKS: Final = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u1dc0-\u1dff\u20d0-\u20ff]+"
)


def fold(text: str) -> str:
    """Return `text` as names are compared: no case, no diacritics, ё = е, a space for what is no letter or digit.

    Apostrophes are dropped, Kazakh and other letters of Cyrillic become their Russian neighbours; й stays.

    >>> fold("Schangaösen"), fold("Жаңаөзен"), fold("Nur-Sultan"), fold("Gro\N{LATIN SMALL LETTER SHARP S}britannien")
    ('schangaosen', 'жанаозен', 'nur sultan', 'grossbritannien')
    """
    if text.isascii():
        return _GAPS.sub(" ", text.lower().replace("'", "").replace("`", "")).strip()
    usual = unicodedata.normalize("NFKC", _DROPPED.sub("", text)).casefold()
    known = _plain_letters(unicodedata.normalize("NFC", usual))
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", known))
    return _GAPS.sub(" ", _DROPPED.sub("", _plain_letters(plain)).replace("\ue000", "й")).strip()


def _plain_letters(text: str) -> str:
    return _SOME_LETTER.sub(lambda letter: _LETTERS[letter[0]], text)
