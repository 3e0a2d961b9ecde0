"""Positions: who holds what about a thing, in time, with citations."""

from __future__ import annotations

import pytest

from kg.graph import Graph
from kg.positions import STANCES, positions


def test_a_proposition_shows_both_of_its_sides(graph: Graph) -> None:
    found = positions(graph.source, graph.resolve("proposition:libya-mandate-exceeded"))
    assert {"cs:asserts", "cs:denies"} <= {position.stance for position in found}
    assert all(position.proposition == "proposition:libya-mandate-exceeded" for position in found)


def test_positions_come_in_the_order_of_time(graph: Graph) -> None:
    found = positions(graph.source, graph.resolve("concept:responsibility-while-protecting"))
    assert len(found) > 20
    assert [position.stated for position in found] == sorted(p.stated for p in found)


def test_every_position_has_claimant_register_and_citation(graph: Graph) -> None:
    found = positions(graph.source, graph.resolve("situation:iraq-2003"))
    assert found
    for position in found:
        assert position.who and position.register and position.said
        assert position.stance in STANCES
        assert all(name.startswith("cite:") and label for name, label in position.citations)
        assert position.citations


def test_a_claimant_shows_what_it_holds_and_what_is_held_of_it(graph: Graph) -> None:
    found = positions(graph.source, graph.resolve("state:BRA"))
    assert {"Brazil", "Thorsten Benner"} <= {position.who for position in found}


@pytest.mark.parametrize("thing", ["code:adopted", "doc:S-PV-473"])
def test_what_nobody_disputes_has_no_positions(graph: Graph, thing: str) -> None:
    assert positions(graph.source, graph.resolve(thing)) == []
