"""The pages: nothing in them but what they are to hold, every link alive, the same data thrice."""

import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import lxml.html
import pyoxigraph as ox
import pytest

from joinder.graph.model import View
from joinder.graph.rdf.triples import PARSERS
from joinder.site.phrases import shown
from tests.unit.graph.rdf.making import news, text
from tests.unit.graph.rdf.test_vocabulary import invented
from tests.unit.site.worlds import ATTACKS, BASE, contents, crowded, hostile, make, pages

Sites = Callable[[str], tuple[Path, View]]
WORLDS = {"news": news, "hostile": hostile, "crowded": crowded}
ACTION = "#action"
VOID = frozenset({"meta", "link", "input", "br"})


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[Path, View]]:
    """Give a function that builds the site of a world, once each."""

    @cache
    def of(name: str) -> tuple[Path, View]:
        folder, view = tmp_path_factory.mktemp(name), WORLDS[name]()
        make(folder, view, folder / "out")
        return folder / "out", view

    return of


@pytest.fixture(params=sorted(WORLDS))
def built(request: pytest.FixtureRequest, sites: Sites) -> tuple[Path, View]:
    """Give the site of each world."""
    return sites(request.param)


def parsed(out: Path) -> Iterator[tuple[str, lxml.html.HtmlElement]]:
    """Read every page."""
    for path in pages(out):
        yield str(path.relative_to(out)), lxml.html.document_fromstring(path.read_text(encoding="utf-8"))


def followed(file: str, href: str) -> tuple[str, str]:
    """Follow a link from a page: the file and the place in it."""
    target, _, fragment = href.partition("#")
    if target.startswith(BASE):
        return target.removeprefix(BASE) + ("index.html" if target.endswith("/") else ""), fragment
    parts = file.split("/")[:-1] if target else file.split("/")
    for step in target.split("/") if target else []:
        if step == "..":
            parts.pop()
        else:
            parts.append(step)
    return "/".join(parts), fragment


def test_every_internal_link_leads_somewhere_and_every_page_is_reached(built: tuple[Path, View]) -> None:
    """From the front page on, each link has its file and its anchor, and no page stands alone."""
    out, _ = built
    every = dict(parsed(out))
    anchors = {file: set(page.xpath("//@id")) for file, page in every.items()}
    ways: dict[str, set[str]] = {}
    for file, page in every.items():
        for href in page.xpath("//a/@href | //link/@href | //script/@src"):
            if href.startswith(("http:", "https:")) and not href.startswith(BASE):
                continue
            target, fragment = followed(file, href)
            assert (out / target).is_file(), (file, href)
            assert not fragment or fragment in anchors[target], (file, href)
            ways.setdefault(file, set()).add(target)
    reached, ahead = {"index.html"}, ["index.html"]
    while ahead:
        fresh = ways.get(ahead.pop(), set()) - reached
        reached |= fresh
        ahead += fresh
    assert set(every) - reached == {"404.html"}


def test_nothing_is_loaded_from_another_host(built: tuple[Path, View]) -> None:
    """What a page loads lies beside it; only licence, sources and Wikidata are linked elsewhere."""
    out, _ = built
    for file, page in parsed(out):
        loaded = page.xpath("//link[@rel='stylesheet' or @rel='icon']/@href | //*/@src")
        assert all(re.fullmatch(r"(\.\./)*assets/[a-z.]+", target) or file == "404.html" for target in loaded), file
        assert len(page.xpath("//meta[@http-equiv='Content-Security-Policy']")) == 1
    assert not re.search(rb"url\(|@import|https?:", (out / "assets/site.css").read_bytes())
    assert b"http" not in (out / "assets/search.js").read_bytes()


