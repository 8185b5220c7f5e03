"""What kind of thing a name names: evidence from its spelling, known names and its surroundings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from joinder.loaders.coreference import is_person_like
from joinder.loaders.gazetteer import gazetteer
from joinder.loaders.lexicon import lexicon
from joinder.loaders.nouns import noun_kinds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from joinder.loaders.document import Cluster, Document, Mention
    from joinder.loaders.tokens import Token

CLASSES = ("None", "Person", "Group", "Brand", "Platform", "Campaign")
_CALLS = re.compile(
    r"boycott|delete|stop|save|free|ban|dump|quit|drop|cancel|end|support|standwith|bring|strike|march|day|challenge|pledge"
    r"|together|justice|lives|matter|rights|against|for|not|no|pause|grab|fight|walkout|blackout|protest|my|our|we|me|us",
)
_SMALL = {"&", "of", "for", "the", "on", "to", "and", "against", "in", "de", "van", "von", "la", "del", "al", "bin"}
_NOMINAL = {"NOUN", "PROPN", "ADJ"}
_LISTED = 20  # steps up a list after which it is a fault of the parse


def spelling(cluster: Cluster) -> Iterator[str]:
    """Evidence from how a name is spelled and from lists of known names."""
    words = cluster.name.removeprefix("The ").split()
    yield f"words={min(len(words), 5)}"
    if cluster.mentions[0].base is not None:
        yield f"described={words[-1].lower()}"
        yield "described"
    yield from _calls(cluster, words)
    yield from _letters(cluster.name, words)
    yield from _word_evidence(cluster.name, words)
    yield from _known_as(cluster)


def _calls(cluster: Cluster, words: list[str]) -> Iterator[str]:
    """Words that call to action, which hashtags and campaigns are made of."""
    name = cluster.name
    if name[0] in "#@":
        yield "hashtag" if name[0] == "#" else "handle"
        for call in dict.fromkeys(_CALLS.findall(name.lower())):
            yield f"hashtag~{call}"
        return
    if any(m.text[0] == "#" for m in cluster.mentions):
        yield "also-hashtag"
    if len(words) > 1:
        for call in dict.fromkeys(w for w in words if _CALLS.fullmatch(w.lower())):
            yield f"call~{call.lower()}"


def _letters(name: str, words: list[str]) -> Iterator[str]:
    if name.isupper() and len(words) == 1:
        yield "all-capitals"
    if name != name.upper() and name[0].islower():
        yield "lower-first"
    if any("&" in w for w in words):
        yield "ampersand"
    if any(c.isdigit() for c in name):
        yield "digit"
    if name.startswith("The "):
        yield "The"
    if any(w in {"of", "for", "the", "on", "to", "against", "in"} for w in words[1:]):
        yield "connector"


def _word_evidence(name: str, words: list[str]) -> Iterator[str]:
    """What the words of a name are: given names, surnames, common words, nouns of a kind."""
    known = gazetteer()
    if is_person_like(name):
        yield "person-like"
    if len(words) > 1:
        yield f"last={words[-1].lower()}"
        yield f"first={words[0].lower()}"
        for kind in noun_kinds(words[-1].lower()):
            yield f"last-noun={kind}"
        for kind in noun_kinds(words[0].lower()):
            yield f"first-noun={kind}"
        if known.is_surname(words[-1]) and not known.is_common_word(words[-1]):
            yield "surname-last"
        pattern = "".join(_word_class(w, i) for i, w in enumerate(words[:5]))
        yield f"pattern={pattern}"
        if set(pattern) <= {"c", "x"}:
            yield "common-words"
        elif "c" in pattern:
            yield "a-common-word"
    elif known.is_common_word(name.lower()):
        yield "common-word"
    if known.is_given_name(words[0] if words else name):
        yield "given-first" if len(words) > 1 else "given-alone"
    elif len(words) == 1 and known.is_surname(name):
        yield "surname-alone"


def _known_as(cluster: Cluster) -> Iterator[str]:
    """What the lists of known names say of a cluster's forms."""
    known = gazetteer()
    for form in cluster.forms[:4]:
        kinds = known.kinds(form)
        if kinds:
            yield f"known={kinds[0]}{'?' if known.ambiguous(form) else ''}"
            for kind in kinds[1:]:
                yield f"known-also={kind}"
        if known.is_legal_form(form.split()[-1].rstrip(".")) and " " in form:
            yield "legal-form"
    if known.is_place(cluster.name):
        yield "place"
    if known.is_demonym(cluster.name):
        yield "demonym"
    if known.is_agency(cluster.name):
        yield "agency"


