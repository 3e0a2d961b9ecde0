"""SPARQL queries: what may run, how it is run, and how its mistakes are told.

Design decision: one function runs a query on any source (a local store or an endpoint), with the
prefix table at hand. Queries that would reach into the network or break the parser by depth are
refused before they run.
"""

from __future__ import annotations

import re
from typing import Protocol

import pyoxigraph as ox

from kg.errors import QueryError, StoreError
from kg.guard import refuse
from kg.results import Rows, Triples

Answer = Rows | Triples | bool
Raw = ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean

_PLACE = re.compile(r"error at (\d+):(\d+):\s*(.*)", re.DOTALL)
#: What the parser says in words, as "Prefix not found", among the marks it expected.
_WORDS = re.compile(r"[A-Z]\w*(?: \w+)+")
_KEYWORDS = re.compile(r"expected (?:one of )?((?:[A-Z_]+(?:, )?)+)")
_CHARACTERS = re.compile(r"(?:, )?\[(?:_|'[^]]*)\]")
#: Blanks for the end of a query, longer than any keyword: the parser compares as many characters
#: as a keyword has, and then says that it failed behind them.
ROOM = "\n" + " " * 40


class Source(Protocol):
    """Anything that answers SPARQL: a local store, an endpoint."""

    def select(self, sparql: str) -> Raw:
        """Run a query; raises SyntaxError, ValueError or a KGError."""


def run(source: Source, sparql: str) -> Answer:
    """The answer to a query.

    Raises:
        QueryError: the query is refused, is not SPARQL, or cannot be evaluated.
        StoreError: the store cannot be read.
    """
    refuse(sparql)
    try:
        return _hold(source.select(sparql))
    except SyntaxError as error:
        raise QueryError(_explain(sparql, str(error))) from error
    except OSError as error:
        raise _damaged(error) from error
    except (ValueError, RuntimeError) as error:
        if str(error).startswith("Corruption"):
            raise _damaged(error) from error
        raise QueryError(f"the query cannot be evaluated: {error}") from error


def _damaged(error: Exception) -> StoreError:
    return StoreError(f"the store is damaged ({error}); run 'kg build' to mend it")


def rows(source: Source, sparql: str) -> Rows:
    """The answer to a SELECT of the program's own."""
    answer = run(source, sparql)
    assert isinstance(answer, Rows)
    return answer


def _hold(raw: Raw) -> Answer:
    if isinstance(raw, ox.QueryBoolean):
        return bool(raw)
    if isinstance(raw, ox.QueryTriples):
        return Triples(tuple(raw))
    names = tuple(variable.value for variable in raw.variables)
    return Rows(names, tuple(tuple(row[name] for name in names) for row in raw))


def _explain(sparql: str, message: str) -> str:
    """The parser's message with its place and the line it means."""
    found = _PLACE.search(message)
    if not found:
        return f"not a SPARQL query: {message}"
    above = (sparql + ROOM).split("\n")[: int(found[1]) - 1]
    offset = sum(len(line) + 1 for line in above) + int(found[2]) - 1
    said, compared = _plain(found[3])
    offset = min(max(offset - compared, 0), len(sparql.rstrip()))
    start = sparql.rfind("\n", 0, offset) + 1
    line, before = sparql.count("\n", 0, offset) + 1, sparql[start:offset]
    shown, *_ = sparql[start:].split("\n", 1)
    pad = re.sub(r"[^\t]", " ", before)
    return f"query:{line}:{len(before) + 1}: {said}\n  {shown}\n  {pad}^"


def _plain(message: str) -> tuple[str, int]:
    """What the parser means, and how many characters it compared before it said so."""
    if words := _WORDS.search(message):
        return words[0], 0
    expected = _CHARACTERS.sub("", message).strip()
    if keywords := _KEYWORDS.fullmatch(expected):
        return "not understood here", min(map(len, keywords[1].split(", ")))
    return "not understood here" + (f" ({expected})" if expected != "expected" else ""), 0
