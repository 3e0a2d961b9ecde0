"""Text search: words find things whatever their forms, and nothing typed is an operator."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

import kg
from kg import search as searching
from kg.errors import QueryError, StoreError
from kg.graph import Graph, LocalSource
from kg.locations import Locations
from kg.search import Hit, search
from kg.store import SEARCH

#: What the index would take for its own language, or what could end a string of it.
HOSTILE: Final = (
    "Libya AND",
    "AND OR NOT Libya",
    "NOT Libya",
    "Libya OR Brazil",
    "Libya NEAR Brazil",
    "NEAR(Libya Brazil, 5)",
    '"Libya',
    'Libya"',
    '""" Libya',
    "Libya*",
    "*Libya",
    "^Libya",
    "label: Libya",
    "{label names} : Libya",
    "- Libya",
    "Libya + Brazil",
    "(Libya",
    "Libya)",
    "Libya'; DROP TABLE entity; --",
    "Libya\x00",
    "Libya\n",
    "Libya\udcff",
    "_ Libya",
)


@pytest.fixture(scope="module")
def small_graph(small: Locations) -> Iterator[Graph]:
    yield kg.open(small.store)


def names(hits: list[Hit]) -> list[str]:
    return [hit.name for hit in hits]


def test_safe_areas_are_found_in_resolutions_and_concepts(graph: Graph) -> None:
    found = names(graph.search("safe areas", 50))
    assert "concept:protection-of-safe-areas" in found[:5]
    assert {"doc:S-RES-836.op5", "doc:S-RES-836.op9", "doc:S-RES-819.op1"} <= set(found)
    assert {"doc:S-RES-824.op3", "doc:S-RES-824.op6"} <= set(found)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("R2P", "concept:responsibility-to-protect"),
        ("responsabilidade de proteger", "concept:responsibility-to-protect"),
        ("Responsabilité de Protéger", "concept:responsibility-to-protect"),
        ("S/RES/1973 (2011)", "doc:S-RES-1973"),
        ("responsibility while protecting", "concept:responsibility-while-protecting"),
        ("charter of the united nations", "doc:UN-Charter"),
        ("brazil", "state:BRA"),
        ("state:BRA", "state:BRA"),
    ],
)
def test_a_thing_comes_first_by_its_own_name(graph: Graph, text: str, name: str) -> None:
    assert names(graph.search(text, 5))[0] == name


def test_citations_do_not_stand_beside_what_they_cite(graph: Graph) -> None:
    found = names(graph.search("resolution 836", 10_000))
    assert "doc:S-RES-836.op9" in found
    assert not [name for name in found if name.startswith("cite:")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("responsabilité de protéger", "responsabilite de proteger"),
        ("genocídio", "GENOCIDIO"),
        ("génocide", "ge\u0301nocide"),
        ("força armada", "Forca ARMADA"),
        ("protecting civilians", "protection civilian"),
    ],
)
def test_accents_case_and_endings_do_not_matter(small_graph: Graph, one: str, other: str) -> None:
    found = names(small_graph.search(one))
    assert found
    assert names(small_graph.search(other)) == found


def test_the_last_word_may_be_a_beginning(small_graph: Graph) -> None:
    found = set(names(small_graph.search("responsibility to prot")))
    assert "concept:responsibility-to-protect" in found
    assert found == set(names(small_graph.search("responsibility to protect")))
    assert not small_graph.search("respons to protect")


def test_every_word_must_occur(small_graph: Graph) -> None:
    assert names(small_graph.search("Brazil")) == ["state:BRA", "claim:brazil-force-may-harm"]
    assert names(small_graph.search("Brazil harm")) == ["claim:brazil-force-may-harm"]
    assert not small_graph.search("Brazil harm genocide")


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_typed_is_words(small_graph: Graph, text: str) -> None:
    """Each of these holds `Libya`: what else is in it must neither fail nor widen the search."""
    plain = set(names(small_graph.search("Libya")))
    assert plain
    assert set(names(small_graph.search(text))) <= plain
    assert len(names(small_graph.search("Libya"))) == len(plain)


@pytest.mark.parametrize("text", ["Libya*", '"Libya"', "(Libya)", "^Libya", "-Libya", "Libya\n"])
def test_marks_around_a_word_are_left_out(small_graph: Graph, text: str) -> None:
    assert names(small_graph.search(text)) == names(small_graph.search("Libya"))


@pytest.mark.parametrize("text", ["", "   ", "***", '"', "()", "—", "\x00", "__", "_"])
def test_without_a_word_there_is_nothing_to_search(small_graph: Graph, text: str) -> None:
    with pytest.raises(QueryError, match="at least one word"):
        small_graph.search(text)


def test_a_hit_shows_the_words_in_their_passage(small_graph: Graph) -> None:
    (hit,) = small_graph.search("aggression strikes")
    assert hit.kind == "cs:Assessment"
    assert hit.label == "Libya: the strikes went beyond protection"
    assert "[strikes]" in hit.passage
    assert "\n" not in hit.passage


def test_the_limit_holds(graph: Graph) -> None:
    assert len(graph.search("resolution", 7)) == 7
    assert names(graph.search("resolution", 7)) == names(graph.search("resolution", 20))[:7]


def test_every_described_thing_is_found_by_its_name(graph: Graph) -> None:
    answer = graph.query("SELECT ?s { ?s a cs:Doctrine } ORDER BY STR(?s)")
    assert isinstance(answer, kg.Rows)
    doctrines = [row[0] for row in answer.texts()]
    assert len(doctrines) > 5
    lost = [name for name in doctrines if names(graph.search(name, 1)) != [name]]
    assert not lost


def test_a_damaged_index_is_told(own: Locations, monkeypatch: pytest.MonkeyPatch) -> None:
    source = kg.open(own.store).source
    assert isinstance(source, LocalSource)
    (source.directory / SEARCH).write_bytes(b"no database" * 1000)
    with pytest.raises(StoreError, match="run 'kg build --force'"):
        search(source.directory, "Libya")
    monkeypatch.setattr(searching, "SEARCH", "missing.sqlite")
    with pytest.raises(StoreError, match=r"missing\.sqlite: the search index cannot be read"):
        search(Path(source.directory), "Libya")
