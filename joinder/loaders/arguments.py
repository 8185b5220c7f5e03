"""Who acts and on what: the arguments of a trigger along the dependency parse.

Each argument comes with its path, a short text such as ``subj``, ``agent``, ``subj^xcomp`` or ``dobj>from``, which the
scorer weighs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from joinder.loaders.lexicon import word_lists

if TYPE_CHECKING:
    from collections.abc import Iterator

    from joinder.loaders.tokens import Token

Argument = tuple["Token", str]

_OBJECT_CONTROL = word_lists("cues.toml")["object_control"]
_VERBAL = {"VERB", "AUX"}
_SUBJECTS = {"nsubj", "nsubjpass", "csubj", "expl"}
#: Dependencies that lead from a trigger down to what it acts on.
_DOWN = {
    "dobj", "attr", "oprd", "dative", "prep", "pobj", "pcomp", "xcomp", "ccomp", "prt", "agent", "acomp", "npadvmod",
    "poss", "compound", "nmod", "amod", "advmod", "acl", "appos",
}  # fmt: skip
_CLAUSES = {"xcomp", "ccomp", "pcomp", "acl"}


def is_passive(verb: Token) -> bool:
    """Tell whether a verb is in the passive."""
    return any(c.dep_ in {"nsubjpass", "auxpass"} for c in verb.children) or (verb.dep_ == "acl" and verb.tag_ == "VBN")


def subjects(trigger: Token, depth: int = 0) -> Iterator[Argument]:
    """Who does what a trigger says, best path first."""
    if depth > 4:
        return
    if trigger.pos_ in _VERBAL or trigger.tag_.startswith("VB"):
        yield from _verb_subjects(trigger, depth)
    else:
        yield from _noun_subjects(trigger, depth)


def _verb_subjects(verb: Token, depth: int) -> Iterator[Argument]:
    """A verb's own subject or agent, else what its place in the sentence gives it for a subject."""
    passive = is_passive(verb) or (verb.tag_ == "VBN" and any(c.dep_ == "agent" for c in verb.children))
    own = [c for c in verb.children if c.dep_ in _SUBJECTS]
    if passive:
        for child in verb.children:
            if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by"):
                for noun in child.children:
                    if noun.dep_ == "pobj":
                        yield noun, "agent"
        for child in own:
            yield child, "passive"
        if verb.dep_ == "acl" and not own:
            yield verb.head, "passive-acl"
        if own:
            return
    if own:
        for child in own:
            yield child, "subj"
        return
    yield from _climb(verb, depth)


def _climb(verb: Token, depth: int) -> Iterator[Argument]:
    """The understood subject of a verb without one: that of the verb above, or that verb's object where it controls."""
    head, dep = verb.head, verb.dep_
    if head is verb:
        return
    if dep == "conj":
        yield from _marked(subjects(head, depth + 1), "conj")
    elif dep in {"xcomp", "ccomp"}:
        if head.lemma in _OBJECT_CONTROL:
            objects = [c for c in head.children if c.dep_ in {"dobj", "nsubj"} and c.i > head.i]
            if objects:
                yield from ((o, "controlled") for o in objects)
                return
            if is_passive(head):
                yield from ((c, "controlled") for c in head.children if c.dep_ == "nsubjpass")
                return
        yield from _marked(subjects(head, depth + 1), "xcomp")
    elif dep in {"advcl", "dep", "parataxis"}:
        yield from _marked(subjects(head, depth + 1), "advcl")
    elif dep in {"acl", "relcl"}:
        if verb.tag_ in {"VBG", "VBN", "VBD"} and head.pos_ in {"NOUN", "PROPN", "PRON"}:
            yield head, "acl"
        yield from _marked(_noun_subjects(head, depth + 1), "acl")
    elif dep == "pcomp":
        above = head.head
        yield from _marked(subjects(above, depth + 1), "pcomp")
    elif dep in {"attr", "appos", "dobj", "pobj"}:
        yield from _marked(_noun_subjects(verb, depth + 1), "noun")


def _marked(arguments: Iterator[Argument], step: str) -> Iterator[Argument]:
    """Add a step to the paths; beyond two steps the path says no more than that it is long."""
    for token, path in arguments:
        yield token, path if path.count("^") > 1 else f"{path}^{step}"


