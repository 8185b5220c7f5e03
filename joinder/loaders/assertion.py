"""How a trigger is asserted: tense, modality, negation, control verbs, conditions, questions, speech.

``cues`` lists what the words around a trigger show; the trained status model weighs it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

_NEGATIVE = frozenset("not n't never no neither nor none nobody without hardly scarcely unlikely".split())
_CLASSES = {
    "refuse": "refuse decline reject resist rule deny dismiss rebuff spurn shun avoid oppose balk stop-short forbid fail hesitate disavow rebut dispute contradict deride".split(),
    "plan": "plan intend aim hope expect promise pledge vow undertake agree prepare propose consider mull weigh threaten want seek pledge set due decide schedule announce commit ready slate vow swear poise mean offer".split(),
    "ask": "urge ask call press encourage invite beg implore tell want demand lobby persuade nominate challenge dare appeal plead pressure recommend suggest".split(),
    "stop": "stop end cease quit finish abandon halt drop discontinue suspend lift call-off".split(),
    "start": "begin start continue keep go remain stay resume proceed".split(),
    "say": "say tell write tweet claim report add note explain confirm insist state argue declare post announce reveal disclose".split(),
    "manage": "manage help let make force lead prompt cause persuade convince get".split(),
    "rumour": "rumour rumor speculate understand think believe allege suspect deny".split(),
}
_CLASS_OF = {lemma: name for name, lemmas in _CLASSES.items() for lemma in lemmas}
_ADVERBS = frozenset(
    "no-longer never yet still already again also too soon later next tomorrow finally eventually reportedly temporarily permanently indefinitely briefly".split()
)


def control_class(lemma: str) -> str | None:
    """The class of a governing verb ("refuse", "plan", "ask" ...), if it has one."""
    return _CLASS_OF.get(lemma)


def cues(trigger: Token) -> list[str]:
    """The cues around a trigger, each once."""
    return list(dict.fromkeys(_cues(trigger)))


def _cues(trigger: Token) -> Iterator[str]:
    yield f"tag={trigger.tag_}"
    yield from _own(trigger, "")
    token = trigger
    for level in range(4):
        head, dep = token.head, token.dep_
        if head is token:
            break
        if dep in {
            "xcomp",
            "ccomp",
            "acl",
            "dobj",
            "pcomp",
            "prep",
            "pobj",
            "advcl",
            "conj",
            "relcl",
            "attr",
            "acomp",
            "oprd",
            "nsubj",
            "nsubjpass",
            "prt",
            "advmod",
            "appos",
        }:
            lemma = head.lemma_.lower()
            near = "" if level == 0 else "^"
            if dep != "conj" or head.pos_ not in {"VERB", "AUX"}:
                yield f"up{near}={dep}"
                if dep not in {"relcl", "advcl", "conj"}:
                    yield f"gov={lemma}"
                    kind = _CLASS_OF.get(lemma)
                    if kind:
                        yield f"gov-class={kind}"
            if dep not in {"relcl", "conj", "advcl"} and head.pos_ in {"VERB", "AUX", "NOUN", "ADJ"}:
                yield from _own(head, "gov-")
            elif dep == "conj":
                yield from _auxiliaries_only(head)
        token = head
        if dep in {"relcl", "advcl", "ccomp"} and level:
            break
    sentence = trigger.sent
    if sentence[-1].text == "?" or sentence.text.rstrip("”\"' ").endswith("?"):
        yield "question"
    if any(t.lower_ in {"if", "unless", "whether"} for t in trigger.subtree):
        yield "if-below"
    inside = sum(t.text in {"“", '"'} for t in sentence if t.i < trigger.i) - sum(
        t.text in {"”"} for t in sentence if t.i < trigger.i
    )
    if inside % 2:
        yield "in-quotes"


def _auxiliaries_only(verb: Token) -> Iterator[str]:
    for child in verb.children:
        if child.dep_ in {"aux"} and child.tag_ in {"MD"}:
            yield f"aux={child.lower_}"


def _own(token: Token, prefix: str) -> Iterator[str]:
    for child in token.children:
        dep, lower = child.dep_, child.lower_
        if dep == "neg" or lower in _NEGATIVE:
            yield f"{prefix}neg"
        elif dep in {"aux", "auxpass"}:
            yield f"{prefix}aux={child.lemma_.lower() if child.tag_ != 'MD' else lower}"
        elif dep == "mark":
            yield f"{prefix}mark={lower}"
        elif dep == "advmod":
            if lower in _ADVERBS:
                yield f"{prefix}adv={lower}"
            if lower == "longer":
                yield f"{prefix}no-longer"
        elif dep in {"npadvmod"} and lower in {"tomorrow", "tonight", "today", "yesterday"}:
            yield f"{prefix}when={lower}"
        elif dep == "det" and lower == "no":
            yield f"{prefix}neg"
        elif dep in {"nsubj", "nsubjpass"} and (
            lower in _NEGATIVE or any(g.lower_ in {"no", "neither", "nor", "none"} for g in child.children)
        ):
            yield f"{prefix}neg-subject"
        elif dep == "preconj" and lower in {"neither", "nor"}:
            yield f"{prefix}neg"
        elif dep == "cc" and lower == "nor":
            yield f"{prefix}neg"
