"""When two names of units or people, however they were typed, are the same name."""

import unicodedata

LONGEST = 200  # of a spelling that is stored
# NFKC has made the full-width forms of these narrow already.
_BRACKETS = str.maketrans("〔【〖﹝{[〈《<〕】〗﹞}]〉》>", "(((((((((" + ")))))))))")
_DOTS = str.maketrans("•・‧∙⋅●．.", "········")
_MARK = "(演示)"


def plain(name):
    """The one spelling under which a name is compared; never shown.

    Width and case of letters, style of brackets and dots and all white space do not count, nor does the mark of a
    demonstration.
    """
    wide = unicodedata.normalize("NFKC", name or "").casefold()
    seen = "".join(one for one in wide if not one.isspace() and unicodedata.category(one) not in ("Cf", "Cc"))
    return seen.translate(_BRACKETS).translate(_DOTS).removesuffix(_MARK)[:LONGEST]


def same(one, other):
    """The two are the same name; empty ones are nobody's."""
    return bool(plain(one)) and plain(one) == plain(other)
