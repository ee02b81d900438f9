"""Names as shops write them, split into words and made readable."""

import re

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_PARTS = re.compile(r"[A-ZÄÖÜ]+(?![a-zäöüß])|[A-ZÄÖÜ]?[a-zäöüß]+|\d+|[^\W\d_]+")


def words_in(name: str) -> tuple[str, ...]:
    """The words of a name, lower case, umlauts written out: 'KasseGeöffnet_2' → kasse, geoeffnet, 2."""
    return tuple(part.lower().translate(_UMLAUTS) for part in _PARTS.findall(name))


def readable(name: str) -> str:
    """A name as a person would write it: 'kasse_start' → 'Kasse start'; 'Warenkorb hinzugefügt' stays."""
    text = name.strip()
    if " " not in text:
        text = " ".join(_PARTS.findall(text)) or text
        text = text if text.isupper() else " ".join(map(_calm, text.split(" ")))
    return text[:1].upper() + text[1:]


def _calm(word: str) -> str:
    return word if word.isupper() and len(word) > 1 else word[:1].lower() + word[1:]