def _noun_subjects(noun: Token, depth: int) -> Iterator[Argument]:
    """Who does what a noun names: its owner, its "by" and "of" phrases, or the subject of the verb it is under."""
    for child in noun.children:
        if child.dep_ == "poss":
            yield child, "poss"
        elif child.dep_ in {"compound", "nmod", "amod"} and child.pos_ == "PROPN":
            yield child, "compound"
        elif child.dep_ in {"prep", "agent"} and child.lower_ in {"by", "of", "from", "among", "between"}:
            for object_ in child.children:
                if object_.dep_ == "pobj":
                    yield object_, child.lower_
        elif child.dep_ == "appos":
            yield child, "appos"
        elif child.dep_ == "nsubj":
            yield child, "subj"
    head, dep = noun.head, noun.dep_
    if dep == "appos":
        yield head, "appos-of"
    elif dep in {"attr", "acomp", "oprd"} and head is not noun:
        yield from _marked(subjects(head, depth + 1), "attr")
    elif dep == "dobj":
        yield from _marked(subjects(head, depth + 1), "dobj")
    elif dep == "pobj" and head.head is not head:
        yield from _marked(subjects(head.head, depth + 1), "in")
    elif dep in {"prt", "advmod", "prep"} and head is not noun and head.pos_ in _VERBAL:
        yield from _marked(subjects(head, depth + 1), "attr")
    elif dep == "conj":
        yield from _marked(_noun_subjects(head, depth + 1) if depth < 4 else iter(()), "conj")


def objects(trigger: Token, tokens: tuple[Token, ...], depth: int = 5) -> Iterator[Argument]:
    """What a trigger acts on: what its clause puts before it, then all that stands below it and its pattern's words.

    Clauses with a subject of their own are left out.
    """
    yield from _moved(trigger)
    seen = {trigger.i}
    roots = [trigger, *(t for t in tokens if t.i != trigger.i)]
    for root in roots:
        yield from _below(root, "", depth, seen, top=root is trigger)
    if trigger.pos_ in {"NOUN", "PROPN"} and trigger.dep_ == "dobj":
        yield from _below(trigger.head, "up", 2, seen, top=True)
    if trigger.dep_ in {"acomp", "prt", "advmod", "prep"} and trigger.head.pos_ in _VERBAL:
        yield from _below(trigger.head, "up", 3, seen, top=True)


def _moved(trigger: Token) -> Iterator[Argument]:
    """Objects that stand before their verb: in the passive, before a participle, before a relative clause."""
    children = {c.dep_ for c in trigger.children}
    if is_passive(trigger) and (trigger.pos_ == "VERB" or trigger.tag_.startswith("VB")):
        yield from ((c, "passive") for c in trigger.children if c.dep_ == "nsubjpass")
        if trigger.dep_ == "acl" and "nsubjpass" not in children:
            yield trigger.head, "passive-acl"
    elif (
        trigger.tag_ == "VBN" and trigger.dep_ in {"advcl", "prep", "ccomp", "dep"} and not children & {"aux", "nsubj"}
    ):
        # "Challenged by X, Y said": the participle's object is the subject of the sentence.
        yield from ((t, "passive-advcl") for t, _ in subjects(trigger.head))
    elif (
        trigger.dep_ == "relcl"
        and "dobj" not in children
        and any(c.dep_ == "nsubj" and c.lower_ not in {"who", "which", "that"} for c in trigger.children)
    ):
        yield trigger.head, "relcl"


def _below(token: Token, path: str, depth: int, seen: set[int], *, top: bool = False) -> Iterator[Argument]:
    """Walk down from a token; prepositions stand in the path by their word, their objects without a step."""
    if depth == 0:
        return
    for child in token.children:
        dep = child.dep_
        if child.i in seen or dep not in _DOWN:
            continue
        if dep in _CLAUSES and dep != "pcomp" and any(c.dep_ == "nsubj" for c in child.children):
            continue
        if dep == "agent" and top:
            continue
        if dep in {"prep", "agent"}:
            step = child.lower_
        elif dep in {"pobj", "pcomp"}:
            step = ""
        else:
            step = dep
        below = ">".join(p for p in (path, step) if p)
        if dep not in {"prep", "prt", "agent"} and child.pos_ in {"NOUN", "PROPN", "PRON", "ADJ", "NUM", "X", "SYM"}:
            seen.add(child.i)
            yield child, below
        yield from _below(child, below, depth - 1, seen)
