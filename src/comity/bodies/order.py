"""How names are compared: for finding them, and for putting them in each language's alphabetical order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache
from typing import Final, TypeVar

T = TypeVar("T")

_SPACES: Final = re.compile(r"[\W_]+")
_ARABIC_ARTICLE: Final = re.compile(r"(?<!\w)ال(?=\w{2})")
_ARABIC_ENDINGS: Final = str.maketrans({"ة": "ه", "ى": "ي"})
_PINYIN_STAND_INS: Final = str.maketrans({"瑙": "恼", "秘": "币", "斐": "匪"})
"""Characters that the national standard files elsewhere than the sound they have in a State's name."""


def fold(text: str) -> str:
    """Without case, accents and punctuation, words parted by one space."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return _SPACES.sub(" ", bare.casefold()).strip()


@cache
def sorting_key(name: str, language: str = "en") -> tuple[object, ...]:
    """Where a name stands in the alphabetical order of a language.

    Chinese goes by pinyin, which is the order of the common characters in GB 2312; Arabic passes over the
    article and the seats of hamza; Russian keeps й as a letter of its own, Spanish ñ.
    """
    match language:
        case "zh":
            return (name.translate(_PINYIN_STAND_INS).encode("gb18030"),)
        case "ar":
            return (fold(_ARABIC_ARTICLE.sub("", name)).translate(_ARABIC_ENDINGS),)
        case "ru":
            return (_SPACES.sub(" ", name.casefold().replace("ё", "е")).strip(),)
        case "es":
            return (fold(name.casefold().replace("ñ", "nzz")), name)
        case _:
            return (fold(name), name)


def alphabetical(things: Iterable[T], name: Callable[[T], str], language: str = "en") -> tuple[T, ...]:
    """The things in the alphabetical order of their names in that language."""
    return tuple(sorted(things, key=lambda thing: sorting_key(name(thing), language)))
