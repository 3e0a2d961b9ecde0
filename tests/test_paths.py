"""Chains of statements between two things: the shortest, from either end the same."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Final

import networkx
import pyoxigraph as ox
import pytest

from kg.errors import NotFound
from kg.graph import Graph, LocalSource
from kg.network.paths import LONGEST, shortest
from kg.terms import CS, ID, curie, iri

PAIRS: Final = [
    ("state:BRA", "concept:sovereignty"),
    ("concept:responsibility-to-protect", "concept:responsibility-while-protecting"),
    ("doc:UN-Charter", "intervention:libya-2011"),
    ("person:antonio-patriota", "doc:A-RES-60-1"),
    ("situation:rwanda-1994", "state:FRA"),
    ("ballot:S-RES-1973", "situation:libya-2011"),
]


def source_of(*links: str) -> LocalSource:
    """A store of statements between events: `a-b` states that a is about b."""
    store = ox.Store()
    for link in links:
        one, other = (event(name) for name in link.split("-"))
        store.add(ox.Quad(ox.NamedNode(one), ox.NamedNode(CS["about"]), ox.NamedNode(other)))
    return LocalSource(store, Path())


def event(name: str) -> str:
    return iri(f"event:{name}") or ""


def trails(source: LocalSource, one: str, other: str, count: int = 10) -> list[str]:
    found = shortest(source, event(one), event(other), count)
    return ["".join(curie(thing).removeprefix("event:") for thing in p.things) for p in found]


def test_the_shortest_way_is_found_not_the_first() -> None:
    assert trails(source_of("a-b", "b-c", "c-d", "d-e", "a-x", "x-e"), "a", "e") == ["axe"]


def test_all_shortest_ways_are_found() -> None:
    links = source_of("a-b", "a-c", "b-d", "c-d", "d-e", "a-f", "f-g", "g-h", "h-e")
    assert sorted(trails(links, "a", "e")) == ["abde", "acde"]
    assert len(trails(links, "a", "e", 1)) == 1


def test_statements_are_followed_in_both_directions() -> None:
    (path,) = shortest(source_of("b-a", "b-c", "d-c"), event("a"), event("d"))
    assert [(s.subject, s.object) for steps in path.steps for s in steps] == [
        (event("b"), event("a")),
        (event("b"), event("c")),
        (event("d"), event("c")),
    ]


def test_less_crowded_things_come_first() -> None:
    crowd = [f"b-n{number}" for number in range(20)]
    assert trails(source_of("a-b", "b-d", "a-c", "c-d", *crowd), "a", "d") == ["acd", "abd"]


def test_a_thing_is_joined_to_itself_by_nothing() -> None:
    (path,) = shortest(source_of("a-b"), event("a"), event("a"))
    assert path.things == (event("a"),)
    assert path.steps == ()


@pytest.mark.parametrize(("one", "other"), [("a", "x"), ("x", "a"), ("a", "nowhere")])
def test_what_nothing_joins_is_told(one: str, other: str) -> None:
    with pytest.raises(NotFound, match=f"no path of at most {LONGEST} steps joins the two"):
        trails(source_of("a-b", "b-c", "x-y"), one, other)


@pytest.mark.parametrize(("steps", "found"), [(LONGEST, True), (LONGEST + 1, False)])
def test_a_way_has_its_longest_length(steps: int, found: bool) -> None:
    source = source_of(*(f"n{number}-n{number + 1}" for number in range(steps)))
    if found:
        (path,) = shortest(source, event("n0"), event(f"n{steps}"))
        assert len(path.steps) == steps
    else:
        with pytest.raises(NotFound):
            shortest(source, event("n0"), event(f"n{steps}"))


def test_very_many_shortest_ways_end() -> None:
    """Five layers of twenty things, each joined to all of the next: 3,200,000 ways."""
    layers = [[f"l{layer}x{n}" for n in range(20)] for layer in range(5)]
    links = [f"{one}-{other}" for near, far in pairwise(layers) for one in near for other in far]
    links += [f"start-{one}" for one in layers[0]] + [f"{one}-end" for one in layers[-1]]
    assert len(trails(source_of(*links), "start", "end", 5)) == 5


def test_things_that_everything_touches_are_not_walked_through() -> None:
    store = ox.Store()
    code = ox.NamedNode(iri("code:political") or "")
    for name in ("a", "b"):
        store.add(ox.Quad(ox.NamedNode(event(name)), ox.NamedNode(CS["register"]), code))
    with pytest.raises(NotFound):
        trails(LocalSource(store, Path()), "a", "b")


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_both_ends_see_the_same_ways(graph: Graph, one: str, other: str) -> None:
    there, back = graph.path(one, other, 5), graph.path(other, one, 5)
    assert [path.things for path in there] == [path.things[::-1] for path in back]
    for path, reverse in zip(there, back, strict=True):
        steps = [frozenset(steps) for steps in path.steps]
        assert steps == [frozenset(steps) for steps in reversed(reverse.steps)]


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_every_step_is_a_statement_of_the_graph(graph: Graph, one: str, other: str) -> None:
    assert isinstance(graph.source, LocalSource)
    for path in graph.path(one, other, 5):
        assert (curie(path.things[0]), curie(path.things[-1])) == (one, other)
        assert len(path.steps) == len(path.things) - 1
        for steps in path.steps:
            assert steps
            for s in steps:
                terms = (ox.NamedNode(name) for name in (s.subject, s.property, s.object))
                assert ox.Quad(*terms) in graph.source.store


@pytest.fixture(scope="module")
def walked(graph: Graph) -> networkx.Graph[str]:
    """All statements between things that the search may walk, as networkx sees them."""
    ignored = {"cs:tookPart", "cs:takesPositionOn", "cs:cites", "cs:relatesTo", "cs:adoptedBy"}
    ignored |= {"cs:source", "cs:searched", "cs:byRule", "cito:cites", "skos:inScheme"}
    whole: networkx.Graph[str] = networkx.Graph()
    assert isinstance(graph.source, LocalSource)
    merge = graph.source.store.quads_for_pattern(None, None, None, ox.DefaultGraph())
    for subject, predicate, value, _ in merge:
        if isinstance(subject, ox.NamedNode) and isinstance(value, ox.NamedNode):
            near, name, far = (curie(term.value) for term in (subject, predicate, value))
            both_things = subject.value.startswith(ID) and value.value.startswith(ID)
            ends = {near.split(":")[0], far.split(":")[0]}
            others = {"code", "scheme", "cite", "rule", "finding"} & ends
            if both_things and name not in ignored and not others:
                whole.add_edge(near, far)
    return whole


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_no_shorter_way_exists(
    graph: Graph, walked: networkx.Graph[str], one: str, other: str
) -> None:
    length = networkx.shortest_path_length(walked, one, other)
    assert {len(path.steps) for path in graph.path(one, other, 5)} == {length}
