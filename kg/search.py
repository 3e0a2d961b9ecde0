"""Text search over labels, symbols, definitions, notes and paraphrases.

Design decision: what a user types is words, not a query language: every word must occur (with its
forms), the last one may be a beginning, and nothing typed can be an operator of the index. What
bears the words as its very name comes first.
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from kg.errors import QueryError, StoreError
from kg.search_index import BETWEEN
from kg.store import SEARCH
from kg.terms import curie

_WORD = re.compile(r"[^\W_]+")
#: Weights of label, other names, texts.
_WEIGHTS = "0, 0, 0, 10.0, 6.0, 1.0"


@dataclass(frozen=True)
class Hit:
    """A thing found: compact name, class, label, and the passage with the words in [brackets]."""

    name: str
    kind: str
    label: str
    passage: str


def search(directory: Path, text: str, limit: int = 20) -> list[Hit]:
    """Things whose texts hold the words, best first.

    Args:
        directory: the directory of a built version.
        text: words; case, accents and common endings do not matter.
        limit: how many hits at most.

    Raises:
        QueryError: no word to look for.
        StoreError: the index cannot be read.
    """
    words = _WORD.findall(unicodedata.normalize("NFC", text))
    if not words:
        raise QueryError("nothing to search for: give at least one word")
    match = " ".join(f'"{word}"' for word in words[:-1]) + f' "{words[-1]}"*'
    query = (
        "SELECT iri, kind, shown, snippet(entity, -1, '[', ']', ' … ', 16) FROM entity "
        "WHERE entity MATCH ? ORDER BY bears(label, names, ?) DESC, "
        f"bm25(entity, {_WEIGHTS}), iri LIMIT ?"
    )
    uri = f"{(directory / SEARCH).resolve().as_uri()}?mode=ro&immutable=1"
    try:
        connection = sqlite3.connect(uri, uri=True)
        try:
            connection.create_function("bears", 3, _bears, deterministic=True)
            found = connection.execute(query, (match.strip(), _folded(text), limit)).fetchall()
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise StoreError(
            f"{directory / SEARCH}: the search index cannot be read ({error}); "
            "run 'kg build --force'"
        ) from error
    return [
        Hit(curie(iri), curie(kind), shown, passage.replace("\n", " "))
        for iri, kind, shown, passage in found
    ]


def _bears(labels: str, names: str, folded: str) -> bool:
    """Whether one of the labels or names is, but for case and accents, what was asked for."""
    return folded in map(_folded, f"{labels}{BETWEEN}{names}".split(BETWEEN))


def _folded(text: str) -> str:
    """The words of a text without case, accents and marks."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(_WORD.findall("".join(c for c in apart if not unicodedata.combining(c))))
