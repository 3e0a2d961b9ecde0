"""View specifications: the files of the project are right, and a wrong file says what to mend."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from kg.errors import KGError
from kg.network.model import Edge, Network, Node
from kg.views.layout import place
from kg.views.specification import read
from tests.view_sample import sample

VIEWS: Final = Path(__file__).parents[1] / "visualizations"
FILES: Final = sorted(VIEWS.glob("*.toml"))
#: Okabe and Ito's colours for any colour vision, and a grey.
COLOURS: Final = {
    *("#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#CC79A7", "#888888")
}

GOOD: Final = """
title = "A view"
question = "What?"
note = "Not that."
[[lanes]]
label = "All"
types = ["Doctrine", "Norm"]
[types.Doctrine]
label = "Doctrine"
colour = "#0072B2"
shape = "circle"
[types.Norm]
label = "Norm"
colour = "#D55E00"
shape = "square"
[relations.narrows]
label = "narrows"
inverse = "is narrowed by"
colour = "#0072B2"
arrow = "arrow"
"""


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_file_is_read(path: Path) -> None:
    view = read(path)
    assert view.name == path.stem
    assert view.title and view.question and view.note


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_colours_suit_any_colour_vision(path: Path) -> None:
    view = read(path)
    used = {style.colour for style in view.types.values()}
    used |= {style.colour for style in view.relations.values()}
    assert used <= COLOURS


def test_defaults(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(GOOD, encoding="utf-8")
    view = read(tmp_path / "a.toml")
    assert view.types["Norm"].plural == "Norm"
    assert not view.types["Norm"].strong
    assert view.relations["narrows"].weight == "normal"
    assert view.follow == ()


@pytest.mark.parametrize(
    ("old", "new", "message", "mend"),
    [
        ('title = "A view"', "", "title is missing", "add title"),
        ('title = "A view"', "title = 7", "title is no text", 'write title = "..."'),
        ('shape = "circle"', 'shape = "cirle"', "types.Doctrine.shape is `cirle`", "circle"),
        ('"#D55E00"', '"red"', "types.Norm.colour is `red`", '"#0072B2"'),
        ('label = "Norm"', 'lable = "Norm"', "types.Norm.lable is unknown", "write label"),
        ('shape = "square"', 'shape = "circle"', "share the shape circle", "give one another"),
        ('"Norm"]', '"Norm", "Rule"]', "lane type Rule is not in [types]", "[types.Rule]"),
        (', "Norm"]', "]", "type Norm has no lane", '"Norm"'),
        ('"Norm"]', '"Norm", "Norm"]', "lanes[1].types names Norm twice", "name it once"),
        ("[[lanes]]", "[lanes]", "lanes is no list of tables", "write [[lanes]]"),
        ('inverse = "is narrowed by"', "", "relations.narrows.inverse is missing", "add inverse"),
        ('arrow = "arrow"', 'arrow = "arrow"\nweight = "fat"', "weight is `fat`", "thin"),
        ('note = "Not that."', 'note = "N"\nfollow = ["is"]', "follow names is", "[relations.is]"),
        (
            'shape = "circle"',
            'shape = "circle"\nstrong = "yes"',
            "strong is 'yes'",
            "true or false",
        ),
        ("[types.Norm]", "[types.Norm", "", "write valid TOML"),
    ],
)
def test_fault_says_what_and_how_to_mend_it(
    tmp_path: Path, old: str, new: str, message: str, mend: str
) -> None:
    assert old in GOOD
    path = tmp_path / "a.toml"
    path.write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(KGError) as caught:
        read(path)
    assert str(path) in str(caught.value)
    assert message in str(caught.value)
    assert mend in str(caught.value)


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text(GOOD.replace("label", "lable").replace("arrow =", "arow ="), encoding="utf-8")
    with pytest.raises(KGError) as caught:
        read(path)
    assert len(str(caught.value).splitlines()) >= 8


def test_syntax_fault_has_a_line(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text('title = "A"\nquestion = \n', encoding="utf-8")
    with pytest.raises(KGError, match=r"a\.toml:2:\d+: "):
        read(path)


@pytest.mark.parametrize("content", [None, b"title = '\xff'"])
def test_unreadable_file_is_a_fault(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "a.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(KGError, match=r"a\.toml: "):
        read(path)


def test_network_with_a_type_that_the_view_lacks(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text(GOOD, encoding="utf-8")
    with pytest.raises(KGError) as caught:
        place(sample(), read(path))
    assert "add a table [types.Formulation]" in str(caught.value)
    assert "add a table [relations.derivesFrom]" in str(caught.value)


def test_a_network_cannot_hold_a_node_twice() -> None:
    node = Node("concept:veto", "veto", "Mechanism", {}, 1945, "", ())
    with pytest.raises(KGError, match="node concept:veto is given 2 times; give it once"):
        Network("", "", "", (node, node), (), "0")


def test_a_network_cannot_hold_an_edge_to_nowhere() -> None:
    edge = Edge("concept:veto", "concept:none", "narrows", "narrows", False, (), ())
    with pytest.raises(KGError, match="there is no node concept:none; add the node or drop"):
        replace(sample(), edges=(replace(edge, source=sample().nodes[0].id),))
