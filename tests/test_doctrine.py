"""The doctrines' network as the graph gives it, and its page."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from kg.errors import NotFound
from kg.graph import Graph
from kg.locations import find
from kg.network.model import Network
from kg.results import Rows
from kg.views.page import render
from kg.views.specification import read


@pytest.fixture(scope="module")
def network(graph: Graph) -> Network:
    return graph.network("doctrine")


def test_every_doctrine_and_formulation_is_there(graph: Graph, network: Network) -> None:
    names = {node.id for node in network.nodes}
    rows = graph.query(
        "SELECT ?thing WHERE { GRAPH ?g { ?thing a ?class } ?g cs:source doc:editorial . "
        "VALUES ?class { cs:Doctrine cs:Principle cs:Norm cs:Mechanism cs:Formulation } }"
    )

    assert isinstance(rows, Rows)
    assert {text for (text,) in rows.texts()} <= names
    assert len(names) > 100


def test_concepts_stand_at_the_year_of_their_first_document(network: Network) -> None:
    years = {node.id: node.year for node in network.nodes}
    assert years["formulation:r2p-2005"] == 2005
    assert years["formulation:rwp-2011"] == 2011
    assert years["concept:renunciation-of-war"] == 1928
    assert min(year for year in years.values() if year) == 1648


def test_a_stated_relation_has_a_citation_and_a_claimed_one_has_claimants(
    network: Network,
) -> None:
    assert all(edge.citations for edge in network.edges)
    claimed = [edge for edge in network.edges if edge.claimed]
    assert claimed and all(edge.claimants for edge in claimed)
    assert not any(edge.claimants for edge in network.edges if not edge.claimed)


def test_both_sides_of_a_claimed_relation_are_told(network: Network) -> None:
    (edge,) = [
        edge
        for edge in network.edges
        if (edge.source, edge.relation, edge.target)
        == (
            "concept:responsibility-while-protecting",
            "complements",
            "concept:responsibility-to-protect",
        )
    ]
    stances = {who.rpartition("(")[2] for who in edge.claimants}
    assert {"asserts)", "conditions)"} <= stances


def test_an_unknown_view_is_named(graph: Graph) -> None:
    with pytest.raises(NotFound, match="doctrine"):
        graph.network("treaties")


@pytest.mark.browser
def test_the_page_of_the_whole_graph_opens_and_finds_a_doctrine(
    network: Network, page: Page, tmp_path: Path
) -> None:
    place = tmp_path / "doctrine.html"
    place.write_text(
        render(network, read(find().visualizations / "doctrine.toml")), encoding="utf-8"
    )
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text))
    page.goto(f"{place.as_uri()}#node=concept:responsibility-while-protecting")
    page.get_by_role("heading", name="responsibility while protecting").wait_for()
    assert "responsabilidade ao proteger" in page.inner_text("body")
    assert errors == []
