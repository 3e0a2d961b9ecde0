"""The same graph behind a SPARQL endpoint: equal answers, and errors that name the endpoint."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Final

import pyoxigraph as ox
import pytest

import kg
from kg import question as questions
from kg import remote
from kg.errors import QueryError, RemoteError
from kg.graph import Graph, LocalSource
from kg.locations import Locations, find
from kg.remote import Endpoint
from kg.results import Rows
from kg.terms import PREFIXES
from tests import loopback
from tests.loopback import JSON, N_TRIPLES, Loopback, Reply

QUESTIONS: Final = [question.name for question in questions.read_all(find().questions)]
THINGS: Final = ("concept:responsibility-to-protect", "doc:S-RES-1973", "Brasil", "cs:votedFor")
EMPTY: Final = b'{"head": {"vars": ["s"]}, "results": {"bindings": []}}'
ONE: Final = b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"literal","value":"x"}}'
MERGE: Final = "http://example.org/merge"


@pytest.fixture(scope="module")
def endpoint(graph: Graph) -> Iterator[Loopback]:
    """A SPARQL server over the whole graph."""
    assert isinstance(graph.source, LocalSource)
    with loopback.serve(loopback.sparql(graph.source.store)) as running:
        yield running


@pytest.fixture(scope="module")
def far(endpoint: Loopback) -> Graph:
    """The whole graph as the endpoint gives it."""
    return kg.open(endpoint=endpoint.url)


# The same answers ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", QUESTIONS)
def test_saved_questions_answer_alike(graph: Graph, far: Graph, name: str) -> None:
    assert far.ask(name) == graph.ask(name)


def test_a_question_with_a_value_answers_alike(graph: Graph, far: Graph) -> None:
    assert far.ask("claims-of", claimant="germany") == graph.ask("claims-of", claimant="state:DEU")


@pytest.mark.parametrize("thing", THINGS)
def test_show_shows_alike(graph: Graph, far: Graph, thing: str) -> None:
    assert far.show(thing) == graph.show(thing)


@pytest.mark.parametrize("ends", [("state:BRA", "concept:sovereignty"), ("R2P", "RwP")])
def test_paths_are_alike(graph: Graph, far: Graph, ends: tuple[str, str]) -> None:
    assert far.path(*ends) == graph.path(*ends)


def test_statistics_are_alike(graph: Graph, far: Graph) -> None:
    assert far.stats() == graph.stats()


@pytest.mark.parametrize(
    "query",
    [
        "ASK { ballot:S-RES-1973 cs:abstained state:BRA }",
        "ASK { ballot:S-RES-1973 cs:votedAgainst state:BRA }",
        "SELECT ?nothing { ?nothing cs:abstained cs:abstained }",
        "SELECT ?s ?label { ?s a cs:Doctrine OPTIONAL { ?s skos:altLabel ?label } } ORDER BY ?s",
    ],
)
def test_queries_answer_alike(graph: Graph, far: Graph, query: str) -> None:
    assert far.query(query) == graph.query(query)


def test_constructed_triples_are_alike(graph: Graph, far: Graph) -> None:
    query = "CONSTRUCT WHERE { ?s a cs:Doctrine ; skos:prefLabel ?label }"
    near, there = graph.query(query), far.query(query)
    assert isinstance(near, kg.Triples) and isinstance(there, kg.Triples)
    assert set(there) == set(near)
    assert len(there) > 10


def test_names_that_are_not_there_are_told_alike(graph: Graph, far: Graph) -> None:
    messages = []
    for one in (graph, far):
        with pytest.raises(kg.NotFound) as raised:
            one.show("concept:responsibility-to-protct")
        messages.append(str(raised.value))
    assert messages[0] == messages[1]


def test_the_default_graph_is_asked_for_by_name(small: Locations) -> None:
    near = kg.open(small.store)
    assert isinstance(near.source, LocalSource)
    store, merge = ox.Store(), ox.NamedNode(MERGE)
    for quad in near.source.store:
        named = quad.graph_name if isinstance(quad.graph_name, ox.NamedNode) else merge
        store.add(ox.Quad(quad.subject, quad.predicate, quad.object, named))
    with loopback.serve(loopback.sparql(store)) as engine:
        far = kg.open(endpoint=engine.url, default_graph=MERGE)
        query = "SELECT ?s ?p ?o { ?s ?p ?o FILTER(isIRI(?s) && !isBLANK(?o)) } ORDER BY ?s ?p ?o"
        assert far.query(query) == near.query(query)
        assert far.show("state:BRA") == near.show("state:BRA")
        assert {tuple(form["default-graph-uri"]) for form in engine.forms} == {(MERGE,)}
        engine.forms.clear()
        empty = kg.open(endpoint=engine.url).query(query)
        assert isinstance(empty, Rows) and len(empty) == 0
        assert not any("default-graph-uri" in form for form in engine.forms)


def test_prefixes_are_sent_and_take_no_line_of_the_query() -> None:
    with loopback.serve(lambda _: Reply(EMPTY, JSON)) as engine:
        Endpoint(engine.url).select("SELECT ?s\n{ ?s a cs:State }")
    (form,) = engine.forms
    first, *rest = form["query"][0].rstrip().split("\n")
    assert rest == ["SELECT ?s", "{ ?s a cs:State }"]
    assert all(f"PREFIX {prefix}: <{ns}>" in first for prefix, ns in PREFIXES.items())


@pytest.mark.parametrize("query", ["SELECT * { SERVICE <http://x/> { ?s ?p ?o } }", "(" * 20_000])
def test_what_is_refused_is_not_sent(query: str) -> None:
    with loopback.serve(lambda _: Reply(EMPTY, JSON)) as engine, pytest.raises(QueryError):
        kg.open(endpoint=engine.url).query(query)
    assert not engine.forms


# Errors -------------------------------------------------------------------------------------------


def failing(reply: Reply, query: str = "ASK { ?s ?p ?o }") -> tuple[str, str]:
    """What is said of an endpoint that gives this reply, and its address."""
    with loopback.serve(lambda _: reply) as engine, pytest.raises(RemoteError) as raised:
        kg.open(endpoint=engine.url).query(query)
    return str(raised.value), engine.url


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (Reply(b"engine on fire", status=500), "status 500: engine on fire"),
        (Reply(b"", status=503), "status 503: Service Unavailable"),
        (Reply(b"\xff\xfe", status=500), "status 500: "),
        (Reply(b"x" * 100_000, status=500), "status 500: x"),
        (Reply(b"<html>Welcome</html>", "text/html"), "answer of type text/html that cannot be"),
        (Reply(b"", JSON), "an answer of type application/sparql-results"),
        (Reply(b"{}", JSON), "an answer of type application/sparql-results"),
        (Reply(ONE, JSON), "an answer of type application/sparql-results"),
        (Reply(EMPTY[:-1], JSON), "an answer of type application/sparql-results"),
        (Reply(b"\xff", JSON), "an answer of type application/sparql-results"),
        (Reply(b"<s> <p> .", N_TRIPLES), "an answer of type application/n-triples that cannot"),
        (Reply(EMPTY, JSON, headers={"Content-Length": "999"}), "broke off"),
        (Reply(b"<a:s> <a:p> <a:o> .\n", N_TRIPLES, headers={"Content-Length": "40"}), "broke off"),
    ],
)
def test_a_wrong_answer_is_told_with_the_address(reply: Reply, said: str) -> None:
    message, url = failing(reply)
    assert message.startswith(f"{url}: ")
    assert said in message
    assert len(message) < 4000


def test_the_endpoints_own_complaint_is_passed_on(endpoint: Loopback) -> None:
    far = kg.open(endpoint=endpoint.url)
    with pytest.raises(RemoteError, match="status 400: error at 2:"):
        far.query("SELECT * { ?s ?p }")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_told_and_not_followed(status: int) -> None:
    with loopback.serve(lambda _: Reply(EMPTY, JSON)) as other:
        moved = Reply(status=status, headers={"Location": other.url})
        message, _ = failing(moved)
        assert f"moved to {other.url}; give that address as --endpoint" in message
        assert not other.forms


def test_an_answer_that_is_too_large_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "_LARGEST", 100)
    message, _ = failing(Reply(EMPTY + b" " * 100, JSON))
    assert message.endswith("the answer is larger than 100 bytes; add a LIMIT")
    with loopback.serve(lambda _: Reply(EMPTY, JSON)) as engine:
        assert len(EMPTY) <= 100
        assert isinstance(kg.open(endpoint=engine.url).query("SELECT ?s {}"), Rows)


def test_nobody_there_is_told() -> None:
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/sparql"
        with pytest.raises(RemoteError, match=r"no answer \(.*refused"):
            kg.open(endpoint=url).query("ASK {}")


@contextmanager
def raw_server(said: bytes, wait: float = 0.0) -> Iterator[str]:
    """A server that is no web server: it says its words and hangs up."""

    def talk() -> None:
        connection, _ = listening.accept()
        with connection:
            connection.recv(1 << 16)
            time.sleep(wait)
            connection.sendall(said)

    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        thread = threading.Thread(target=talk)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
        thread.join()


@pytest.mark.parametrize("said", [b"", b"SSH-2.0-OpenSSH_9\r\n", b"HTTP/1.1 nonsense\r\n\r\n"])
def test_another_kind_of_server_is_told(said: bytes) -> None:
    with raw_server(said) as url, pytest.raises(RemoteError, match=r": no answer \("):
        kg.open(endpoint=url).query("ASK {}")


def test_an_endpoint_that_never_answers_is_given_up() -> None:
    with raw_server(b"", wait=0.5) as url, pytest.raises(RemoteError, match="timed out"):
        Endpoint(url, timeout=0.1).select("ASK {}")


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://127.0.0.1/sparql",
        "data:text/plain,x",
        "javascript:alert(1)",
        "127.0.0.1:7878/query",
        "sparql",
        "http://",
        "http:///query",
        "http://[",
    ],
)
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(RemoteError, match="an endpoint is an http or https address"):
        kg.open(endpoint=url)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:99999/", "http://127.0.0.1:x/", "http://a b/", "http://.../"]
)
def test_an_address_that_cannot_be_called_is_told(url: str) -> None:
    with pytest.raises(RemoteError):
        kg.open(endpoint=url).query("ASK {}")
