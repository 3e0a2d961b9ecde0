"""The same read interface over any SPARQL 1.1 endpoint.

Design decision: only the SPARQL 1.1 Protocol is assumed (query by POST, results in JSON or
N-Triples), over the standard library's HTTP client; redirects to other places are not followed, and
answers are bounded.
"""

from __future__ import annotations

import urllib.error
import urllib.parse
import urllib.request
from email.message import Message
from http.client import HTTPException
from typing import IO, Any

import pyoxigraph as ox

from kg import __version__
from kg.errors import RemoteError
from kg.query import Raw
from kg.terms import sparql_prefixes

_ACCEPT = "application/sparql-results+json, application/n-triples;q=0.9, text/turtle;q=0.5"
_LARGEST = 512 * 1024 * 1024
_RDF = {"application/n-triples": ox.RdfFormat.N_TRIPLES, "text/turtle": ox.RdfFormat.TURTLE}


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: Message,
        newurl: str,
    ) -> None:
        """An endpoint that moves is named to the user, not followed."""
        raise RemoteError(f"{req.full_url}: moved to {newurl}; give that address as --endpoint")


class Endpoint:
    """A SPARQL 1.1 endpoint; `default_graph` names the merge where the engine has no such graph."""

    def __init__(self, url: str, default_graph: str | None = None, timeout: float = 60.0) -> None:
        if urllib.parse.urlsplit(url).scheme not in {"http", "https"}:
            raise RemoteError(f"{url}: an endpoint is an http or https address")
        self.url, self.timeout = url, timeout
        self._graph = [("default-graph-uri", default_graph)] if default_graph else []
        self._opener = urllib.request.build_opener(_NoRedirect)

    def select(self, sparql: str) -> Raw:
        """Run a query, with the prefix table put before it on the first line.

        Raises:
            RemoteError: no answer, an error status, or an answer in another format.
        """
        prefixes = sparql_prefixes().replace("\n", " ")
        body = urllib.parse.urlencode([("query", f"{prefixes}\n{sparql}"), *self._graph]).encode()
        headers = {"Accept": _ACCEPT, "User-Agent": f"collective-security-kg/{__version__}"}
        request = urllib.request.Request(self.url, body, headers)
        try:
            with self._opener.open(request, timeout=self.timeout) as response:
                return self._read(response)
        except urllib.error.HTTPError as error:
            said = error.read(2000).decode("utf-8", "replace").strip()
            raise RemoteError(f"{self.url}: status {error.code}: {said or error.reason}") from error
        except (urllib.error.URLError, HTTPException, TimeoutError, ConnectionError) as error:
            raise RemoteError(
                f"{self.url}: no answer ({getattr(error, 'reason', error)})"
            ) from error

    def _read(self, response: Any) -> Raw:
        data = response.read(_LARGEST + 1)
        if len(data) > _LARGEST:
            raise RemoteError(
                f"{self.url}: the answer is larger than {_LARGEST} bytes; add a LIMIT"
            )
        kind = response.headers.get_content_type()
        try:
            if kind in _RDF:
                store = ox.Store()
                store.load(data, format=_RDF[kind])
                triples = store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
                assert isinstance(triples, ox.QueryTriples)
                return triples
            return ox.parse_query_results(data, ox.QueryResultsFormat.JSON)
        except (SyntaxError, ValueError) as error:
            raise RemoteError(
                f"{self.url}: an answer of type {kind} that cannot be read: {error}"
            ) from error
