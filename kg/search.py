"""Text search over labels, symbols, definitions, notes and paraphrases.

Design decision: what a user types is words, not a query language: every word must occur (with its
forms), the last one may be a beginning, and nothing typed can be an operator of the index.
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from kg.errors import QueryError, StoreError
from kg.store import SEARCH
from kg.terms import curie

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
    words = re.findall(r"\w+", unicodedata.normalize("NFC", text))
    if not words:
        raise QueryError("nothing to search for: give at least one word")
    match = " ".join(f'"{word}"' for word in words[:-1]) + f' "{words[-1]}"*'
    query = (
        "SELECT iri, kind, shown, snippet(entity, -1, '[', ']', ' … ', 16) FROM entity "
        f"WHERE entity MATCH ? ORDER BY bm25(entity, {_WEIGHTS}), iri LIMIT ?"
    )
    uri = f"{(directory / SEARCH).resolve().as_uri()}?mode=ro&immutable=1"
    try:
        connection = sqlite3.connect(uri, uri=True)
        try:
            found = connection.execute(query, (match.strip(), limit)).fetchall()
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
