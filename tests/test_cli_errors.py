"""Wrong input of every kind ends in one clear message on stderr, and in nothing else.

Status 1: the data or the question is wrong. Status 2: the command line is wrong.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from kg.build import build
from kg.locations import Locations
from tests import loopback
from tests.command_line import Done, run
from tests.loopback import Reply

ASK: Final = ("query", "ASK { state:BRA a cs:State }")
SELECT: Final = ("query", "SELECT ?s { ?s a cs:State }")
CONSTRUCT: Final = ("query", "CONSTRUCT WHERE { ?s a cs:State }")
DEVICE: Final = pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")


def clear(done: Done, status: int) -> str:
    """The message of a command that failed as it should."""
    assert done.status == status, done
    assert done.out == ""
    assert "Traceback" not in done.err
    assert done.err.strip()
    assert len(done.err) < 4000
    return done.err


# Wrong usage --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "Usage: kg"),
        (("fly",), "No such command 'fly'"),
        (("--fly",), "No such option"),
        (("query",), "give a query, or a file with -f, and not both"),
        (("query", "ASK {}", "-f", "x.rq"), "give a query, or a file with -f, and not both"),
        (("query", "ASK {}", "ASK {}"), "unexpected extra argument"),
        (("query", "ASK {}", "--format", "pdf"), "'pdf' is not one of"),
        (("query", "ASK {}", "--format"), "requires an argument"),
        (("query", "ASK {}", "-o", "."), "is a directory"),
        (("ask", "abstentions", "S-RES-1973"), "'S-RES-1973' is not of the form name=value"),
        (("ask", "abstentions", "=x"), "'=x' is not of the form name=value"),
        (("show",), "Missing argument 'ENTITY'"),
        (("show", "state:BRA", "--limit", "-1"), "x>=0"),
        (("search",), "Missing argument"),
        (("search", "x", "--limit", "0"), "x>=1"),
        (("search", "x", "--limit", "many"), "not a valid integer range"),
        (("path", "state:BRA"), "Missing argument 'END'"),
        (("path", "a", "b", "--count", "0"), "x>=1"),
        (("why", "state:BRA"), "Missing argument"),
        (("export",), "Missing argument 'FORMAT'"),
        (("export", "pdf"), "'pdf' is not one of"),
        (("view", "--all", "-o", "x.html"), "leave -o out"),
        (("--store", __file__, "stats"), "is a file"),
    ],
    ids=lambda value: " ".join(value)[-40:] if isinstance(value, tuple) else "",
)
def test_wrong_usage(small: Locations, arguments: tuple[str, ...], said: str) -> None:
    assert said in clear(run(*arguments, store=small.store), 2)


# Wrong questions ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("query", "SELECT ?s { ?s ?p }"), "query:1:"),
        (("query", ""), "query:1:1"),
        (("query", "DROP ALL"), "query:1:1"),
        (("query", "SELECT * { SERVICE <http://x/> {} }"), "SERVICE is not run"),
        (("query", "(" * 20_000), "nested more than 200 deep"),
        (("query", b"ASK { ?s ?p '\xff' }"), "the query cannot be evaluated"),
        (("query", "-f", "missing.rq"), "missing.rq: cannot be read (No such file"),
        (("query", "-f", "."), ".: cannot be read"),
        ((*SELECT, "--format", "ttl"), "rows cannot be written as 'ttl'; choose one of table"),
        ((*CONSTRUCT, "--format", "csv"), "triples cannot be written as 'csv'; choose one of ttl"),
        ((*ASK, "--format", "ttl"), "true or false cannot be written as 'ttl'"),
        (("ask", "abstention"), "did you mean abstentions"),
        (("ask", "../vetoes"), "no such question"),
        (("ask", "abstentions", "state=BRA"), "no parameter 'state'; it has: ballot"),
        (("ask", "abstentions", "ballot=ballot:S-RES-197"), "did you mean ballot:S-RES-1973"),
        (("ask", "abstentions", "ballot=x } #"), "no thing has this label"),
        (("show", "state:BRAZ"), "did you mean state:BRA"),
        (("show", "nothing of this name"), "no thing has this label"),
        (("show", b"\xff"), "no thing has this label"),
        (("show", "\u202e\x1b[31m"), "no thing has this label"),
        (("search", "***"), "give at least one word"),
        (("path", "state:BRA", "state:BRAZ"), "did you mean state:BRA"),
        (("path", "state:BRA", "code:plenary"), "code:plenary"),
        (("why", "state:BRA", "a", "cs:Treaty"), "the statement: state:BRA rdf:type cs:Treaty"),
        (("view", "nothing-of-this-name"), "'nothing-of-this-name': no such view"),
        (("export", "ttl", "--with-merge"), "'ttl' holds the merge alone"),
        (("export", "nq", "--merge-graph", "no iri"), "not an IRI for the merge's graph"),
    ],
    ids=lambda value: str(value[1:2])[:40] if isinstance(value, tuple) else "",
)
def test_a_wrong_question(
    small: Locations, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    assert said in clear(run(*arguments, store=small.store, folder=tmp_path), 1)


@pytest.mark.parametrize("way", ["file", "stdin"])
def test_a_query_that_is_not_utf8(small: Locations, tmp_path: Path, way: str) -> None:
    raw = 'SELECT ("ação" AS ?x) {}'.encode("latin-1")
    (tmp_path / "latin.rq").write_bytes(raw)
    file, stdin = ("latin.rq", b"") if way == "file" else ("-", raw)
    done = run("query", "-f", file, store=small.store, folder=tmp_path, stdin=stdin)
    assert f"{file}: not UTF-8 at byte 10; save the file as UTF-8" in clear(done, 1)


def test_a_label_of_two_things_lists_them(own: Locations) -> None:
    path = own.graph_data / "actors" / "members.trig"
    added = '\ngroup:members a cs:Group ; skos:prefLabel "member states"@en .\n'
    path.write_text(path.read_text("utf-8") + added, "utf-8")
    build(own)
    message = clear(run("show", "Member States", store=own.store), 1)
    assert "'Member States' names 2 things: group:member-states, group:members" in message


def test_verbose_shows_where_it_happened(small: Locations) -> None:
    done = run("--verbose", "show", "state:BRAZ", store=small.store)
    assert (done.status, done.out) == (1, "")
    assert "Traceback" in done.err and "did you mean state:BRA" in done.err


# Endpoints ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://127.0.0.1/", "nowhere", "http://["])
def test_an_endpoint_that_is_no_web_address(url: str) -> None:
    message = clear(run("--endpoint", url, *ASK), 1)
    assert f"{url}: an endpoint is an http or https address" in message


def test_an_endpoint_that_nobody_serves() -> None:
    assert "no answer" in clear(run("--endpoint", "http://127.0.0.1:1/", *ASK), 1)


def test_an_endpoint_that_answers_with_a_page() -> None:
    page = Reply(b"<html>Welcome</html>", "text/html")
    with loopback.serve(lambda _: page) as server:
        message = clear(run("--endpoint", server.url, *ASK), 1)
    assert "text/html" in message


def test_what_an_endpoint_says_cannot_steer_the_terminal() -> None:
    failed = Reply(b"\x1b]0;title\x07 \xc2\x9b31m on fire", status=500)
    with loopback.serve(lambda _: failed) as server:
        message = clear(run("--endpoint", server.url, *ASK), 1)
    assert "on fire" in message
    assert not {"\x1b", "\x07", "\x9b"} & set(message)


@pytest.mark.parametrize("arguments", [("search", "Libya"), ("export", "nt"), ("check",)])
def test_what_an_endpoint_cannot_do(arguments: tuple[str, ...]) -> None:
    message = clear(run("--endpoint", "http://127.0.0.1:1/", *arguments), 1)
    assert arguments[0] in message and "endpoint" in message


# Outputs ------------------------------------------------------------------------------------------


def test_an_output_below_a_file_is_told(small: Locations, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("old", "utf-8")
    place = tmp_path / "file" / "answer.csv"
    assert f"{place}: cannot be written" in clear(run(*ASK, "-o", str(place), store=small.store), 1)
    assert (tmp_path / "file").read_text("utf-8") == "old"


@pytest.mark.parametrize(
    "arguments",
    [("query", "SELECT ?s { ?s ?p }"), (*SELECT, "--format", "ttl"), ("ask", "nothing"),
     ("export", "ttl", "--with-merge"), ("view", "nothing")],
)  # fmt: skip
def test_a_failure_leaves_the_old_output(
    small: Locations, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    place = tmp_path / "answer"
    place.write_text("old", "utf-8")
    clear(run(*arguments, "-o", str(place), store=small.store), 1)
    assert place.read_text("utf-8") == "old"
    assert list(tmp_path.iterdir()) == [place]


@DEVICE
@pytest.mark.parametrize("arguments", [SELECT, ("export", "nt"), ("ask", "abstentions")])
def test_a_full_disk_is_told(small: Locations, arguments: tuple[str, ...]) -> None:
    done = run(*arguments, "-o", "/dev/full", store=small.store)
    assert "/dev/full: cannot be written (No space left" in clear(done, 1)


@pytest.mark.skipif(sys.platform == "win32", reason="names of at most 255 bytes elsewhere")
def test_a_name_that_is_too_long_is_told(small: Locations, tmp_path: Path) -> None:
    done = run(*ASK, "-o", "x" * 300, store=small.store, folder=tmp_path)
    assert "cannot be written (File name too long)" in clear(done, 1)


# Stores -------------------------------------------------------------------------------------------


def cut(store: Path) -> None:
    path = max(store.rglob("*.sst"), key=lambda path: path.stat().st_size)
    path.write_bytes(path.read_bytes()[:-100])


def lose_manifest(store: Path) -> None:
    next(store.rglob("manifest.json")).unlink()


def lose_versions(store: Path) -> None:
    shutil.rmtree(store / "versions")


def scramble_pointer(store: Path) -> None:
    (store / "current").write_bytes(b"\xff\xfe")


@pytest.mark.parametrize("harm", [cut, lose_manifest, lose_versions, scramble_pointer])
@pytest.mark.parametrize("arguments", [ASK, ("search", "Libya"), ("stats",)])
def test_a_damaged_store(
    own: Locations, harm: Callable[[Path], None], arguments: tuple[str, ...]
) -> None:
    harm(own.store)
    message = clear(run(*arguments, store=own.store), 1)
    assert str(own.store) in message
    assert "run 'kg build'" in message


def test_a_store_that_the_variable_names_is_a_file(tmp_path: Path) -> None:
    place = tmp_path / "file"
    place.write_text("no store", "utf-8")
    assert str(place) in clear(run(*ASK, store=place), 1)
    assert place.read_text("utf-8") == "no store"


def test_a_faulty_corpus_is_told_with_its_places(own: Locations, tmp_path: Path) -> None:
    """The command line of an installed copy of the package, beside a corpus with a fault."""
    root = Path(__file__).parents[1]
    copy = replace(own, graph_data=tmp_path / "copy" / "graph_data")
    shutil.copytree(root / "kg", tmp_path / "copy" / "kg")
    shutil.copytree(root / "ontology", tmp_path / "copy" / "ontology")
    shutil.copytree(own.graph_data, copy.graph_data)
    path = copy.graph_data / "claims" / "libya-2011.trig"
    text = path.read_text("utf-8")
    path.write_text(text.replace("state:FRA", "state:FRX", 1), "utf-8")
    line = text[: text.index("state:FRA")].count("\n") + 1
    done = run("build", store=tmp_path / "store", variables={"PYTHONPATH": str(tmp_path / "copy")})
    message = clear(done, 1)
    assert f"claims/libya-2011.trig:{line}:" in message
    assert "nothing was loaded" in message
