"""Judge the frames' examples: what the extractor reads in each, and whether that is what its file says."""

import hashlib
import tomllib
from dataclasses import dataclass
from pathlib import Path

from joinder.graph.identity import fold
from joinder.graph.model import Article, Claim, Extraction
from joinder.graph.ontology import ontology
from joinder.loaders.frames import Example

KNOWN = Path(__file__).with_name("known_failures.toml")
#: A text may say "the Fair Cup boycott" where the campaign's name is Fair Cup: both name it.
_KINDS = ("boycott", "campaign", "hashtag", "movement", "pledge", "protest", "strike")


@dataclass(frozen=True, slots=True)
class Known:
    """What ``known_failures.toml`` holds: the failing examples' keys, and the shares that may fail at most."""

    failures: frozenset[str]
    positives: float
    negatives: float


def key(example: Example) -> str:
    """The name of an example: its relation and a short hash of its text."""
    return f"{example.relation}-{hashlib.sha256(example.text.encode()).hexdigest()[:8]}"


def articles(examples: tuple[Example, ...]) -> list[Article]:
    """Each example as an article of its own."""
    return [Article(key(e), e.text, published=e.published) for e in examples]


def complaint(example: Example, found: Extraction) -> str | None:
    """What is wrong with what was read in an example; nothing where all is right."""
    own = [c for c in found.claims if c.relation == example.relation]
    if not example.claims:
        return f"claims {[_said(c) for c in own]}" if own else None
    missing = [w for w in example.claims if not any(_is(w, c, found) for c in own)]
    return f"{missing} not among {[_said(c) for c in found.claims]}" if missing else None


def _said(claim: Claim) -> str:
    return f"{claim.subject} {claim.relation} {claim.object} {claim.status}"


def _is(wanted: str, claim: Claim, found: Extraction) -> bool:
    """Whether a claim has the ends of a written one, and its status where that is written."""
    subject, _, rest = wanted.partition(f" {claim.relation} ")
    words = rest.split()
    status = words.pop() if words and words[-1] in ontology().statuses else None
    right = status in {None, claim.status}
    return right and _names(claim.subject, subject, found) and _names(claim.object, " ".join(words), found)


def _names(name: str, wanted: str, found: Extraction) -> bool:
    """Whether an entity is called so: by its name or an alias, with or without the kind of campaign that it is."""
    forms = {name}.union(*(e.aliases for e in found.entities if e.name == name))
    right = {fold(wanted)} | {fold(f"{wanted} {kind}") for kind in _KINDS}
    return any(fold(form) in right for form in forms)


def known() -> Known:
    """Read the list of known failures."""
    raw = tomllib.loads(KNOWN.read_text(encoding="utf-8"))
    failures = {f"{relation}-{short}" for relation, shorts in raw["failures"].items() for short in shorts}
    return Known(frozenset(failures), raw["at_most"]["positives"], raw["at_most"]["negatives"])
