"""Which state of the graph a code or name of a voting dataset stands for, on a given day.

Design decision: the crosswalk is the graph's own: ISO 3166 and Correlates of War codes and all
names of states are read from it. Only what those cannot say stands here: names that a dataset
coins, and codes that it lets run on when another state took the seat.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

import pyoxigraph as ox

from kg.terms import CS, PREFIXES

_STATES: Final = f"""
SELECT ?state ?kind ?text WHERE {{
  ?state a <{CS["State"]}> .
  {{ ?state <{CS["iso3"]}> ?text . BIND("iso3" AS ?kind) }} UNION
  {{ ?state <{CS["cowCode"]}> ?text . BIND("cow" AS ?kind) }} UNION
  {{ ?state <{PREFIXES["skos"]}prefLabel>|<{PREFIXES["skos"]}altLabel> ?text .
    BIND("name" AS ?kind) }}
}} ORDER BY STR(?state) STR(?text)"""

#: Names by which datasets know states, as `_folded` leaves them.
_NAMES: Final = {
    "bolivia": "BOL", "bosnia and herzegovina": "BIH", "brunei": "BRN", "cape verde": "CPV",
    "cambodia": "KHM", "congo brazzaville": "COG", "congo kinshasa": "COD", "cote d ivoire": "CIV",
    "czech republic": "CZE", "czechia": "CZE", "east timor": "TLS", "eswatini": "SWZ",
    "federal republic of germany": "DEU", "german democratic republic": "DDR", "gambia": "GMB",
    "iran": "IRN", "laos": "LAO", "libya": "LBY", "macedonia": "MKD", "micronesia": "FSM",
    "moldova": "MDA", "myanmar": "MMR", "netherlands": "NLD", "north korea": "PRK",
    "north macedonia": "MKD", "russia": "RUS", "sao tome and principe": "STP",
    "south korea": "KOR", "swaziland": "SWZ", "syria": "SYR", "taiwan": "CHN", "tanzania": "TZA",
    "timor leste": "TLS", "trinidad and tobago": "TTO", "turkey": "TUR", "united kingdom": "GBR",
    "united states": "USA", "united states of america": "USA", "venezuela": "VEN",
    "vietnam": "VNM", "yemen arab republic": "YEM", "yemen people s republic": "YMD",
    "zanzibar": "ZAN",
}  # fmt: skip
#: Codes of the Correlates of War list that are not a state's only one there.
_COW: Final = {"255": "DEU", "260": "DEU", "345": "YUG", "678": "YEM", "679": "YEM", "713": "CHN"}
#: Who sat in a seat until which day: the datasets know one name or code for all of them.
_UNTIL: Final = {
    "RUS": (("1991-12-24", "SUN"),),
    "YUG": (("1992-09-22", "YUG"), ("2006-06-02", "SCG"), ("9999-12-31", "SRB")),
    "TZA": (("1964-04-25", "TAN"),),
}


class Crosswalk:
    """The states of a graph by code and name."""

    def __init__(self, graph: ox.Store) -> None:
        self._known: dict[str, dict[str, str]] = {"iso3": {}, "cow": {}, "name": {}}
        self._states: set[str] = set()
        found = graph.query(_STATES)
        assert isinstance(found, ox.QuerySolutions)
        for row in found:
            state = row["state"].value.removeprefix(PREFIXES["state"])
            kind, text = row["kind"].value, row["text"].value
            self._states.add(state)
            self._known[kind].setdefault(_folded(text) if kind == "name" else text, state)

    def by_iso3(self, code: str) -> str | None:
        """The state of an ISO 3166 code, which is also the name of a former state here."""
        return code if code in self._states else self._known["iso3"].get(code)

    def by_cow(self, code: str) -> str | None:
        """The state of a Correlates of War code."""
        return self._existing(_COW.get(code)) or self._known["cow"].get(code)

    def by_name(self, name: str) -> str | None:
        """The state that a dataset knows by a name."""
        folded = _folded(name)
        return self._existing(_NAMES.get(folded)) or self._known["name"].get(folded)

    def seated(self, state: str, day: str) -> str:
        """The state that sat in a seat on a day (`1991-12-24`, or `1991-12` for any day of it)."""
        for last, before in _UNTIL.get(state, ()):
            if day <= last and before in self._states:
                return before
        return state

    def _existing(self, state: str | None) -> str | None:
        return state if state in self._states else None


def _folded(name: str) -> str:
    """A name without accents, case, punctuation, articles and what stands in brackets."""
    plain = unicodedata.normalize("NFKD", re.sub(r"\(.*?\)", " ", name)).casefold()
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    words = re.sub(r"[^a-z]+", " ", letters.replace("&", " and ")).split()
    return " ".join("saint" if word == "st" else word for word in words if word != "the")
