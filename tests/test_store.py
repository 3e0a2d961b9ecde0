"""The store on disk: readers beside a build, builds that die, damage, and places that take nothing.

Nothing here may ever yield a wrong answer: a store opens whole, or it is refused with a message.
"""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

import pyoxigraph as ox
import pytest

import kg
from kg import manifest, search_index, store
from kg.build import build
from kg.errors import StoreError
from kg.locations import Locations
from kg.query import run

#: Abstentions on resolution 1973 (2011), the answer that every reader must get.
QUESTION: Final = "SELECT ?s { ballot:S-RES-1973 cs:abstained ?s } ORDER BY STR(?s)"
ANSWER: Final = [["state:BRA"], ["state:CHN"], ["state:DEU"], ["state:IND"], ["state:RUS"]]
LIMIT: Final = 120  # seconds that a subprocess may take before the test gives up


def answer(locations: Locations) -> list[list[str]]:
    found = kg.open(locations.store).query(QUESTION)
    assert isinstance(found, kg.Rows)
    return found.texts()


def versions(locations: Locations) -> list[str]:
    return sorted(path.name for path in (locations.store / "versions").iterdir())


def directory(locations: Locations) -> Path:
    found = store.current(locations.store)
    assert found is not None
    return found


def command(code: str, locations: Locations) -> list[str]:
    """A Python process with `locations` and `build` at hand."""
    start = (
        "import os, signal, sys\nfrom pathlib import Path\nfrom kg import store\n"
        "from kg.build import build\nfrom kg.errors import KGError\n"
        "from kg.locations import Locations\nlocations = Locations(*map(Path, sys.argv[1:6]))\n"
    )
    folders = [locations.ontology, locations.graph_data, locations.questions]
    places = [*folders, locations.visualizations, locations.store]
    return [sys.executable, "-c", start + code, *map(str, places)]


# Versions --------------------------------------------------------------------------------------


def test_previous_version_is_kept_and_older_ones_are_swept(own: Locations) -> None:
    first = directory(own)
    second = build(own, force=True).directory
    assert versions(own) == sorted([first.name, second.name])
    third = build(own, force=True).directory
    assert versions(own) == sorted([second.name, third.name])


def test_names_of_versions_are_not_used_again(own: Locations) -> None:
    names = [directory(own).name, *(build(own, force=True).directory.name for _ in range(4))]
    assert len(set(names)) == 5


def test_graph_opened_before_a_build_answers_as_before(own: Locations) -> None:
    before = kg.open(own.store)
    build(own, force=True)
    after = before.query(QUESTION)
    assert isinstance(after, kg.Rows)
    assert after.texts() == ANSWER == answer(own)


def test_opening_and_asking_writes_nothing_that_counts(own: Locations) -> None:
    before = manifest.file_states(directory(own))
    for _ in range(3):
        assert answer(own) == ANSWER
        kg.open(own.store).search("protect")
    assert manifest.file_states(directory(own)) == before
    manifest.verify(directory(own), manifest.read(directory(own)), thorough=True)


# Readers and builders at once ---------------------------------------------------------------------

READER: Final = f"""
import kg
for _ in range(int(sys.argv[6])):
    found = kg.open(locations.store).query({QUESTION!r})
    assert found.texts() == {ANSWER!r}, found.texts()
"""


@contextlib.contextmanager
def readers(locations: Locations, count: int, rounds: int) -> Iterator[list[subprocess.Popen[str]]]:
    line = [*command(READER, locations), str(rounds)]
    running = [subprocess.Popen(line, stderr=subprocess.PIPE, text=True) for _ in range(count)]
    try:
        yield running
    finally:
        for process in running:
            process.kill()
            process.communicate(timeout=LIMIT)


def test_several_processes_read_at_once(small: Locations) -> None:
    with readers(small, count=3, rounds=10) as running:
        complaints = [process.communicate(timeout=LIMIT)[1] for process in running]
        assert [process.returncode for process in running] == [0, 0, 0], complaints


