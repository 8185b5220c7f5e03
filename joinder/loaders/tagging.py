"""Parts of speech and lemmas, remembered: spaCy's rules work them out once for each word, tag and dependency.

The rules (``attribute_ruler``, ``lemmatizer``) look at one token at a time, but for a few patterns of two tokens; a
passage with one of these is left to spaCy as a whole. Rules of another shape, as a larger pipeline may have, are left
to spaCy everywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from spacy.attrs import DEP, HEAD, LEMMA, LOWER, ORTH, SENT_START, SPACY, TAG
from spacy.lang.en.lemmatizer import EnglishLemmatizer
from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc

from joinder.loaders.tokens import Facts, Parse, make_parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.language import Language
    from spacy.tokens import Token
    from spacy.vocab import Vocab

RULES = ("attribute_ruler", "lemmatizer")
#: What may go before them: nothing that finds parts of speech by the context.
_BEFORE = {"tok2vec", "transformer", "tagger", "parser"}
#: What a pattern may ask of a token for its outcome to depend on spelling, tag and dependency alone.
_PLAIN = {"TAG", "DEP", "ORTH", "LOWER", "TEXT", "IS_SPACE"}
#: How many combinations are remembered: some 40 MB. Names are many and seldom come again.
_MOST = 200_000
_Key = tuple[int, int, int, int]


def facts_of(token: Token) -> Facts:
    """Read what spaCy found out about a token."""
    lemma = token.lemma_
    return Facts(
        token.text, token.lower_, lemma, lemma.lower(), token.pos_, token.tag_, token.dep_, token.is_punct,
        token.is_lower,
    )  # fmt: skip


class Rules:
    """The last two steps of a pipeline, which follow on the parse."""

    def __init__(self, nlp: Language) -> None:
        self._vocab = nlp.vocab
        self._remembered = _Remembered.of(nlp)
        #: The steps that the pipeline is to leave out, since their outcomes are remembered.
        self.instead_of = RULES if self._remembered else ()

    def read(self, docs: Iterable[Doc]) -> Iterator[Parse]:
        """Finish parsed documents, one at a time, and make plain objects of them."""
        remembered = self._remembered
        for doc in docs:
            facts = remembered.facts(doc) if remembered else [facts_of(token) for token in doc]
            rows = doc.to_array([HEAD, SENT_START, SPACY]).astype("int64").tolist()
            yield make_parse(doc, facts, rows)


class _Remembered:
    """The outcomes of the rules so far, and the rules for what is new: the patterns of one token, and longer ones."""

    def __init__(self, vocab: Vocab, ruler: AttributeRuler, lemmatizer: EnglishLemmatizer) -> None:
        self._vocab = vocab
        self._ruler = ruler
        self._lemmatizer = lemmatizer
        self._known: dict[_Key, Facts] = {}
        patterns: list[Any] = list(ruler.patterns)
        self._single = AttributeRuler(vocab)
        self._single.add_patterns([p for p in patterns if all(len(s) == 1 for s in p["patterns"])])
        self._longer = Matcher(vocab)
        longer: list[Any] = [s for p in patterns if any(len(s) > 1 for s in p["patterns"]) for s in p["patterns"]]
        if longer:
            self._longer.add("longer", longer)
        self._needs = [self._needed(pattern) for pattern in longer]
        index = lemmatizer.lookups.get_table("lemma_index")
        for pos, forms in index.items():
            index[pos] = frozenset(forms)  # a list would be searched from end to end for every form

    @classmethod
    def of(cls, nlp: Language) -> _Remembered | None:
        """The rules of a pipeline, if they are such that their outcomes can be remembered."""
        if tuple(nlp.pipe_names[-2:]) != RULES or not _BEFORE.issuperset(nlp.pipe_names[:-2]):
            return None
        ruler, lemmatizer = (nlp.get_pipe(name) for name in RULES)
        if not isinstance(ruler, AttributeRuler) or not isinstance(lemmatizer, EnglishLemmatizer):
            return None
        patterns: list[Any] = list(ruler.patterns)
        asked = {key for p in patterns for s in p["patterns"] for token in s for key in token}
        return cls(nlp.vocab, ruler, lemmatizer) if lemmatizer.mode == "rule" and asked <= _PLAIN else None

    def _needed(self, pattern: list[dict[str, Any]]) -> list[frozenset[int]]:
        """Words and dependencies of which a passage has one of each set wherever a pattern matches."""
        needed = []
        for token in pattern:
            for asked in (token.get("LOWER"), token.get("DEP")):
                choice = asked.get("IN") if isinstance(asked, dict) else [asked]
                if choice and None not in choice:
                    needed.append(frozenset(map(self._vocab.strings.add, choice)))
        return needed

    def facts(self, doc: Doc) -> list[Facts]:
        """What each token of a document is."""
        rows = doc.to_array([ORTH, TAG, DEP, LEMMA, LOWER]).tolist()
        here = {row[4] for row in rows} | {row[2] for row in rows}
        may_be = any(all(not words.isdisjoint(here) for words in needs) for needs in self._needs)
        if may_be and self._longer(doc, allow_missing=True):
            return [facts_of(token) for token in self._lemmatizer(self._ruler(doc))]
        keys: list[_Key] = [(orth, tag, dep, lemma) for orth, tag, dep, lemma, _ in rows]
        known = self._known
        missing = [key for key in dict.fromkeys(keys) if key not in known]
        if missing:
            if len(known) > _MOST:
                known.clear()
                missing = list(dict.fromkeys(keys))
            self._learn(missing)
        return [known[key] for key in keys]

    def _learn(self, keys: list[_Key]) -> None:
        """Put tokens of these combinations into one document and apply the rules to it."""
        strings = self._vocab.strings
        doc = Doc(
            self._vocab,
            words=[strings[orth] for orth, _, _, _ in keys],
            tags=[strings[tag] for _, tag, _, _ in keys],
            deps=[strings[dep] for _, _, dep, _ in keys],
            heads=list(range(len(keys))),
            lemmas=[strings[lemma] for _, _, _, lemma in keys],
        )
        for key, token in zip(keys, self._lemmatizer(self._single(doc)), strict=True):
            self._known[key] = facts_of(token)
