"""Frame files and the patterns they find."""

from pathlib import Path

import pytest

from joinder.errors import DataFileError
from joinder.graph.ontology import ontology
from joinder.loaders.frames import find_triggers, frame_set, read_frames, relations_of
from tests.unit.loaders.reading import document


def found(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """The triggers of a text: pattern and the words it was found in."""
    read = document(text)
    return [
        (t.pattern.text, tuple(w.text for w in t.tokens))
        for passage, sentence in read.sentences()
        for t in find_triggers(sentence, {i for p, i in read.at if p == passage.index})
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('relation = "JOINED"\nname = "x"', "unknown key name"),
        ('relation = "ADMIRED"', "unknown relation 'ADMIRED'"),
        ('relation = "JOINED"\n[[frame]]\nname = "a"\nadverbs = []', "adverbs"),
        ('relation = "JOINED"\n[[frame]]\nverbs = ["join"]', "name missing"),
        ("relation = JOINED", "Invalid value"),
    ],
    ids=["key", "relation", "key of a frame", "frame without name", "no TOML"],
)
def test_a_wrong_file_is_named_with_what_is_wrong(tmp_path: Path, content: str, message: str) -> None:
    """Errors in data are DataFileErrors that say which file and why."""
    (tmp_path / "bad.toml").write_text(content, encoding="utf-8")
    with pytest.raises(DataFileError, match=r"bad\.toml") as error:
        read_frames(tmp_path)
    assert message in str(error.value)


def test_a_frame_file_is_read(tmp_path: Path) -> None:
    """Patterns know their frame, direction and part of speech; examples know their line; other files are passed by."""
    (tmp_path / "notes.txt").write_text("not a frame", encoding="utf-8")
    (tmp_path / "joined.toml").write_text(
        'relation = "JOINED"\n[[frame]]\nname = "win"\nroles = "inverse"\nverbs = ["win", "win over"]\n'
        '[[example]]\ntext = "The boycott won over Ford."\nclaims = ["Ford JOINED boycott"]\n',
        encoding="utf-8",
    )
    frames = read_frames(tmp_path)
    assert [p.text for p in frames.patterns["win"]] == ["win over", "win"]
    assert frames.patterns["win"][0].frames[0].inverse
    assert (frames.examples[0].line, frames.examples[0].claims) == (7, ("Ford JOINED boycott",))


def test_every_relation_but_those_without_words_has_patterns() -> None:
    """The shipped files know at least one pattern for each relation that verbs and nouns tell."""
    told = {f.relation for patterns in frame_set().patterns.values() for p in patterns for f in p.frames}
    assert told >= {"JOINED", "PAUSED", "LEFT", "BOYCOTTED", "SUPPORTS", "CRITICIZED", "URGED", "ORGANIZED", "DONATED"}
    assert told <= set(ontology().relations)


def test_a_pattern_of_several_words_is_found_within_reach() -> None:
    """The further words may stand a little apart, in order."""
    assert ("take part", ("took", "part")) in found("Mary Smith took an active part in the march.")


def test_a_pattern_out_of_reach_is_not_found() -> None:
    """A word too far off belongs to something else."""
    text = "He took the long, slow, dark, empty, winding coastal road for the best part of a day."
    assert "take part" not in [pattern for pattern, _ in found(text)]


def test_a_name_triggers_nothing() -> None:
    """A frame's word within a name says nothing of what is done."""
    sentence = document("They joined the march.").passages[0].doc.sents[0]
    assert {t.pattern.text for t in find_triggers(sentence, set())} >= {"join", "march"}
    assert "march" not in {
        t.pattern.text for t in find_triggers(sentence, {t.i for t in sentence if t.text == "march"})
    }


def test_the_longer_pattern_comes_first() -> None:
    """Of one word's patterns the longest is tried first, so that "take part" is found before "take"."""
    lengths = [[len(p.words) for p in patterns] for patterns in frame_set().patterns.values()]
    assert all(row == sorted(row, reverse=True) for row in lengths)


def test_relations_of_a_lemma_are_those_it_triggers_by_itself() -> None:
    """The verb "join" says joined; a word in no frame says nothing."""
    assert "JOINED" in relations_of("join")
    assert relations_of("table") == ()
