"""The names of citations, `<document>` or `<document>.<locator>`, and locators in words.

Design decision: the forms a locator can take are ONE literal table of pattern and wording. What the
table does not hold is no locator, so a typing error in a citation is a fault and never an
unreadable reference.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from kg.terms import NAME

_LOCATOR: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


@dataclass(frozen=True)
class CitationName:
    """A citation's name in its two parts; without a locator it cites the document as a whole."""

    document: str
    locator: str | None

    def __str__(self) -> str:
        return self.document if self.locator is None else f"{self.document}.{self.locator}"


def parse(name: str) -> CitationName:
    """The parts of a citation's name (what follows `cite:`), before and after its only dot.

    Raises ValueError, saying how to mend it, where the name is not `<document>` or
    `<document>.<locator>`.

    >>> parse("A-RES-60-1.138-139")
    CitationName(document='A-RES-60-1', locator='138-139')
    """
    document, dot, locator = name.partition(".")
    if not NAME.fullmatch(document):
        raise ValueError(
            f"`{document}` is no document's name; write letters, digits and hyphens only"
        )
    if not dot:
        return CitationName(document, None)
    if not _LOCATOR.fullmatch(locator):
        raise ValueError(
            f"`{locator}` is no locator; "
            "write one dot, then letters, digits, `-` for a range and `_` inside"
        )
    return CitationName(document, locator)


_Renderer = str | Callable[[re.Match[str]], str]


def _counted(word: str, plural: str) -> Callable[[re.Match[str]], str]:
    """Wording of one number or a range of numbers: `page 13`, `pages 12-14`."""

    def render(match: re.Match[str]) -> str:
        first, last = match["first"], match["last"]
        if last is None:
            return f"{word} {first}"
        if int(last) <= int(first):
            raise ValueError(f"`{match[0]}` runs backwards; write the smaller number first")
        return f"{plural} {first}-{last}"

    return render


def _article(match: re.Match[str]) -> str:
    number, *inside = match["number"].split("_")
    return f"Article {number}" + "".join(f"({part})" for part in inside)


_RANGE: Final = r"(?P<first>\d+)(?:-(?P<last>\d+))?"

#: Every form of a locator: what it looks like, an example, how it reads.
FORMS: Final[tuple[tuple[str, str, _Renderer], ...]] = (
    (rf"op{_RANGE}", "op4, op4-5", _counted("operative paragraph", "operative paragraphs")),
    (r"op(\d+)_([a-z]+)", "op7_a", r"operative paragraph \1 (\2)"),
    (rf"pp{_RANGE}", "pp3, pp3-4", _counted("preambular paragraph", "preambular paragraphs")),
    (r"([A-Z])-op(\d+)", "B-op3", r"part \1, operative paragraph \2"),
    (r"([A-Z])-pp(\d+)", "B-pp1", r"part \1, preambular paragraph \2"),
    (r"art(?P<number>\d+[a-z]*(?:_[0-9a-z]+)*)", "art42, art2_4, art5_1_b", _article),
    (r"art(\d+)-(\d+)", "art39-42", r"Articles \1-\2"),
    (r"ch([IVXLC]+)", "chVII", r"Chapter \1"),
    (r"ch(\d+)", "ch3", r"chapter \1"),
    (rf"p{_RANGE}", "p13, p12-14", _counted("page", "pages")),
    (r"p([ivxlc]+)", "pxii", r"page \1"),
    (_RANGE, "138, 138-139", _counted("paragraph", "paragraphs")),
    (r"(\d+)_([a-z]+)", "12_a", r"paragraph \1 (\2)"),
    (r"annex", "annex", "annex"),
    (r"annex-(\d+)", "annex-11", r"annex, paragraph \1"),
    (r"annex-(\d+)-(\d+)", "annex-11-13", r"annex, paragraphs \1-\2"),
    (r"annex-(\d+)-([a-z]+)", "annex-11-e", r"annex, paragraph \1 (\2)"),
    (r"annex-?([IVXLC]+)", "annex-II", r"annex \1"),
    (r"annex-?([IVXLC]+)-(\d+)", "annex-II-3", r"annex \1, paragraph \2"),
    (rf"fn{_RANGE}", "fn5", _counted("footnote", "footnotes")),
    (rf"s{_RANGE}", "s4, s2-3", _counted("section", "sections")),
    (r"s(\d+)_(\d+)", "s4_2", r"section \1.\2"),
    (r"year-(\d{4})", "year-2011", r"entries of \1"),
    (r"preamble|abstract|title|footer", "preamble, abstract, title, footer", r"\g<0>"),
    (r"sum", "sum", "summary"),
)

_COMPILED: Final = tuple((re.compile(pattern), renderer) for pattern, _, renderer in FORMS)


@lru_cache(maxsize=16384)
def describe_locator(locator: str) -> str:
    """A locator in words; raises ValueError naming the forms there are.

    >>> describe_locator("art2_4")
    'Article 2(4)'
    """
    for pattern, renderer in _COMPILED:
        if match := pattern.fullmatch(locator):
            return match.expand(renderer) if isinstance(renderer, str) else renderer(match)
    known = ", ".join(example for _, example, _ in FORMS)
    raise ValueError(f"`{locator}` is no locator; the forms are {known}")
