"""Names of citations and their locators in words."""

from __future__ import annotations

import pytest

from kg import citations

WORDS = {
    "op4": "operative paragraph 4",
    "op4-5": "operative paragraphs 4-5",
    "op7_a": "operative paragraph 7 (a)",
    "pp3": "preambular paragraph 3",
    "pp3-4": "preambular paragraphs 3-4",
    "B-op3": "part B, operative paragraph 3",
    "B-pp1": "part B, preambular paragraph 1",
    "art2_4": "Article 2(4)",
    "art5_1_b": "Article 5(1)(b)",
    "art42": "Article 42",
    "art39-42": "Articles 39-42",
    "chVII": "Chapter VII",
    "ch3": "chapter 3",
    "p13": "page 13",
    "p12-14": "pages 12-14",
    "pxii": "page xii",
    "138": "paragraph 138",
    "138-139": "paragraphs 138-139",
    "12_a": "paragraph 12 (a)",
    "annex": "annex",
    "annex-11": "annex, paragraph 11",
    "annex-11-e": "annex, paragraph 11 (e)",
    "annex-11-13": "annex, paragraphs 11-13",
    "annex-II": "annex II",
    "annex-II-3": "annex II, paragraph 3",
    "fn5": "footnote 5",
    "s4": "section 4",
    "s4_2": "section 4.2",
    "year-2011": "entries of 2011",
    "preamble": "preamble",
    "abstract": "abstract",
    "title": "title",
    "footer": "footer",
    "sum": "summary",
}


@pytest.mark.parametrize(("locator", "words"), WORDS.items())
def test_locator_in_words(locator: str, words: str) -> None:
    assert citations.describe_locator(locator) == words


@pytest.mark.parametrize(
    "example", [e for _, group, _ in citations.FORMS for e in group.split(", ")]
)
def test_every_example_of_a_form_is_understood(example: str) -> None:
    assert citations.describe_locator(example)


@pytest.mark.parametrize(
    "locator", ["", "para4", "op", "opIV", "4op", "art", "p1-", "year-11", "op4_5"]
)
def test_what_is_no_locator_names_the_forms(locator: str) -> None:
    with pytest.raises(ValueError, match=r"no locator; the forms are op4, .*art2_4.*sum$"):
        citations.describe_locator(locator)


def test_range_runs_forward() -> None:
    with pytest.raises(ValueError, match="`p14-12` runs backwards"):
        citations.describe_locator("p14-12")


@pytest.mark.parametrize(
    ("name", "document", "locator"),
    [
        ("A-RES-60-1.138-139", "A-RES-60-1", "138-139"),
        ("UN-Charter.art2_4", "UN-Charter", "art2_4"),
        ("S-20945-Rev-1", "S-20945-Rev-1", None),
    ],
)
def test_parse_splits_at_the_dot(name: str, document: str, locator: str | None) -> None:
    parsed = citations.parse(name)
    assert (parsed.document, parsed.locator) == (document, locator)
    assert str(parsed) == name


@pytest.mark.parametrize(
    ("name", "offending"),
    [
        ("", "``"),
        ("S/RES/1973", "`S/RES/1973`"),
        ("-a.op4", "`-a`"),
        ("UN-Charter.", "``"),
        ("UN-Charter.art2.4", "`art2.4`"),
        ("UN-Charter.art 2", "`art 2`"),
        ("A_66.op4", "`A_66`"),
    ],
)
def test_parse_names_what_is_malformed_and_the_mend(name: str, offending: str) -> None:
    with pytest.raises(ValueError, match="; write ") as caught:
        citations.parse(name)
    assert offending in str(caught.value)
