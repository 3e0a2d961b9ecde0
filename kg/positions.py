"""Who holds what about a thing: claims on propositions that are about it, are it, or that it makes.

Design decision: a position is always shown with its claimant, date, register and citation; the
order is that of time, so that nobody's side comes first.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Final

from kg.query import Source, rows
from kg.results import text_of

#: What a claim does to a proposition, in words.
STANCES: Final = {
    "cs:asserts": "holds that",
    "cs:denies": "denies that",
    "cs:conditions": "accepts only under conditions that",
    "cs:doubts": "doubts that",
    "cs:declines": "takes no position on whether",
}
_QUERY = """
SELECT DISTINCT ?claim ?who ?stated ?stance ?proposition ?words ?register ?said ?graph ?source
WHERE {{
  {{ ?proposition cs:about <{iri}> }}
  UNION {{ <{iri}> a cs:Proposition . BIND(<{iri}> AS ?proposition) }}
  UNION {{ ?claim cs:claimant <{iri}> . ?claim cs:takesPositionOn ?proposition }}
  VALUES ?stance {{ cs:asserts cs:denies cs:conditions cs:doubts cs:declines }}
  GRAPH ?graph {{ ?claim ?stance ?proposition }}
  ?graph cs:source ?document ; skos:prefLabel ?source .
  ?proposition skos:prefLabel ?words .
  ?claim cs:claimant/skos:prefLabel ?who ; cs:register/skos:prefLabel ?register ;
    cs:statement ?said .
  OPTIONAL {{ ?claim cs:statedOnEarliest ?stated }}
  FILTER(LANG(?words) = "en" && LANG(?who) = "en")
  FILTER(LANG(?register) = "en" && LANG(?said) = "en")
}}
"""


@dataclass(frozen=True, order=True)
class Position:
    """One claim on one proposition.

    `stated` is the earliest day it can be of (empty where unknown), `words` the proposition's
    label, `said` our paraphrase, `citations` pairs of compact name and label.
    """

    stated: str
    who: str
    stance: str
    words: str
    register: str
    said: str
    claim: str
    proposition: str
    citations: tuple[tuple[str, str], ...] = ()

    @property
    def year(self) -> str:
        """The year of the claim, or a dash."""
        return self.stated[:4] or "—"


def positions(source: Source, iri: str) -> list[Position]:
    """The positions about a thing, in the order of time."""
    cited: defaultdict[Position, set[tuple[str, str]]] = defaultdict(set)
    for row in rows(source, _QUERY.format(iri=iri)):
        text = {name: text_of(term) for name, term in row.items()}
        bare = Position(
            text["stated"],
            text["who"],
            text["stance"],
            text["words"],
            text["register"],
            text["said"],
            text["claim"],
            text["proposition"],
        )
        cited[bare].add((text["graph"], text["source"]))
    return sorted(replace(bare, citations=tuple(sorted(found))) for bare, found in cited.items())
