"""The same read interface over any SPARQL 1.1 endpoint.

Design decision: only the SPARQL 1.1 Protocol is assumed (query by POST, results in JSON or
N-Triples), over the standard library's HTTP client; redirects to other places are not followed, and
answers are bounded.
"""

from __future__ import annotations

import urllib.error
import urllib.parse
import urllib.request
from collections import deque
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
        fp.close()
        raise RemoteError(f"{req.full_url}: moved to {newurl}; give that address as --endpoint")


def _is_web_address(url: str) -> bool:
    try:
        parts = urllib.parse.urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


class Endpoint:
    """A SPARQL 1.1 endpoint; `default_graph` names the merge where the engine has no such graph."""

    def __init__(self, url: str, default_graph: str | None = None, timeout: float = 60.0) -> None:
        if not _is_web_address(url):
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
            with error:
                said = error.read(2000).decode("utf-8", "replace").strip()
            raise RemoteError(f"{self.url}: status {error.code}: {said or error.reason}") from error
        except (OSError, HTTPException, UnicodeError) as error:
            raise RemoteError(
                f"{self.url}: no answer ({getattr(error, 'reason', error)})"
            ) from error

    def _read(self, response: Any) -> Raw:
        data = response.read(_LARGEST + 1)
        if len(data) > _LARGEST:
            raise RemoteError(
                f"{self.url}: the answer is larger than {_LARGEST} bytes; add a LIMIT"
            )
        stated = response.headers.get("Content-Length", "")
        if stated.isdecimal() and int(stated) != len(data):
            raise RemoteError(f"{self.url}: the answer broke off after {len(data)} bytes")
        kind = response.headers.get_content_type()
        try:
            return _triples(data, _RDF[kind]) if kind in _RDF else _results(data)
        except (SyntaxError, ValueError) as error:
            raise RemoteError(
                f"{self.url}: an answer of type {kind} that cannot be read: {error}"
            ) from error


def _triples(data: bytes, form: ox.RdfFormat) -> ox.QueryTriples:
    store = ox.Store()
    store.load(data, format=form)
    triples = store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    assert isinstance(triples, ox.QueryTriples)
    return triples


def _results(data: bytes) -> ox.QuerySolutions | ox.QueryBoolean:
    """The results in JSON, read to the end first: the engine reads on demand, too late for us."""
    trial = ox.parse_query_results(data, ox.QueryResultsFormat.JSON)
    try:
        if isinstance(trial, ox.QuerySolutions):
            deque(trial, maxlen=0)
    finally:
        del trial  # an error's traceback would carry it into other threads, which it may not enter
    return ox.parse_query_results(data, ox.QueryResultsFormat.JSON)
