"""A web server on loopback that answers as a test decides, and remembers what it was asked."""

from __future__ import annotations

import threading
import urllib.parse
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pyoxigraph as ox

JSON = "application/sparql-results+json"
N_TRIPLES = "application/n-triples"
Form = dict[str, list[str]]


@dataclass(frozen=True)
class Reply:
    body: bytes = b""
    kind: str = "text/plain"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Loopback:
    """`forms` holds the fields of every request that came, the oldest first."""

    url: str
    forms: list[Form] = field(default_factory=list)


Answer = Callable[[Form], Reply]


@contextmanager
def serve(answer: Answer) -> Iterator[Loopback]:
    """A running server that answers every request by this function."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            form = urllib.parse.parse_qs(self.rfile.read(length).decode())
            loopback.forms.append(form)
            reply = answer(form)
            headers = {"Content-Type": reply.kind, "Content-Length": str(len(reply.body))}
            self.send_response(reply.status)
            for name, value in (headers | dict(reply.headers)).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(reply.body)

        do_GET = do_POST

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        loopback = Loopback(f"http://127.0.0.1:{server.server_port}/sparql")
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield loopback
        server.shutdown()
        thread.join()


def sparql(store: ox.Store) -> Answer:
    """A SPARQL 1.1 endpoint over a store that knows no prefixes of ours."""

    def answer(form: Form) -> Reply:
        named = [ox.NamedNode(iri) for iri in form.get("default-graph-uri", [])]
        try:
            found = store.query(form["query"][0], default_graph=list(named) or None)
        except SyntaxError as error:
            return Reply(str(error).encode(), status=400)
        if isinstance(found, ox.QueryTriples):
            return Reply(found.serialize(format=ox.RdfFormat.N_TRIPLES) or b"", N_TRIPLES)
        return Reply(found.serialize(format=ox.QueryResultsFormat.JSON) or b"", JSON)

    return answer