def test_no_text_becomes_markup_or_script(sites: Sites) -> None:
    """Of hostile texts, only text arrives: no element, attribute, handler or address that the templates have not."""
    out, _ = sites("hostile")
    allowed = {
        "a", "bdi", "blockquote", "body", "br", "code", "dd", "div", "dl", "dt", "figcaption", "figure", "footer",
        "form", "h1", "h2", "h3", "head", "header", "html", "input", "label", "li", "link", "main", "meta", "nav",
        "noscript", "ol", "p", "script", "section", "span", "strong", "time", "title", "ul",
    }  # fmt: skip
    for file, page in parsed(out):
        assert {e.tag for e in page.iter() if isinstance(e.tag, str)} <= allowed, file
        assert not page.xpath("//comment()"), file
        assert not [a for a in page.xpath("//@*") if a.attrname.startswith("on")], file
        for script in page.xpath("//script"):
            assert script.get("type") == "application/ld+json" or script.get("src").endswith("assets/search.js")
        for href in page.xpath("//@href | //@src"):
            assert re.match(r"https?://|(\.\./)*[A-Za-z0-9._/-]*(#|$)", href), (file, href)
    shown = (out / "index.html").read_text(encoding="utf-8")
    assert "&lt;/script&gt;" in shown
    for path in pages(out):
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", re.sub(
            r"<script type.*?</script>", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)), path  # fmt: skip


def test_hostile_names_are_still_shown(sites: Sites) -> None:
    """An attack is a name like any other: its page has it in full."""
    out, view = sites("hostile")
    names = {page.xpath("string(//main)") for file, page in parsed(out) if file.startswith("id/")}
    assert len(view.entities) > len(ATTACKS)
    for attack in ATTACKS:
        assert any(shown(attack) in name for name in names), attack


def test_elements_are_closed_and_ids_are_unique(built: tuple[Path, View]) -> None:
    """Each page is a well-formed document with one main heading, in which no id stands twice."""
    out, _ = built
    for file, page in parsed(out):
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids)), file
        assert len(page.xpath("//h1")) == 1, file
        raw = (out / file).read_text(encoding="utf-8")
        open_tags: list[str] = []
        for closing, tag in re.findall(r"<(/?)([a-z][a-z0-9]*)\b[^>]*>", raw):
            if closing:
                assert open_tags.pop() == tag, file
            elif tag not in VOID:
                open_tags.append(tag)
        assert open_tags == [], file


def test_page_turtle_and_json_say_the_same(built: tuple[Path, View]) -> None:
    """The triples of the file beside a page, of the other file, and of the script element within are equal."""
    out, _ = built
    checked = 0
    for turtle in sorted(out.rglob("*.ttl")):
        page = turtle.with_suffix("") / "index.html"
        if turtle.name in {"void.ttl", "shapes.ttl", "vocabulary.ttl"}:
            continue
        jsonld = turtle.with_suffix(".jsonld").read_text(encoding="utf-8")
        within = lxml.html.document_fromstring(page.read_text(encoding="utf-8")).xpath("string(//script[@type])")
        assert json.loads(within) == json.loads(jsonld), page
        assert "<" not in within
        found = triples(turtle.read_text(encoding="utf-8"), ".ttl")
        assert found == triples(jsonld, ".jsonld") == triples(within, ".jsonld"), page
        checked += 1
    assert checked > 10


def triples(data: str, suffix: str) -> set[tuple[object, object, object]]:
    """Read triples with the strict parser."""
    return {(q.subject, q.predicate, q.object) for q in ox.parse(data.encode(), PARSERS[suffix])}


def test_all_documents_together_are_the_export(built: tuple[Path, View]) -> None:
    """Nothing of the export is missing on the site, and only schema.org's actions come to it, in pinned terms."""
    out, view = built
    wanted = triples(text(view, ".nt").replace("https://graph.example/", BASE), ".nt")
    described = {"void.ttl", "shapes.ttl", "vocabulary.ttl"}
    things = [path for path in out.rglob("*.ttl") if path.name not in described]
    found = set().union(*(triples(path.read_text(encoding="utf-8"), ".ttl") for path in things))
    more = {t for t in found - wanted if not t[0].value.endswith(ACTION)}  # type: ignore[attr-defined]
    assert more == set()
    whole = set().union(*(triples((out / name).read_text(encoding="utf-8"), ".ttl") for name in described))
    assert wanted - found <= whole
    assert invented([ox.Quad(*t) for t in found]) == set()  # type: ignore[arg-type]


