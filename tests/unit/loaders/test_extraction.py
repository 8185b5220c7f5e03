"""The extractor as a whole, with the shipped weights: exact evidence, known ends, the same answer every time."""

import os
import subprocess
import sys
from itertools import permutations

import pytest

from joinder.graph.model import Article, Extraction
from joinder.graph.ontology import ontology
from joinder.loaders.extract import Extractor, load_extractor

TEXTS = (
    """Unilever joined the Stop Hate for Profit boycott on Friday and paused its ads on Facebook.

Ford said it would not join the boycott. Coca-Cola, Adidas and Starbucks have also joined Stop Hate for Profit.""",
    "Jack Dorsey, the chief executive of Twitter, spoke on Monday. Singer Neil Young left Spotify, Joni Mitchell too.",
    "“We will boycott Tesla — again” 🙂, wrote Mary Smith.\n\nThe march against Tesla grew.\n",
    "",
    "Nothing happened today.",
)
ARTICLES = [Article(f"a{i}", text, published="2020-07-03") for i, text in enumerate(TEXTS)]


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    """The extractor with its pipeline and weights, loaded once."""
    return load_extractor()


@pytest.fixture(scope="module")
def extractions(extractor: Extractor) -> list[Extraction]:
    """What is extracted from the articles."""
    return list(extractor.stream(ARTICLES))


def test_evidence_is_the_articles_own_text(extractions: list[Extraction]) -> None:
    """Each quote stands in the article at its offsets, to the character."""
    claims = [(e.article.text, c) for e in extractions for c in e.claims]
    assert claims
    assert all(text[c.char_start : c.char_end] == c.quote and c.quote.strip() == c.quote != "" for text, c in claims)


def test_names_stand_at_their_spans(extractions: list[Extraction]) -> None:
    """Each span of an entity holds its name or one of its other forms, or a described form of it."""
    for extraction in extractions:
        for entity in extraction.entities:
            found = {extraction.article.text[a:b] for a, b in entity.spans}
            assert found & {entity.name, *entity.aliases}


def test_claims_speak_of_entities_that_the_ontology_allows(extractions: list[Extraction]) -> None:
    """Both ends are entities of the extraction, with labels that the relation has for its ends."""
    for extraction in extractions:
        labels = {e.name: e.label for e in extraction.entities}
        for claim in extraction.claims:
            ends = ontology().relations[claim.relation]
            assert labels[claim.subject] in ends.subject
            assert labels[claim.object] in ends.object
            assert claim.status in ontology().statuses


@pytest.mark.parametrize(
    ("text", "triple"),
    [
        (
            "Unilever joined the Stop Hate for Profit boycott on Friday and paused its ads on Facebook.",
            ("Unilever", "JOINED", "Stop Hate for Profit"),
        ),
        (
            "Jack Dorsey, the chief executive of Twitter, spoke on Monday.",
            ("Jack Dorsey", "WORKS_FOR", "Twitter"),
        ),
    ],
)
def test_a_plain_sentence_gives_its_claim(extractor: Extractor, text: str, triple: tuple[str, str, str]) -> None:
    """What a plain sentence says is found."""
    found = extractor.extract(Article("a", text, published="2020-07-03"))
    assert triple in {(c.subject, c.relation, c.object) for c in found.claims}


@pytest.mark.parametrize("number", [3, 4])
def test_an_article_without_action_makes_no_claim(extractions: list[Extraction], number: int) -> None:
    """Empty text and text about nothing give nothing."""
    assert extractions[number].claims == ()


def test_an_article_alone_reads_as_in_company(extractor: Extractor, extractions: list[Extraction]) -> None:
    """Neither the batch nor the order of articles changes what is extracted from one."""
    assert [extractor.extract(a) for a in ARTICLES] == extractions
    for order in list(permutations(range(3)))[1:3]:
        assert list(extractor.stream(ARTICLES[i] for i in order)) == [extractions[i] for i in order]


def test_every_process_reads_alike() -> None:
    """The hash seed of a process, which orders its sets, changes nothing that is extracted or told."""
    code = (
        "from joinder.graph.model import Article; from joinder.loaders.extract import load_extractor\n"
        f"print(load_extractor().extract(Article('a', {TEXTS[0]!r})))"
    )
    found = [
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert "JOINED" in found[0]
    assert found[0] == found[1]


def test_the_version_tells_what_read(extractor: Extractor) -> None:
    """The version names joinder, the pipeline and the pipeline's version, which together decide what is extracted."""
    assert extractor.version.split()[0] == "joinder"
    assert extractor.version.endswith(f"{extractor.pipeline.name} {extractor.pipeline.version}")
