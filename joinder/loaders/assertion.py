"""How a trigger is asserted: tense, modality, negation, control verbs, conditions, questions, speech.

``cues`` lists what the words around a trigger show; the trained status model weighs it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from joinder.loaders.lexicon import word_lists

if TYPE_CHECKING:
    from collections.abc import Iterator

    from joinder.loaders.tokens import Token

_NEGATIVE = word_lists("cues.toml")["negative"]
_CLASS_OF = {lemma: name for name, lemmas in word_lists("governing.toml").items() for lemma in lemmas}
#: Dependencies along which what stands above a trigger bears on it.
_UPWARD = {
    "xcomp", "ccomp", "acl", "dobj", "pcomp", "prep", "pobj", "advcl", "conj", "relcl", "attr", "acomp", "oprd",
    "nsubj", "nsubjpass", "prt", "advmod", "appos",
}  # fmt: skip
#: Those whose head says nothing of the trigger's assertion.
_LOOSE = {"relcl", "advcl", "conj"}
_CONDITIONS = frozenset({"if", "unless", "whether"})
_QUOTES = frozenset({"“", '"', "”"})
_VERBAL = {"VERB", "AUX"}
_ADVERBS = word_lists("cues.toml")["adverbs"]


def control_class(lemma: str) -> str | None:
    """The class of a governing verb ("refuse", "plan", "ask" ...), if it has one."""
    return _CLASS_OF.get(lemma)


def cues(trigger: Token) -> list[str]:
    """The cues around a trigger, each once."""
    if trigger.cues is None:
        trigger.cues = list(dict.fromkeys(_cues(trigger)))
    return trigger.cues


def _cues(trigger: Token) -> Iterator[str]:
    yield f"tag={trigger.tag_}"
    yield from _own(trigger, "")
    yield from _above(trigger)
    yield from _around(trigger)


def _above(trigger: Token) -> Iterator[str]:
    """What stands above the trigger, up to four steps; from the second on, a clause of its own ends the climb."""
    token = trigger
    for level in range(4):
        head, dep = token.head, token.dep_
        if head is token:
            break
        if dep in _UPWARD:
            if dep != "conj" or head.pos_ not in _VERBAL:
                yield f"up={dep}" if level == 0 else f"up^={dep}"
                if dep not in _LOOSE:
                    yield from _governed_by(head)
            if dep not in _LOOSE and head.pos_ in {"VERB", "AUX", "NOUN", "ADJ"}:
                yield from _own(head, "gov-")
            elif dep == "conj":
                yield from _modals(head)
        token = head
        if dep in {"relcl", "advcl", "ccomp"} and level:
            break


def _governed_by(head: Token) -> Iterator[str]:
    lemma = head.lemma
    yield f"gov={lemma}"
    kind = _CLASS_OF.get(lemma)
    if kind:
        yield f"gov-class={kind}"


def _around(trigger: Token) -> Iterator[str]:
    """What the sentence shows: a question, a condition below the trigger, an open quotation before it."""
    sentence = trigger.sent
    if "?" in sentence.text and (sentence[-1].text == "?" or sentence.text.rstrip("”\"' ").endswith("?")):
        yield "question"
    if not _CONDITIONS.isdisjoint(sentence.words) and any(t.lower_ in _CONDITIONS for t in trigger.subtree):
        yield "if-below"
    # Straight marks open and close alike, so the parity of what is open counts.
    if (
        not _QUOTES.isdisjoint(sentence.words)
        and sum(t.text in _QUOTES for t in sentence.tokens[: trigger.i - sentence.start]) % 2
    ):
        yield "in-quotes"


def _modals(verb: Token) -> Iterator[str]:
    """The modals of the first verb of a list hold for the others too: "will pause and review"."""
    for child in verb.children:
        if child.dep_ == "aux" and child.tag_ == "MD":
            yield f"aux={child.lower_}"


def _own(token: Token, prefix: str) -> Iterator[str]:
    """What a verb's (or noun's) own children show: negation, auxiliaries, conjunctions, adverbs, a negative subject."""
    for child in token.children:
        dep, lower = child.dep_, child.lower_
        if dep == "neg" or lower in _NEGATIVE:
            yield f"{prefix}neg"
        elif dep in {"aux", "auxpass"}:
            yield f"{prefix}aux={child.lemma if child.tag_ != 'MD' else lower}"
        elif dep == "mark":
            yield f"{prefix}mark={lower}"
        elif dep == "advmod":
            if lower in _ADVERBS:
                yield f"{prefix}adv={lower}"
            if lower == "longer":
                yield f"{prefix}no-longer"
        elif dep == "npadvmod" and lower in {"tomorrow", "tonight", "today", "yesterday"}:
            yield f"{prefix}when={lower}"
        elif dep in {"nsubj", "nsubjpass"} and any(
            g.lower_ in {"no", "neither", "nor", "none"} for g in child.children
        ):
            yield f"{prefix}neg-subject"