def test_every_claim_is_shown_with_quote_outlet_date_and_status(sites: Sites) -> None:
    """On its own page, on those of both its ends, on its article's, and in the list of claims."""
    out, view = sites("news")
    texts = {file: page.xpath("string(//main)") for file, page in parsed(out)}
    articles = {row.id: row for row in view.articles}
    names = {row.id: row.name for row in view.entities}
    listed = " ".join(body for file, body in texts.items() if file.startswith("browse/claim/"))
    for claim in view.claims:
        article = articles[claim.article]
        for body in (texts[f"claim/{claim.id}/index.html"], listed):
            assert shown(claim.quote) in body
            assert article.publisher in body
            assert claim.status in body
            assert names[claim.subject] in body
            assert article.published[:4] in body
        for end in (claim.subject, claim.object):
            assert shown(claim.quote) in " ".join(b for f, b in texts.items() if f.startswith(f"id/{end}/"))


def test_long_pages_go_on(sites: Sites) -> None:
    """A campaign with 250 participants has three pages that lead to each other, and shows each participant once."""
    every = dict(parsed(sites("crowded")[0]))
    parts = [every[f"id/campaign/c/{name}index.html"] for name in ("", "page-2/", "page-3/")]
    shown = [name for part in parts for name in part.xpath("//li[@class='claim']/p[@class='said']/a[1]//text()")]
    assert shown == [f"Person {i:03}" for i in range(250)]
    assert [part.xpath("count(//nav[@aria-label='Pages']//a[@rel='next'])") for part in parts] == [1, 1, 0]
    assert "id/campaign/c/page-4/index.html" not in every
    ranges = every["browse/person/index.html"].xpath("//nav[@aria-label='Pages']//bdi/text()")
    assert ranges == ["Person 000–Person 199", "Person 200–Person 249"]


def test_a_merged_away_id_has_a_page_that_leads_on(sites: Sites) -> None:
    """Old links do not break: the page names the entity, and the entity names its former addresses."""
    out, view = sites("news")
    assert view.redirects
    for old, new in view.redirects:
        page = lxml.html.document_fromstring((out / f"id/{old}/index.html").read_bytes())
        assert f"../../../id/{new}/index.html" in page.xpath("//main//a/@href")
        back = lxml.html.document_fromstring((out / f"id/{new}/index.html").read_bytes())
        assert f"../../../id/{old}/index.html" in back.xpath("//main//a/@href")


def test_the_site_map_names_every_page_but_the_one_for_none(built: tuple[Path, View]) -> None:
    """With the addresses at which a host shows them, and robots.txt tells where it is."""
    out, _ = built
    found = set(re.findall(r"<loc>(.*?)</loc>", (out / "sitemap.xml").read_text()))
    files = {str(path.relative_to(out)) for path in pages(out)} - {"404.html"}
    assert found == {BASE + file.removesuffix("index.html") for file in files}
    assert f"Sitemap: {BASE}sitemap.xml" in (out / "robots.txt").read_text()


def test_the_front_page_describes_the_data_set(built: tuple[Path, View]) -> None:
    """For search engines: name, description of a length that they take, licence, dumps that are there."""
    out, _ = built
    page = lxml.html.document_fromstring((out / "index.html").read_bytes())
    said = json.loads(page.xpath("string(//script[@type='application/ld+json'])"))
    assert (said["@type"], said["name"], said["license"]) == (
        "Dataset", "Who joined", "https://creativecommons.org/licenses/by/4.0/",
    )  # fmt: skip
    assert 50 <= len(said["description"]) <= 5000
    assert all((out / d["contentUrl"].removeprefix(BASE)).is_file() for d in said["distribution"])


def test_an_empty_graph_has_a_site_too(tmp_path: Path) -> None:
    """No entity, no claim: the front page and empty lists, all links alive."""
    made = make(tmp_path, View(), tmp_path / "out")
    assert made.pages == len(pages(tmp_path / "out")) == len([n for n in contents(tmp_path / "out") if "html" in n])
    assert "There are none." in (tmp_path / "out/browse/person/index.html").read_text()
