"""A view's page in a real browser: it works from a file, alone, for pointer, keyboard, reader."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Final, Protocol

import pytest
from playwright.sync_api import Browser, Page, expect

from kg.errors import KGError
from kg.network.model import Edge, Fact, Network, Node
from kg.views.page import render
from kg.views.specification import read
from tests.view_sample import sample

VIEWS: Final = Path(__file__).parents[1] / "visualizations"
R2P: Final = "concept:responsibility-to-protect"
RWP: Final = "concept:responsibility-while-protecting"

#: What must be shown as the text that it is. Each piece would set `window.ran` if it were markup.
CORPUS: Final = (
    "<script>window.ran = 1</script>",
    "</script><script>window.ran = 2</script>",
    '<img src=x onerror="window.ran = 3">',
    '"><svg onload="window.ran = 4">',
    '<a href="javascript:window.ran = 5">href</a>',
    "javascript:window.ran=6//",
    "' onmouseover='window.ran = 7",
    "{{ 7 * 7 }}{% raw %}",
    "<!-- --><style>* { display: none }</style>",
    "\u2028\u2029&lt;b&gt;&amp;",
    "__proto__",
    "data:text/html,<script>window.ran = 8</script>",
)


class Opener(Protocol):
    def __call__(self, network: Network, hash: str = "", size: tuple[int, int] = ...) -> Page: ...


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Opener]:
    """Opens the page of a network from a file; at the end, nothing may have gone wrong in it."""
    wrong: list[str] = []
    contexts = []

    def open_page(network: Network, hash: str = "", size: tuple[int, int] = (1280, 800)) -> Page:
        path = tmp_path / "view.html"
        html = render(network, read(VIEWS / "doctrine.toml"))
        path.write_text(html, encoding="utf-8", newline="\n")
        viewport = {"width": size[0], "height": size[1]}
        context = browser.new_context(viewport=viewport, reduced_motion="reduce")  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
        page.on(
            "console",
            lambda line: wrong.append(line.text) if line.type in ("error", "warning") else None,
        )
        page.on(
            "request",
            lambda sent: (
                None if sent.url.startswith(("file:", "blob:")) else wrong.append(sent.url)
            ),
        )
        page.goto(path.as_uri() + hash)
        until(page, "window.knowledgeView !== undefined")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not wrong


@pytest.fixture
def view(opened: Opener) -> Page:
    return opened(sample())


def until(page: Page, condition: str) -> None:
    """Waits for a condition; Playwright's own waiting needs `eval`, which the policy forbids."""
    for _ in range(200):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(25)
    pytest.fail(f"never came true: {condition}")


def focused(page: Page) -> str | None:
    found: str | None = page.evaluate("knowledgeView.focused()")
    return found


def panel(page: Page) -> str:
    return page.locator("#panel").inner_text()


def status(page: Page) -> str:
    return page.locator("#status").inner_text()


def click_node(page: Page, name: str) -> None:
    point = page.evaluate("name => knowledgeView.pointOf(name)", name)
    page.mouse.click(point["x"], point["y"])


# The file ----------------------------------------------------------------------------------------


