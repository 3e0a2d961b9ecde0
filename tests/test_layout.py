"""Where the nodes of a view stand: by year and lane, never over each other, always the same."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import combinations, pairwise
from pathlib import Path
from typing import Final

import pytest

from kg.network.model import Network
from kg.views.boxes import MOST_LINES, WIDEST, box, text_width
from kg.views.columns import Card, Columns, columns
from kg.views.fitting import ASPECT, fit, height
from kg.views.layout import Layout, Place, place
from kg.views.rows import refine
from kg.views.specification import Specification, read
from tests.view_sample import sample

VIEWS: Final = Path(__file__).parents[1] / "visualizations"


@pytest.fixture(scope="module")
def doctrine() -> Specification:
    return read(VIEWS / "doctrine.toml")


def copies(network: Network, count: int) -> Network:
    """The network many times over, some years later each time: as large as views get."""
    nodes, edges = [], []
    for number in range(count):
        nodes += [
            replace(node, id=f"{node.id}-{number}", year=node.year and node.year + number)
            for node in network.nodes
        ]
        edges += [
            replace(edge, source=f"{edge.source}-{number}", target=f"{edge.target}-{number}")
            for edge in network.edges
        ]
    return replace(network, nodes=tuple(nodes), edges=tuple(edges))


NETWORKS: Final = {
    "sample": sample(),
    "four times": copies(sample(), 4),
    "no years": replace(
        sample(), nodes=tuple(replace(node, year=None) for node in sample().nodes), edges=()
    ),
    "one node": replace(sample(), nodes=sample().nodes[:1], edges=()),
}


@pytest.fixture(params=NETWORKS, scope="module")
def drawn(request: pytest.FixtureRequest, doctrine: Specification) -> tuple[Network, Layout]:
    network = NETWORKS[request.param]
    return network, place(network, doctrine)


def rows_of(layout: Layout) -> Iterator[list[Place]]:
    rows = defaultdict(list)
    for spot in layout.places.values():
        rows[spot.lane, spot.row].append(spot)
    yield from (sorted(row, key=lambda spot: spot.x) for row in rows.values())


def test_every_node_has_a_place(drawn: tuple[Network, Layout]) -> None:
    network, layout = drawn
    assert set(layout.places) == {node.id for node in network.nodes}


def test_boxes_of_a_row_do_not_overlap(drawn: tuple[Network, Layout]) -> None:
    for row in rows_of(drawn[1]):
        for one, following in combinations(row, 2):
            assert one.right < following.left


def test_boxes_of_different_rows_do_not_overlap(drawn: tuple[Network, Layout]) -> None:
    rows = sorted(
        (row[0].y, max(spot.height for spot in row), {spot.y for spot in row})
        for row in rows_of(drawn[1])
    )
    assert all(len(heights) == 1 for _, _, heights in rows)
    for (upper, high, _), (lower, low, _) in pairwise(rows):
        assert upper + high / 2 < lower - low / 2


def test_left_edges_follow_the_years(drawn: tuple[Network, Layout]) -> None:
    network, layout = drawn
    spots = [(node.year, layout.places[node.id].left) for node in network.nodes]
    for (year, left), (other_year, other_left) in combinations(spots, 2):
        if year is not None and other_year is not None and year < other_year:
            assert left < other_left


def test_every_year_has_a_tick_left_of_its_boxes(drawn: tuple[Network, Layout]) -> None:
    network, layout = drawn
    ticks = {tick.year: tick for tick in layout.ticks}
    assert set(ticks) == {node.year for node in network.nodes}
    for node in network.nodes:
        assert ticks[node.year].x <= layout.places[node.id].left + 0.1
    assert sum(tick.count for tick in layout.ticks) == len(network.nodes)


def test_first_box_of_each_year_stands_at_the_tick(drawn: tuple[Network, Layout]) -> None:
    network, layout = drawn
    for tick in layout.ticks:
        lefts = [layout.places[node.id].left for node in network.nodes if node.year == tick.year]
        assert min(lefts) == pytest.approx(tick.x, abs=0.2)


def test_boxes_stay_inside_their_lane_and_the_picture(drawn: tuple[Network, Layout]) -> None:
    _, layout = drawn
    for spot in layout.places.values():
        band = layout.bands[spot.lane]
        assert band.top < spot.y - spot.height / 2
        assert spot.y + spot.height / 2 < band.bottom
        assert spot.left > 0
        assert spot.right < layout.width
    assert layout.bands[-1].bottom == layout.height


def test_order_of_the_input_does_not_matter(doctrine: Specification) -> None:
    network = sample()
    nodes, edges = list(network.nodes), list(network.edges)
    random.Random(1).shuffle(nodes)
    random.Random(2).shuffle(edges)
    shuffled = replace(network, nodes=tuple(nodes), edges=tuple(edges))
    assert place(shuffled, doctrine) == place(network, doctrine)


def test_both_ends_of_the_time_are_readable(doctrine: Specification) -> None:
    ticks = {tick.year: tick.x for tick in place(sample(), doctrine).ticks}
    centuries = ticks[1919] - ticks[1648]
    assert centuries < ticks[2012] - ticks[2005]


def test_the_sample_fills_a_screen(doctrine: Specification) -> None:
    layout = place(sample(), doctrine)
    assert 1.5 < layout.width / layout.height < 2.3


def test_nodes_without_a_year_come_after_the_last(doctrine: Specification) -> None:
    layout = place(sample(), doctrine)
    undated = [layout.places[node.id] for node in sample().nodes if node.year is None]
    assert undated
    dated = [layout.places[node.id] for node in sample().nodes if node.year is not None]
    assert layout.ticks[-1].year is None
    assert max(spot.right for spot in dated) < layout.ticks[-1].x


def test_nothing_to_draw(doctrine: Specification) -> None:
    layout = place(replace(sample(), nodes=(), edges=()), doctrine)
    assert (layout.places, layout.ticks, layout.bands) == ({}, (), ())


def test_a_formulation_stands_beside_its_concept(doctrine: Specification) -> None:
    layout = place(sample(), doctrine)
    label = {n: layout.bands[spot.lane].label for n, spot in layout.places.items()}
    assert label["formulation:force-wso-2005"] == label["concept:prohibition-of-the-use-of-force"]
    assert label["formulation:force-hlp-2004"] == label["concept:chapter-vii"]


def test_a_claim_does_not_lead_into_a_lane(doctrine: Specification) -> None:
    network = sample()
    claimed = tuple(
        replace(edge, claimed=True, claimants=("someone",))
        if edge.relation == "formulates"
        else edge
        for edge in network.edges
    )
    layout = place(replace(network, edges=claimed), doctrine)
    lane = layout.places["formulation:force-wso-2005"].lane
    assert layout.bands[lane].label == "Protection and responsibility"


def length(rows: Mapping[str, int], links: list[tuple[str, str]]) -> int:
    return sum(abs(rows[a] - rows[b]) for a, b in links)


def test_sweeps_shorten_the_links() -> None:
    """Six boxes of two years, each linked to the one that is packed into the opposite row."""
    cards = [Card(f"{year}-{n}", year, 0, 60.0, 30.0) for year in (1945, 2005) for n in range(3)]
    links = [(f"1945-{n}", f"2005-{2 - n}") for n in range(3)]
    found = columns(cards, [3])
    rows = refine(cards, found, links, [[40.0] * 3], [[20.0, 60.0, 100.0]])
    assert length(found.rows, links) == 4
    assert length(rows, links) == 0


def test_sweeps_free_links_from_boxes_in_between() -> None:
    """A link along a row must not run behind a third box: it would read as two links."""
    cards = [Card(name, 1945, 0, 60.0, 30.0) for name in "abc"]
    found = Columns({"a": 0.0, "b": 100.0, "c": 200.0}, dict.fromkeys("abc", 0), (), 260.0)
    rows = refine(cards, found, [("a", "c")], [[40.0] * 2], [[20.0, 60.0]])
    assert rows["a"] == rows["c"] != rows["b"]


def test_sweeps_put_no_high_box_into_a_low_row() -> None:
    cards = [Card("a", 1945, 0, 60.0, 30.0), Card("b", 2005, 0, 60.0, 50.0)]
    found = Columns({"a": 0.0, "b": 100.0}, {"a": 0, "b": 1}, (), 160.0)
    rows = refine(cards, found, [("a", "b")], [[40.0, 60.0]], [[20.0, 70.0]])
    assert rows == {"a": 1, "b": 1}


def test_numbers_of_rows_fit_the_screen() -> None:
    """Sixty boxes of one lane and year: neither one long row nor one high stack."""
    cards = [Card(f"{n:02}", 1945, 0, 100.0, 30.0) for n in range(60)]
    found = fit(cards, 1)
    assert 0.8 * ASPECT < found.columns.right / height(found.heights) < 1.25 * ASPECT


@pytest.mark.parametrize(
    "label",
    [
        "veto",
        "responsibility while protecting",
        "responsabilité de protéger les populations contre le génocide",
        "a label that goes on and on " * 20,
        "Donaudampfschifffahrtsgesellschaftskapitänswitwenrente" * 3,
        "集団安全保障体制における加盟国の義務と責任について",
        "",
        "i" * 5000,
    ],
)
def test_lines_fit_into_their_box(label: str) -> None:
    size = box(label, strong=True)
    assert 1 <= len(size.lines) <= MOST_LINES
    assert all(text_width(line, strong=True) <= min(WIDEST, size.width) for line in size.lines)


def test_a_short_label_is_kept_whole() -> None:
    assert " ".join(box("responsibility to protect", strong=True).lines) == (
        "responsibility to protect"
    )


def test_a_cut_label_says_so() -> None:
    assert box("a label that goes on and on " * 20, strong=False).lines[-1].endswith("…")