def test_processes_read_while_others_build(own: Locations) -> None:
    with readers(own, count=2, rounds=30) as running:
        for _ in range(3):
            build(own, force=True)
        complaints = [process.communicate(timeout=LIMIT)[1] for process in running]
        assert [process.returncode for process in running] == [0, 0], complaints


def test_reader_follows_a_pointer_that_moved_while_it_opened(
    own: Locations, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two builds between reading the pointer and opening the version sweep that version away."""
    gone = directory(own).with_name("0123456789ab-0")
    real, calls = store.current, iter([gone])
    monkeypatch.setattr(store, "current", lambda place: next(calls, None) or real(place))
    assert store.open_current(own.store).directory == real(own.store)


def test_second_build_at_once_is_refused(own: Locations) -> None:
    code = "try: build(locations, force=True)\nexcept KGError as error: sys.exit(str(error))"
    with store.building(own.store):
        done = subprocess.run(
            command(code, own), capture_output=True, text=True, timeout=LIMIT, check=False
        )
    assert "another process is building here" in done.stderr
    assert "Traceback" not in done.stderr
    assert answer(own) == ANSWER


# Builds that die ---------------------------------------------------------------------------------


def change(locations: Locations) -> None:
    """Another abstention, so that an old version and a new one are told apart."""
    table = locations.graph_data / "tables" / "ballots.csv"
    text = table.read_text("utf-8")
    assert "USA ZAF,,BRA" in text
    table.write_text(text.replace("USA ZAF,,BRA", "USA,,ZAF BRA"), "utf-8")


NEW_ANSWER: Final = [*ANSWER, ["state:ZAF"]]


@pytest.fixture(scope="module")
def duration(small: Locations, tmp_path_factory: pytest.TempPathFactory) -> float:
    """Seconds that a process takes to build the small corpus, start of Python included."""
    place = replace(small, store=tmp_path_factory.mktemp("timed"))
    start = time.monotonic()
    subprocess.run(command("build(locations)", place), check=True, timeout=LIMIT)
    return time.monotonic() - start


def expect_whole_store(locations: Locations, possible: list[list[list[str]]]) -> None:
    """The store answers as the old or the new version, and the next build leaves it tidy."""
    assert answer(locations) in possible
    build(locations)
    assert answer(locations) == NEW_ANSWER
    build(locations, force=True)
    assert len(versions(locations)) <= 2
    assert not [name for name in versions(locations) if name.endswith(".unfinished")]


@pytest.mark.parametrize("moment", range(12))
def test_killed_build_leaves_a_whole_store(own: Locations, moment: int, duration: float) -> None:
    change(own)
    delay = duration * (moment + random.Random(moment).random()) / 12
    process = subprocess.Popen(command("build(locations)", own))
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(timeout=delay)
    process.kill()
    process.wait(timeout=LIMIT)
    expect_whole_store(own, [ANSWER, NEW_ANSWER])


#: Steps of publishing at which a build dies, and what is current then.
STEPS: Final = {
    "before the version gets its name": ("Path.rename", ANSWER),
    "before the pointer is written": ("Path.write_text", ANSWER),
    "before the pointer is replaced": ("Path.replace", ANSWER),
    "before old versions are swept": ("store._sweep", NEW_ANSWER),
}
DIE: Final = """
def die(*arguments, **named):
    if named.get("unfinished_only"):
        return None
    if sys.argv[6] == "Path.write_text" and arguments[0].name != "current.new":
        return write_text(*arguments, **named)
    os.kill(os.getpid(), signal.SIGKILL)

write_text = Path.write_text
owner, name = sys.argv[6].split(".")
setattr({"Path": Path, "store": store}[owner], name, die)
build(locations)
"""


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is of POSIX")
@pytest.mark.parametrize("step", STEPS)
def test_build_killed_while_publishing_leaves_a_whole_store(own: Locations, step: str) -> None:
    function, expected = STEPS[step]
    change(own)
    line = [*command(DIE, own), function]
    assert subprocess.run(line, check=False, timeout=LIMIT).returncode == -signal.SIGKILL
    expect_whole_store(own, [expected])


# Damage ------------------------------------------------------------------------------------------


def flip(path: Path, at: float = 0.5) -> None:
    data = bytearray(path.read_bytes())
    data[int(at * (len(data) - 1))] ^= 0xFF
    path.write_bytes(data)


def truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def first(pattern: str, folder: Path) -> Path:
    """The largest file of the engine that the pattern names."""
    return max((folder / store.DATASET).glob(pattern), key=lambda path: path.stat().st_size)


def with_file(pattern: str, harm: Callable[[Path], None]) -> Callable[[Path], None]:
    return lambda folder: harm(first(pattern, folder))


def with_manifest(old: str, new: str) -> Callable[[Path], None]:
    def harm(folder: Path) -> None:
        path = folder / manifest.NAME
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")

    return harm


def no_object(folder: Path) -> None:
    (folder / manifest.NAME).write_text("[]", "utf-8")


def other_files(folder: Path) -> None:
    shutil.rmtree(folder / store.DATASET)
    shutil.copytree(Path(kg.__file__).parent / "cli", folder / store.DATASET)


def more_files(folder: Path) -> None:
    shutil.copy(first("*.log", folder), folder / store.DATASET / "999999.log")


DAMAGE: Final[dict[str, Callable[[Path], None]]] = {
    "log truncated": with_file("*.log", truncate),
    "log flipped": with_file("*.log", flip),
    "log deleted": with_file("*.log", Path.unlink),
    "log added": more_files,
    "CURRENT flipped": with_file("CURRENT", flip),
    "CURRENT truncated": with_file("CURRENT", truncate),
    "CURRENT deleted": with_file("CURRENT", Path.unlink),
    "MANIFEST flipped": with_file("MANIFEST-*", flip),
    "MANIFEST truncated": with_file("MANIFEST-*", truncate),
    "MANIFEST deleted": with_file("MANIFEST-*", Path.unlink),
    "table flipped": with_file("*.sst", flip),
    "table flipped at its end": with_file("*.sst", lambda path: flip(path, 0.999)),
    "table truncated": with_file("*.sst", truncate),
    "table deleted": with_file("*.sst", Path.unlink),
    "dataset deleted": lambda folder: shutil.rmtree(folder / store.DATASET),
    "other files in its place": other_files,
    "search index flipped": lambda folder: flip(folder / store.SEARCH),
    "search index truncated": lambda folder: truncate(folder / store.SEARCH),
    "search index deleted": lambda folder: (folder / store.SEARCH).unlink(),
    "manifest truncated": lambda folder: truncate(folder / manifest.NAME),
    "manifest deleted": lambda folder: (folder / manifest.NAME).unlink(),
    "manifest is no object": no_object,
    "manifest of another format": with_manifest('"format": 1', '"format": 2'),
    "manifest without a part": with_manifest('"counts"', '"numbers"'),
    "manifest with a wrong hash": with_manifest('"sha256": "', '"sha256": "0'),
    "version deleted": shutil.rmtree,
}


@pytest.mark.parametrize("harm", DAMAGE.values(), ids=DAMAGE)
def test_damaged_store_is_refused(own: Locations, harm: Callable[[Path], None]) -> None:
    harm(directory(own))
    with pytest.raises(StoreError, match="run 'kg build'"):
        kg.open(own.store)


@pytest.mark.parametrize(
    "name", ["log deleted", "table flipped", "other files in its place", "version deleted"]
)
def test_build_mends_a_damaged_store(own: Locations, name: str) -> None:
    DAMAGE[name](directory(own))
    assert build(own).rebuilt
    assert answer(own) == ANSWER


POINTERS: Final = {
    "nowhere": b"0123456789ab-1\n",
    "empty": b"",
    "binary": bytes(range(256)),
    "out of the store": b"../../../..\n",
    "an absolute path": b"/tmp\n",
}


@pytest.mark.parametrize("content", POINTERS.values(), ids=POINTERS)
def test_pointer_that_names_no_version_is_refused(own: Locations, content: bytes) -> None:
    (own.store / "current").write_bytes(content)
    with pytest.raises(StoreError, match="run 'kg build'"):
        kg.open(own.store)
    assert build(own).rebuilt
    assert answer(own) == ANSWER


def test_pointer_that_is_a_directory_is_refused(own: Locations) -> None:
    (own.store / "current").unlink()
    (own.store / "current").mkdir()
    with pytest.raises(StoreError, match="cannot be read"):
        kg.open(own.store)
    with pytest.raises(StoreError, match="cannot be written"):
        build(own)


def test_directory_of_other_files_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear Sir", "utf-8")
    with pytest.raises(StoreError, match="no graph was built here yet"):
        kg.open(tmp_path)


def silently(path: Path, harm: Callable[[Path], None]) -> None:
    """Harm a file as a bad disk does: its time of change stays."""
    before = path.stat()
    harm(path)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


PLACES: Final = (0.02, 0.4, 0.8)


@pytest.mark.parametrize("at", PLACES)
def test_rot_ends_in_a_message_and_never_in_a_wrong_answer(own: Locations, at: float) -> None:
    everything = "SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
    right = kg.open(own.store).query(everything)
    assert isinstance(right, kg.Rows)
    for path in (directory(own) / store.DATASET).glob("*.sst"):
        silently(path, lambda path: flip(path, at))
    try:
        found = kg.open(own.store).query(everything)
    except StoreError as error:
        assert "run 'kg build'" in str(error)
    else:
        assert isinstance(found, kg.Rows)
        assert sorted(map(str, found.rows)) == sorted(map(str, right.rows))
    assert build(own).rebuilt  # which reads every byte before it trusts what is there
    assert answer(own) == ANSWER


class Failing:
    """A source whose disk fails in the middle of a query."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def select(self, sparql: str) -> ox.QueryBoolean:
        raise self.error


@pytest.mark.parametrize(
    "error",
    [OSError(5, "Input/output error"), RuntimeError("Corruption: block checksum mismatch")],
    ids=["disk", "checksum"],
)
def test_failing_disk_is_told_as_a_damaged_store(error: Exception) -> None:
    with pytest.raises(StoreError, match="run 'kg build"):
        run(Failing(error), "ASK {}")


# Places that take nothing ------------------------------------------------------------------------


def test_store_below_a_file_is_refused(small: Locations, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="cannot be written"):
        build(replace(small, store=tmp_path / "file" / "store"))


@pytest.mark.skipif(
    os.name != "posix" or os.geteuid() == 0, reason="root writes everywhere; Windows has no modes"
)
def test_place_that_may_not_be_written_is_refused(small: Locations, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(StoreError, match="cannot be written"):
            build(replace(small, store=tmp_path / "store"))
    finally:
        tmp_path.chmod(0o700)


FULL: Final = """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[6]), int(sys.argv[6])))
try: build(locations, force=True)
except KGError as error: sys.exit(f"kg: {error}")
"""


@pytest.mark.skipif(os.name != "posix", reason="needs a limit on the size of files")
@pytest.mark.parametrize("size", [1_000, 60_000, 100_000])
def test_full_disk_leaves_the_old_version(own: Locations, size: int) -> None:
    """A limit on the size of files stands for a full disk: writing fails in the same way."""
    before = versions(own)
    line = [*command(FULL, own), str(size)]
    done = subprocess.run(line, capture_output=True, text=True, timeout=LIMIT, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("kg: "), done.stderr
    assert versions(own) == before
    assert answer(own) == ANSWER


def test_search_index_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be written"):
        search_index.write([], [], tmp_path / "nowhere" / store.SEARCH)