def _word_class(word: str, place: int) -> str:
    """One letter for what a word of a name is.

    x: small word, i: initial, g: given name, s: surname, p: place, d: demonym, c: common word, u: unknown; for a noun
    of a kind the first letter of its label.
    """
    known = gazetteer()
    lower = word.lower().rstrip(".,")
    if word in _SMALL:
        return "x"
    if len(lower) == 1 or "." in lower:
        return "i"
    if place == 0 and known.is_given_name(word):
        return "g"
    if place and known.is_surname(word):
        return "s"
    kinds_of = noun_kinds(lower) or noun_kinds(lower.rstrip("s"))
    if kinds_of:
        return kinds_of[0][0]
    if known.is_place(word):
        return "p"
    if known.is_demonym(word):
        return "d"
    return "c" if known.is_common_word(lower) else "u"


def _noun_evidence(prefix: str, token: Token) -> Iterator[str]:
    yield f"{prefix}:{token.lemma}"
    for kind in noun_kinds(token.lemma):
        yield f"{prefix}={kind}"


def surroundings(document: Document, mention: Mention) -> Iterator[str]:
    """Evidence from the words around one mention."""
    token = mention.token
    head, dep = token.head, token.dep_
    yield from _beside(token)
    if dep not in {"pobj", "conj", "ROOT"}:
        yield f"{dep}:{head.lemma}"
    elif dep == "pobj":
        yield f"in:{head.lower_}"
        yield f"in:{head.head.lemma}~{head.lower_}"
    yield f"dep={dep}"
    for child in token.children:
        if child.dep_ == "appos":
            yield from _noun_evidence("appos", child)
        elif child.dep_ in {"compound", "amod", "nmod"} and child.pos_ in _NOMINAL:
            yield from _noun_evidence("with", child)
        elif child.dep_ == "relcl":
            yield f"relcl:{child.lemma}"
    if dep == "appos":
        yield from _noun_evidence("appos-of", head)
        if document.mention_at(mention.passage, head) is not None:
            yield "appos-of-name"
    if dep == "nsubj" and head.lemma_ == "be":
        for child in head.children:
            if child.dep_ == "attr":
                yield from _noun_evidence("is", child)
    yield from _listed_under(token)
    if mention.quoted:
        yield "quoted"


def _beside(token: Token) -> Iterator[str]:
    """The words right before and after a name."""
    before = token.nbor(-1) if token.i else None
    if before is not None and before.lower_ in {"the", "a", "an"} and token.dep_ != "compound":
        yield "the"
    if before is not None and before.pos_ in _NOMINAL:
        yield from _noun_evidence("before", before)
        if lexicon().is_title(before.text):
            yield "title-before"
    after = token.nbor() if token.i + 1 < len(token.doc) else None
    if after is None:
        return
    second = token.nbor(2) if token.i + 2 < len(token.doc) else None
    if after.lower_ in {"'s", "’s", "’", "'"}:
        yield "possessive"
        if second is not None:
            yield from _noun_evidence("owns", second)
    elif after.pos_ == "NOUN":
        yield from _noun_evidence("after", after)
        if second is not None and second.pos_ == "PROPN":
            yield "post-and-name-after"
    told = second if after.text == "," else after
    if told is not None and told.lower_ in {"who", "whose"}:
        yield "who"


def _listed_under(token: Token) -> Iterator[str]:
    """The noun of "brands such as X, Y and Z"."""
    root = token
    for _ in range(_LISTED):
        if root.dep_ not in {"conj", "appos"}:
            break
        root = root.head
    if root.dep_ in {"pobj", "pcomp"} and root.head.lower_ in {"including", "as", "like", "among", "with"}:
        up = root.head.head
        if up.dep_ == "prep":
            up = up.head
        if up.pos_ == "NOUN":
            yield from _noun_evidence("listed", up)


def features(document: Document, cluster: Cluster) -> list[str]:
    """All evidence about a cluster, each once."""
    found = dict.fromkeys(spelling(cluster))
    for mention in cluster.mentions[:8]:
        found.update(dict.fromkeys(surroundings(document, mention)))
    if len(cluster.mentions) > 2:
        found["often"] = None
    if cluster.mentions[0].passage.block.kind == "title":
        found["in-title"] = None
    for other in document.clusters:
        base = other.mentions[0].base
        if base is not None and base.entity == cluster.mentions[0].entity:
            found[f"base-of={other.mentions[0].token.lower_}"] = None
    return list(found)


def companions(document: Document, cluster: Cluster) -> list[str]:
    """Evidence from the labels that the names in the same list have got so far."""
    found: dict[str, None] = {}
    for mention in cluster.mentions[:8]:
        token = mention.token
        chain = [token.head] if token.dep_ == "conj" else []
        chain += [c for c in token.children if c.dep_ == "conj"]
        for other in chain:
            named = document.mention_at(mention.passage, other)
            if named is not None and named.entity != mention.entity:
                found[f"beside={document.clusters[named.entity].label}"] = None
    return list(found)
