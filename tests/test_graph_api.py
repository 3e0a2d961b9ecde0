"""`kg.open()` and what hangs on it, as a program uses them."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pyoxigraph as ox
import pytest

import kg
from kg.errors import KGError
from kg.graph import Graph, LocalSource
from kg.locations import Locations
from tests import loopback


def test_the_names_of_the_package_are_there() -> None:
    for name in kg.__all__:
        assert getattr(kg, name) is not None
    with pytest.raises(AttributeError, match="module 'kg' has no attribute 'nothing'"):
        _ = kg.nothing


def test_importing_the_package_imports_no_library() -> None:
    code = "import sys; before = set(sys.modules); import kg; print(*set(sys.modules) - before)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    roots = {name.partition(".")[0] for name in done.stdout.split()}
    assert roots - sys.stdlib_module_names == {"kg"}


@pytest.mark.parametrize("form", [str, Path])
def test_a_store_is_opened_by_its_place(small: Locations, form: type) -> None:
    assert kg.open(form(small.store)).query("ASK { state:BRA a cs:State }") is True


def test_the_variable_names_the_store(small: Locations, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_STORE", str(small.store))
    source = kg.open().source
    assert isinstance(source, LocalSource)
    assert source.directory.is_relative_to(small.store)


def test_nothing_built_is_told(tmp_path: Path) -> None:
    with pytest.raises(kg.StoreError, match="no graph was built here yet; run 'kg build'"):
        kg.open(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "error",
    [kg.QueryError, kg.StoreError, kg.NotFound, kg.RemoteError, kg.CorpusError],
    ids=lambda error: error.__name__,
)
def test_every_error_is_one_of_ours(error: type[Exception]) -> None:
    assert issubclass(error, KGError)


def test_a_graph_is_opened_twice_and_read_by_threads(small: Locations) -> None:
    one, two = kg.open(small.store), kg.open(small.store)
    query = "SELECT ?s { ?s a cs:State } ORDER BY STR(?s)"
    answers: list[object] = []

    def ask(graph: Graph) -> None:
        answers.extend(graph.query(query) for _ in range(20))

    threads = [threading.Thread(target=ask, args=(graph,)) for graph in (one, two, one)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 60
    assert all(answer == answers[0] for answer in answers)


def test_the_graph_is_read_only(small: Locations) -> None:
    source = kg.open(small.store).source
    assert isinstance(source, LocalSource)
    thing = ox.NamedNode("http://example.org/x")
    with pytest.raises((OSError, RuntimeError)):
        source.store.add(ox.Quad(thing, thing, thing))


def test_all_saved_questions_are_listed(graph: Graph) -> None:
    names = [question.name for question in graph.questions()]
    assert names == sorted(names)
    assert names == sorted(path.stem for path in graph.locations.questions.glob("*.rq"))
    assert "abstentions" in names


def test_a_parameter_may_bear_any_name(small: Locations) -> None:
    """`name` is the question's, yet a parameter of that name is told apart."""
    with pytest.raises(kg.QueryError, match="no parameter 'name'"):
        kg.open(small.store).ask("abstentions", name="x")
    with pytest.raises(kg.QueryError, match="no parameter 'self'"):
        kg.open(small.store).ask("abstentions", self="x")


@pytest.mark.parametrize("call", ["ask", "network"])
def test_what_has_no_such_name_is_told(small: Locations, call: str) -> None:
    with pytest.raises(kg.NotFound, match="'nothing-of-this-name': no such"):
        getattr(kg.open(small.store), call)("nothing-of-this-name")


def test_search_needs_the_local_index() -> None:
    with loopback.serve(loopback.sparql(ox.Store())) as endpoint:
        graph = kg.open(endpoint=endpoint.url)
        with pytest.raises(KGError, match="search needs the local store"):
            graph.search("Libya")
    assert not endpoint.forms


def test_the_network_of_a_view_is_read(graph: Graph) -> None:
    network = graph.network("doctrine")
    assert {"concept:responsibility-to-protect", "concept:sovereignty"} <= {
        node.id for node in network.nodes
    }
    assert network.edges
    assert all(edge.citations for edge in network.edges)