class References(HTMLParser):
    """What a page refers to, and its policy."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.policy = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.found += [values[key] or "" for key in ("src", "href", "srcset") if key in values]
        if values.get("http-equiv") == "Content-Security-Policy":
            self.policy = values["content"] or ""


def test_page_refers_to_nothing_but_itself() -> None:
    parser = References()
    parser.feed(render(sample(), read(VIEWS / "doctrine.toml")))
    assert parser.found
    assert all(reference.startswith("#") for reference in parser.found)


def test_policy_forbids_all_but_the_scripts_of_the_page() -> None:
    parser = References()
    parser.feed(render(sample(), read(VIEWS / "doctrine.toml")))
    rules = dict(rule.split(" ", 1) for rule in parser.policy.split("; "))
    assert rules["default-src"] == "'none'"
    assert len(rules["script-src"].split()) == 2
    assert "unsafe" not in parser.policy
    assert "http" not in parser.policy


def test_same_network_gives_the_same_page() -> None:
    network = sample()
    turned = replace(network, nodes=network.nodes[::-1], edges=network.edges[::-1])
    doctrine = read(VIEWS / "doctrine.toml")
    assert render(network, doctrine) == render(turned, doctrine)


def test_view_without_its_template_says_so(tmp_path: Path) -> None:
    (tmp_path / "doctrine.toml").write_bytes((VIEWS / "doctrine.toml").read_bytes())
    with pytest.raises(KGError, match=r"template\.html|network\.js"):
        render(sample(), read(tmp_path / "doctrine.toml"))


@pytest.mark.parametrize("mark", ["</script>", "</STYLE>", "<!--"])
def test_script_that_would_end_its_element_is_refused(tmp_path: Path, mark: str) -> None:
    for path in VIEWS.glob("*.*"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "network.js").write_text(f'const text = "{mark}";', encoding="utf-8")
    with pytest.raises(KGError, match=r"network\.js: holds an end tag"):
        render(sample(), read(tmp_path / "doctrine.toml"))


# The picture -------------------------------------------------------------------------------------


@pytest.mark.browser
def test_page_shows_all_of_the_network(view: Page) -> None:
    assert status(view) == "Showing 72 of 72 concepts, 100 of 100 relations"
    assert len(view.evaluate("knowledgeView.visible()")) == 72


@pytest.mark.browser
def test_picture_is_drawn(view: Page) -> None:
    count = """() => {
        const canvas = document.querySelector("#network canvas");
        const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
        return new Set(new Uint32Array(data.buffer)).size;
    }"""
    assert view.evaluate(count) > 100


@pytest.mark.browser
def test_click_on_a_node_shows_its_details_with_citations(view: Page) -> None:
    click_node(view, R2P)
    assert focused(view) == R2P
    text = panel(view)
    assert "responsabilidade de proteger" in text
    assert "responsabilité de protéger" in text
    assert "responsabilidad de proteger" in text
    assert "R2P · RtoP" in text
    assert "cite:iciss-2001" in text


@pytest.mark.browser
def test_details_tell_a_claim_from_what_the_document_says(view: Page) -> None:
    click_node(view, R2P)
    relations = view.locator("#panel li", has_text="humanitarian intervention")
    stated = relations.filter(has_text="displaces")
    claimed = relations.filter(has_text="reframes")
    expect(claimed).to_contain_text("Claims: A. Bellamy, G. Evans")
    expect(claimed.locator("[stroke-dasharray]")).to_have_count(1)
    expect(stated).not_to_contain_text("Claim")
    expect(stated.locator("[stroke-dasharray]")).to_have_count(0)


@pytest.mark.browser
def test_click_on_nothing_clears_the_choice(view: Page) -> None:
    click_node(view, R2P)
    box = view.locator("#network").bounding_box()
    assert box
    view.mouse.click(box["x"] + 6, box["y"] + box["height"] - 6)
    assert focused(view) is None
    expect(view.locator("#panel")).to_be_hidden()


@pytest.mark.browser
def test_relation_in_the_details_leads_to_the_other_end(view: Page) -> None:
    click_node(view, R2P)
    view.locator("#panel").get_by_role("button", name="human security").click()
    assert focused(view) == "concept:human-security"
    assert "is the source of" in panel(view)


@pytest.mark.browser
def test_wheel_zooms(view: Page) -> None:
    before = view.evaluate("knowledgeView.scale()")
    view.mouse.move(600, 500)
    view.mouse.wheel(0, -300)
    until(view, f"knowledgeView.scale() > {before}")


@pytest.mark.browser
def test_picture_can_be_saved(view: Page) -> None:
    with view.expect_download() as started:
        view.get_by_role("button", name="Picture").click()
    assert started.value.suggested_filename == "doctrine.png"
    assert started.value.path().read_bytes().startswith(b"\x89PNG")


# Search and legend -------------------------------------------------------------------------------


@pytest.mark.browser
@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("responsabilidade de proteger", R2P),
        ("RESPONSABILITE DE PROTEGER", R2P),
        ("rwp", RWP),
        ("proteger ao", RWP),
        ("droit d'ingerence", "concept:droit-d-ingerence"),
        ("legítima def", "concept:self-defence"),
    ],
)
def test_search_finds_by_any_label(view: Page, query: str, name: str) -> None:
    view.locator("#search").fill(query)
    expect(view.get_by_role("option").first).to_be_visible()
    view.keyboard.press("Enter")
    assert focused(view) == name
    expect(view.locator("#panel")).to_be_visible()


@pytest.mark.browser
def test_search_says_when_it_finds_nothing(view: Page) -> None:
    view.locator("#search").fill("phlogiston")
    expect(view.get_by_role("option")).to_have_text("Nothing of that name in this view")
    view.keyboard.press("Enter")
    assert focused(view) is None


@pytest.mark.browser
def test_legend_filters_and_counts(view: Page) -> None:
    box = view.get_by_role("checkbox", name="Criteria")
    expect(box.locator("xpath=..")).to_contain_text("12")
    box.uncheck()
    visible = view.evaluate("knowledgeView.visible()")
    assert "concept:last-resort" not in visible
    assert len(visible) == 60
    assert status(view) == "Showing 60 of 72 concepts, 85 of 100 relations"
    box.check()
    assert status(view) == "Showing 72 of 72 concepts, 100 of 100 relations"


@pytest.mark.browser
def test_filtered_node_is_neither_drawn_nor_clicked(view: Page) -> None:
    view.get_by_role("checkbox", name="Doctrines").uncheck()
    click_node(view, R2P)
    assert focused(view) is None


@pytest.mark.browser
def test_claims_can_be_left_out(view: Page) -> None:
    view.get_by_role("checkbox", name="claimed 21").uncheck()
    assert status(view) == "Showing 72 of 72 concepts, 79 of 100 relations"
    click_node(view, R2P)
    assert "Claim" not in panel(view)
    assert "filtered out" in panel(view).lower()


@pytest.mark.browser
def test_search_brings_back_what_the_legend_hides(view: Page) -> None:
    view.get_by_role("checkbox", name="Doctrines").uncheck()
    view.locator("#search").fill("R2P")
    view.keyboard.press("Enter")
    assert focused(view) == R2P
    expect(view.get_by_role("checkbox", name="Doctrines")).to_be_checked()


# The address -------------------------------------------------------------------------------------


@pytest.mark.browser
def test_address_holds_focus_and_filters(opened: Opener) -> None:
    first = opened(sample())
    first.get_by_role("checkbox", name="Criteria").uncheck()
    first.get_by_role("checkbox", name="claimed 21").uncheck()
    click_node(first, RWP)
    address = first.evaluate("location.hash")
    again = opened(sample(), address)
    assert focused(again) == RWP
    assert status(again) == status(first)
    expect(again.get_by_role("checkbox", name="Criteria")).not_to_be_checked()
    expect(again.locator("#panel h2").first).to_have_text("responsibility while protecting")


@pytest.mark.browser
def test_address_holds_a_relation(opened: Opener) -> None:
    page = opened(sample(), f"#edge={R2P}/derivesFrom/concept:human-security/claimed")
    text = panel(page)
    assert "derives from" in text
    assert "Claim: A. de Aguiar Patriota" in text
    assert "cite:patriota-2020.p5" in text


@pytest.mark.browser
def test_browser_goes_back_to_what_was_chosen_before(view: Page) -> None:
    click_node(view, R2P)
    view.evaluate("name => knowledgeView.focus(name)", RWP)
    view.go_back()
    assert focused(view) == R2P


@pytest.mark.browser
@pytest.mark.parametrize(
    "address",
    [
        "#node=concept:none",
        "#node=__proto__&without-types=constructor",
        "#%E0%A4%A",
        "#edge=toString",
    ],
)
def test_wrong_address_shows_all(opened: Opener, address: str) -> None:
    page = opened(sample(), address)
    assert focused(page) is None
    assert status(page).startswith("Showing 72 of 72")


# The keyboard ------------------------------------------------------------------------------------


@pytest.mark.browser
def test_slash_searches_and_escape_leaves(view: Page) -> None:
    view.keyboard.press("/")
    expect(view.locator("#search")).to_be_focused()
    view.keyboard.type("respons")
    expect(view.locator("#found")).to_be_visible()
    view.keyboard.press("Escape")
    expect(view.locator("#found")).to_be_hidden()
    expect(view.locator("#network")).to_be_focused()


@pytest.mark.browser
def test_arrows_choose_among_the_found(view: Page) -> None:
    view.keyboard.press("/")
    view.keyboard.type("responsib")
    second = view.get_by_role("option").nth(1)
    name = second.get_attribute("data-id")
    view.keyboard.press("ArrowDown")
    expect(second).to_have_attribute("aria-selected", "true")
    view.keyboard.press("Enter")
    assert focused(view) == name


@pytest.mark.browser
def test_arrows_go_to_linked_concepts(view: Page) -> None:
    view.evaluate("name => knowledgeView.focus(name)", R2P)
    view.locator("#network").focus()
    linked = set(view.locator("#panel .go").all_inner_texts())
    view.keyboard.press("ArrowLeft")
    assert focused(view) != R2P
    assert view.locator("#panel h2").first.inner_text() in linked


@pytest.mark.browser
def test_shift_and_arrow_go_to_the_nearest(view: Page) -> None:
    view.locator("#network").focus()
    view.keyboard.press("End")
    assert focused(view) == "concept:just-war"
    view.keyboard.press("ArrowLeft")
    assert focused(view) == "concept:just-war"
    expect(view.locator("#announce")).to_have_text("No linked concept on that side")
    view.keyboard.press("Shift+ArrowLeft")
    assert focused(view) not in (None, "concept:just-war")


@pytest.mark.browser
def test_escape_clears_and_help_opens(view: Page) -> None:
    click_node(view, R2P)
    view.keyboard.press("Escape")
    assert focused(view) is None
    view.keyboard.press("?")
    expect(view.get_by_role("dialog")).to_be_visible()
    view.keyboard.press("Escape")
    expect(view.get_by_role("dialog")).to_be_hidden()


@pytest.mark.browser
def test_tab_reaches_legend_picture_and_details(view: Page) -> None:
    click_node(view, R2P)
    view.locator("#search").focus()
    passed: list[str] = []
    while len(passed) < 60 and "close" not in passed:
        view.keyboard.press("Tab")
        passed.append(view.evaluate("document.activeElement.id || document.activeElement.value"))
    wanted = ["fit", "about", "Doctrine", "derivesFrom", "claimed", "network", "close"]
    assert passed[-2] == "network"
    assert [name for name in passed if name in wanted] == wanted


@pytest.mark.browser
def test_space_filters_from_the_keyboard(view: Page) -> None:
    view.get_by_role("checkbox", name="Criteria").focus()
    view.keyboard.press("Space")
    assert status(view).startswith("Showing 60 of 72 concepts")


@pytest.mark.browser
def test_focus_is_announced(view: Page) -> None:
    view.evaluate("name => knowledgeView.focus(name)", R2P)
    expect(view.locator("#announce")).to_have_text(
        "responsibility to protect, Doctrine, 2001, 16 relations shown"
    )


# The note and the table --------------------------------------------------------------------------


@pytest.mark.browser
def test_note_says_what_is_not_shown_and_how_to_cite(view: Page) -> None:
    view.get_by_role("button", name="About this view").click()
    text = panel(view)
    assert "does not show" in text
    assert "version 0.1.0 (sample)" in text
    assert "https://w3id.org/collective-security/, view doctrine" in text


@pytest.mark.browser
def test_table_holds_the_same_with_sources(view: Page) -> None:
    view.get_by_role("button", name="Table").click()
    expect(view.locator("tr[data-node]")).to_have_count(72)
    expect(view.locator("tr[data-edge]")).to_have_count(100)
    row = view.locator("tr[data-edge]", has_text="human security").filter(
        has_text="responsibility to protect"
    )
    expect(row).to_contain_text("Claim: A. de Aguiar Patriota")
    expect(row).to_contain_text("cite:patriota-2020.p5")


@pytest.mark.browser
def test_table_follows_the_legend_and_leads_to_the_picture(view: Page) -> None:
    view.get_by_role("button", name="Table").click()
    view.get_by_role("checkbox", name="Criteria").uncheck()
    expect(view.locator("tr[data-node]:visible")).to_have_count(60)
    view.locator("tr[data-node]").get_by_role("link", name="genocide").click()
    assert focused(view) == "concept:genocide"


@pytest.mark.browser
def test_page_without_scripts_still_has_the_table(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "view.html"
    html = render(sample(), read(VIEWS / "doctrine.toml"))
    path.write_text(html, encoding="utf-8", newline="\n")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(path.as_uri())
    page.locator("#tables summary").click()
    expect(page.locator(f'tr[data-node="{R2P}"]')).to_be_visible()
    context.close()


@pytest.mark.browser
def test_print_shows_picture_note_and_table(view: Page) -> None:
    view.emulate_media(media="print")
    view.evaluate("dispatchEvent(new Event('beforeprint'))")
    for part in ("#network canvas", "#note", "tr[data-node]"):
        expect(view.locator(part).first).to_be_visible()
    expect(view.locator("#search")).to_be_hidden()


# Looks -------------------------------------------------------------------------------------------


@pytest.mark.browser
def test_dark_mode_turns_page_and_picture(view: Page) -> None:
    corner = """() => {
        const pixel = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
        pixel.drawImage(document.querySelector("#network canvas"), -2, -2);
        return pixel.getImageData(0, 0, 1, 1).data[0];
    }"""
    view.emulate_media(color_scheme="light")
    light = view.evaluate("getComputedStyle(document.body).backgroundColor")
    assert view.evaluate(corner) > 200
    view.emulate_media(color_scheme="dark")
    until(view, f"({corner})() < 60")
    assert view.evaluate("getComputedStyle(document.body).backgroundColor") != light


@pytest.mark.browser
@pytest.mark.parametrize("size", [(1400, 900), (800, 600), (390, 760)])
def test_page_fits_the_screen(opened: Opener, size: tuple[int, int]) -> None:
    page = opened(sample(), size=size)
    page.evaluate("name => knowledgeView.focus(name)", R2P)
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    box = page.locator("#network").bounding_box()
    assert box
    assert box["height"] > size[1] * 0.4


@pytest.mark.browser
def test_chosen_node_stands_where_nothing_covers_it(opened: Opener) -> None:
    page = opened(sample(), size=(1000, 700))
    for name in (R2P, "concept:sovereignty", "formulation:synthesis-2020", "concept:genocide"):
        page.evaluate("name => knowledgeView.focus(name)", name)
        point = page.evaluate("name => knowledgeView.pointOf(name)", name)
        top = "p => document.elementFromPoint(p.x, p.y).tagName"
        assert page.evaluate(top, point) == "CANVAS"


# What is not to be trusted -----------------------------------------------------------------------


def hostile() -> Network:
    nodes = tuple(
        Node(
            id=f"concept:{number}{text}",
            label=text,
            type="Doctrine",
            labels={"en": text, "pt": text, text: text},
            year=1900 + number,
            definition=text,
            facts=(Fact(text, text, text, ((text, text),)), Fact(text, text, None, ())),
            alternatives=(text,),
        )
        for number, text in enumerate(CORPUS)
    )
    edges = tuple(
        Edge(one.id, other.id, "narrows", one.label, True, ((one.label, one.label),), (one.label,))
        for one, other in pairwise(nodes)
    )
    return Network(CORPUS[0], CORPUS[1], CORPUS[2], nodes, edges, CORPUS[3])


@pytest.mark.browser
def test_hostile_texts_stay_texts(opened: Opener) -> None:
    page = opened(hostile())
    for node in hostile().nodes:
        page.evaluate("name => knowledgeView.focus(name)", node.id)
        assert focused(page) == node.id
        assert page.locator("#panel h2").first.text_content() == node.label
        page.locator("#search").fill(node.label)
        page.keyboard.press("Escape")
    page.get_by_role("button", name="About this view").click()
    page.get_by_role("button", name="Table").click()
    cells = page.locator("tr[data-node] th a").all_text_contents()
    assert cells == [node.label for node in hostile().nodes]
    assert page.evaluate("window.ran") is None
    assert page.locator("img, iframe, object, embed, body style").count() == 0
    assert page.locator("script").count() == 3


@pytest.mark.browser
def test_only_web_addresses_become_links(opened: Opener) -> None:
    addresses = ("https://doi.org/10.1007/978-3-030-11795-5_84-1", "http://example.org/a")
    others = ("javascript:alert(1)", "data:text/html,x", "doc:A-RES-60-1", "file:///etc/passwd")
    facts = tuple(Fact("see", text, text, ((text, text),)) for text in (*addresses, *others))
    node = replace(sample().nodes[0], facts=facts)
    page = opened(replace(sample(), nodes=(node,), edges=()))
    page.evaluate("name => knowledgeView.focus(name)", node.id)
    links = page.locator("#panel a")
    assert {link.get_attribute("href") for link in links.all()} == set(addresses)
    assert {link.get_attribute("rel") for link in links.all()} == {"noopener noreferrer"}


@pytest.mark.browser
def test_policy_stops_what_slips_in(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "view.html"
    html = render(sample(), read(VIEWS / "doctrine.toml"))
    spoilt = re.sub(r"<body>", "<body><script>window.ran = 1</script>", html)
    assert spoilt != html
    path.write_text(spoilt, encoding="utf-8", newline="\n")
    context = browser.new_context()
    page = context.new_page()
    page.goto(path.as_uri())
    until(page, "window.knowledgeView !== undefined")
    assert page.evaluate("window.ran") is None
    context.close()


@pytest.mark.browser
def test_two_relations_between_the_same_nodes_are_both_drawn(view: Page) -> None:
    data = "JSON.parse(document.getElementById('view-data').textContent).edges"
    pair = [
        edge
        for edge in view.evaluate(data)
        if (edge["from"], edge["to"]) == (R2P, "concept:humanitarian-intervention")
    ]
    assert len(pair) == 2
    assert pair[0].get("smooth") != pair[1].get("smooth")
