"""The command line as users and scripts meet it: help, results on stdout, the rest on stderr."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import stat
import subprocess
import sys
import threading
from pathlib import Path
from typing import Final

import click
import pytest
import rdflib
from rdflib.query import Result

import kg.build
from kg import __version__
from kg.cli import COMMANDS, _run, group
from kg.errors import Fault
from kg.locations import Locations
from tests.command_line import environment, run, script

DOCUMENT: Final = (Path(__file__).parents[1] / "docs" / "commands.md").read_text("utf-8")
SECTIONS: Final = dict(re.findall(r"^## kg (\w+)\n(.*?)(?=^## |\Z)", DOCUMENT, re.M | re.S))
GENERAL: Final = DOCUMENT.partition("## Naming a thing")[0]
STATES: Final = "SELECT ?s { ?s a cs:State } ORDER BY STR(?s)"


def options(command: click.Command) -> set[str]:
    named = (param for param in command.params if isinstance(param, click.Option))
    return {name for param in named for name in (*param.opts, *param.secondary_opts)}


def inner_options(command: click.Command) -> set[str]:
    """The options of the commands that a command consists of."""
    inner = command.commands.values() if isinstance(command, click.Group) else ()
    return {name for one in inner for name in options(one)}


def documented(section: str) -> set[str]:
    """The options in the first column of the tables of a section."""
    cells = re.findall(r"^\| (`-[^|]*) \|", section, re.M)
    return {name for cell in cells for name in re.findall(r"`(--?[\w-]+)", cell)}


# Help and documents -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name: str) -> None:
    done = run(name, "--help")
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith(f"Usage: kg {name} ")
    assert "\\b" not in done.out
    assert all(option in done.out for option in options(command(name)))


def command(name: str) -> click.Command:
    assert isinstance(group, click.Group)
    found = group.get_command(click.Context(group), name)
    assert found is not None
    return found


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_documented_with_its_options(name: str) -> None:
    whole = command(name)
    assert documented(SECTIONS[name]) == options(whole) | inner_options(whole) - {"--help", "-h"}


def test_general_options_are_documented() -> None:
    assert documented(GENERAL) == options(group) | {"--help", "-h"}


def test_only_what_exists_is_documented() -> None:
    assert list(SECTIONS) == list(COMMANDS)
    assert set(re.findall(r"^    kg (\w+)", DOCUMENT, re.M)) <= set(COMMANDS)


def test_every_documented_line_runs(built: kg.build.Summary, locations: Locations) -> None:
    """The examples that write no file and read none, as they stand."""
    lines = re.findall(
        r"^    kg ((?:query 'S|ask|show|search|path|why|view --list).*)$", DOCUMENT, re.M
    )
    plain = [line for line in lines if ">" not in line and line.count("'") in (0, 2)]
    assert len(plain) >= 9
    for line in plain:
        words = [word.strip("'") for word in re.findall(r"'[^']*'|\S+", line)]
        done = run(*words, store=locations.store)
        assert done.status == 0, done.err
        assert done.out.strip()


def test_help_lists_every_command() -> None:
    done = run("--help")
    assert done.status == 0
    assert [name for name in COMMANDS if f"\n  {name} " in done.out] == list(COMMANDS)
    assert run("-h").out == done.out


def test_version() -> None:
    done = run("--version")
    assert (done.status, done.out, done.err) == (0, f"kg {__version__}\n", "")


# Results ------------------------------------------------------------------------------------------


def test_a_query_writes_its_answer_and_nothing_else(small: Locations) -> None:
    done = run("query", STATES, store=small.store)
    assert (done.status, done.err) == (0, "")
    header, rule, *lines = done.out.splitlines()
    assert (header, rule) == ("s", "-" * len("state:BIH"))
    assert len(lines) == 16


@pytest.mark.parametrize("name", ["csv", "tsv", "json", "xml"])
def test_rows_pipe_in_every_format(small: Locations, name: str) -> None:
    done = run("query", STATES, "--format", name, store=small.store)
    assert (done.status, done.err) == (0, "")
    assert len(Result.parse(io.BytesIO(done.out.encode()), format=name).bindings) == 16


@pytest.mark.parametrize("name", ["json", "xml"])
@pytest.mark.parametrize(("thing", "truth"), [("BRA", True), ("XYZ", False)])
def test_a_truth_pipes_in_standard_formats(
    small: Locations, name: str, thing: str, truth: bool
) -> None:
    done = run("query", f"ASK {{ state:{thing} a cs:State }}", "--format", name, store=small.store)
    assert Result.parse(io.BytesIO(done.out.encode()), format=name).askAnswer is truth
    plain = run("query", f"ASK {{ state:{thing} a cs:State }}", store=small.store)
    assert plain.out == ("true\n" if truth else "false\n")


def test_a_graph_is_turtle_unless_told_otherwise(small: Locations) -> None:
    query = "CONSTRUCT WHERE { state:BRA skos:prefLabel ?label }"
    for arguments, name in (((), "turtle"), (("--format", "nt"), "nt")):
        done = run("query", query, *arguments, store=small.store)
        assert len(rdflib.Graph().parse(data=done.out, format=name)) == 2


def test_a_question_tells_how_to_read_it_on_stderr(small: Locations) -> None:
    arguments = ("ask", "abstentions", "ballot=ballot:S-2011-612", "--format", "csv")
    done = run(*arguments, store=small.store)
    assert done.status == 0
    members = {row["member"].rpartition("/")[2] for row in csv.DictReader(io.StringIO(done.out))}
    assert members == {"BRA", "IND", "LBN", "ZAF"}
    assert "Who abstained" in done.err and "Who abstained" not in done.out


def test_a_question_can_be_printed(small: Locations) -> None:
    done = run("ask", "--sparql", "abstentions", store=small.store)
    assert run("query", done.out, store=small.store).status == 0


@pytest.mark.parametrize("arguments", [("show", "Brasil"), ("search", "Libya"), ("stats",)])
def test_json_is_json(small: Locations, arguments: tuple[str, ...]) -> None:
    done = run(*arguments, "--json", store=small.store)
    assert (done.status, done.err) == (0, "")
    assert json.loads(done.out)


def test_nothing_found_is_no_error(small: Locations) -> None:
    done = run("search", "zebra", store=small.store)
    assert (done.status, done.out) == (0, "")
    assert "nothing found" in done.err


def test_first_use_builds_the_store(tmp_path: Path) -> None:
    store = tmp_path / "new" / "store"
    done = run("--store", str(store), "query", "ASK { state:BRA a cs:State }")
    assert (done.status, done.out) == (0, "true\n")
    assert "publishing" in done.err
    again = run("--store", str(store), "query", "ASK { state:BRA a cs:State }")
    assert (again.status, again.out, again.err) == (0, "true\n", "")


def test_the_option_goes_before_the_variable(small: Locations, tmp_path: Path) -> None:
    done = run("--store", str(small.store), "query", STATES, store=tmp_path / "other")
    assert done.status == 0
    assert not (tmp_path / "other").exists()


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("way", ["file", "stdin"])
def test_a_query_is_read_as_utf8_in_any_locale(
    small: Locations, tmp_path: Path, way: str, bom: bytes
) -> None:
    raw = bom + 'SELECT ("ação" AS ?x) {}'.encode()
    path = tmp_path / "question.rq"
    path.write_bytes(raw)
    file, stdin = (str(path), b"") if way == "file" else ("-", raw)
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    arguments = ("query", "-f", file, "--format", "csv")
    done = run(*arguments, store=small.store, stdin=stdin, variables=plain)
    assert (done.status, done.err) == (0, "")
    assert done.out.splitlines() == ["x", "ação"]


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell's pipe")
def test_a_reader_that_leaves_early_is_no_error(small: Locations) -> None:
    arguments = [script(), "export", "nq"]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        arguments, stdout=pipe, stderr=pipe, env=environment(small.store)
    ) as running:
        assert running.stdout and running.stderr
        assert running.stdout.readline()
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait(60) == 0


# Files --------------------------------------------------------------------------------------------


def test_an_answer_goes_into_a_file(small: Locations, tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "ação.csv"
    done = run("query", STATES, "--format", "csv", "-o", str(path), store=small.store)
    assert (done.status, done.out, done.err) == (0, "", "")
    assert path.read_bytes().startswith(b"s\r\n")
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.skipif(sys.platform == "win32", reason="pipes in the file system are POSIX")
def test_a_pipe_is_written_and_not_replaced(small: Locations, tmp_path: Path) -> None:
    path, read = tmp_path / "pipe", []
    os.mkfifo(path)
    reader = threading.Thread(target=lambda: read.append(path.read_bytes()))
    reader.start()
    assert run("query", STATES, "-o", str(path), store=small.store).status == 0
    reader.join(30)
    assert len(read[0].splitlines()) == 18
    assert stat.S_ISFIFO(path.stat().st_mode)


# Exit status --------------------------------------------------------------------------------------


def test_a_finding_of_check_is_told_by_the_status(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    fault = Fault("graph_data/a.trig", 3, 0, "date", "1952-02-30 is no day", "write one")
    monkeypatch.setattr(sys, "argv", ["kg", "check"])
    for found, status in (([fault], 1), ([], 0)):
        monkeypatch.setattr(kg.build, "check", lambda *_, found=found, **__: found)
        assert _run() == status
        assert capfd.readouterr().out == "".join(f"{one}\n" for one in found)


def test_an_interrupted_command_says_so(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(sys, "argv", ["kg", "build"])
    monkeypatch.setattr(kg.build, "build", stop)
    assert _run() == 130
    captured = capfd.readouterr()
    assert captured.out == "" and captured.err.endswith("stopped\n")
