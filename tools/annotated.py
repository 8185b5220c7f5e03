"""Read the annotated practice prose of ``corpus/`` (see corpus/README.md) and the exchange format's folders."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from joinder.graph.model import Article
from joinder.graph.ontology import ontology
from joinder.loaders.frames import frame_set

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Annotated = tuple[Article, dict[str, Any]]
#: What may follow a campaign's name and be taken for a part of it.
_CAMPAIGN_NOUNS = ("campaign", "movement", "boycott", "strike", "march", "pledge", "letter", "challenge", "protest")


def read_annotated(sources: Iterable[str | Path]) -> Iterator[Annotated]:
    """Yield every article of the sources with its gold, sorted within each.

    A source is a folder with ``text/`` and ``gold/`` (the exchange format), or a folder of practice files.

    Raises:
        ValueError: a practice file has a line that is not of the format.
    """
    for source in map(Path, sources):
        if (source / "gold").is_dir():
            yield from _exchange_folder(source)
        else:
            for path in sorted(source.glob("*.txt")):
                yield from _practice_file(path)


def read_examples() -> Iterator[Annotated]:
    """Yield every example of the frame files as an article, with gold that tells of its relation only."""
    for number, example in enumerate(frame_set().examples):
        gold: dict[str, Any] = {"entities": [], "claims": [], "crowds": [], "relation": example.relation}
        names: dict[str, None] = {}
        for said in example.claims:
            subject, _, rest = said.partition(f" {example.relation} ")
            status = next((s for s in ontology().statuses if rest.endswith(f" {s}")), None)
            object_ = rest.removesuffix(f" {status}")
            names |= {subject: None, object_: None}
            claim = {"subject": subject, "relation": example.relation, "object": object_, "what": None}
            gold["claims"].append(claim | {"status": status or "done"})
        for name in names:
            forms = [f"{name} {kind}" for kind in _CAMPAIGN_NOUNS if f"{name} {kind}" in example.text]
            gold["entities"].append({"name": name, "label": "", "aliases": forms})
        yield Article(f"example-{number}", example.text, published=example.published), gold


def _exchange_folder(folder: Path) -> Iterator[Annotated]:
    for path in sorted((folder / "gold").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        text = (folder / "text" / f"{path.stem}.txt").read_text(encoding="utf-8")
        yield Article(path.stem, text, gold.get("title"), published=gold.get("published")), gold


def _practice_file(path: Path) -> Iterator[Annotated]:
    for block in re.split(r"^=== *", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        head, _, rest = block.partition("\n---\n")
        text, _, marks = rest.partition("\n--- gold")
        name, *lines = head.strip().split("\n")
        meta = {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in lines)}
        gold = _gold(path, name.strip(), marks)
        gold |= {"title": meta.get("title"), "published": meta.get("published") or None}
        yield Article(name.strip(), text.strip() + "\n", meta.get("title"), published=gold["published"]), gold


def _gold(path: Path, name: str, marks: str) -> dict[str, Any]:
    gold: dict[str, Any] = {"id": name, "entities": [], "claims": [], "crowds": []}
    names: dict[str, str] = {}
    for raw in marks.split("\n"):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        kind, body = line[0], line[1:].strip()
        body, also, optional = _marks(body)
        fields = [field.strip() for field in body.split("|")]
        extra = {"optional": True} if optional else {}
        if kind == "E" and len(fields) > 1:
            aliases = [a.strip() for a in fields[2].split(";") if a.strip()] if len(fields) > 2 else []
            entity = {"name": fields[1], "label": fields[0], "aliases": aliases, **extra}
            if also:
                entity["also_labels"] = [a["label"] for a in also if "label" in a]
            gold["entities"].append(entity)
            for form in (fields[1], *aliases):
                names.setdefault(form, fields[1])
        elif kind == "C" and len(fields) > 2:
            values = [*fields, *[""] * 7]
            claim = {
                "subject": names.get(values[0], values[0]),
                "relation": values[1],
                "object": names.get(values[2], values[2]),
                "status": values[3] or "done",
                "what": _or_none(values[4]),
                "start": _or_none(values[5]),
                "end": _or_none(values[6]),
                **extra,
            }
            gold["claims"].append(claim | ({"also": also} if also else {}))
        elif kind == "X" and len(fields) > 4:
            values = [*fields, *[""] * 7]
            crowd = {
                "count": float(values[0].replace(",", "")),
                "bound": values[1],
                "unit": values[2],
                "relation": values[3],
                "object": names.get(values[4], values[4]),
                "what": _or_none(values[5]),
                "status": values[6] or "done",
                **extra,
            }
            gold["crowds"].append(crowd | ({"also": also} if also else {}))
        else:
            raise ValueError(f"{path}: {name}: cannot read {line!r}")
    return gold


def _or_none(value: str) -> str | None:
    return None if value in {"", "-", "none", "null", "None"} else value


def _marks(text: str) -> tuple[str, list[dict[str, str | None]], bool]:
    """Cut the marks off a line: its other readings, and whether it is optional."""
    optional = text.endswith(" ?")
    body, *readings = re.split(r"\s+~\s+", text.removesuffix("?").strip() if optional else text)
    also = []
    for reading in readings:
        pairs = (pair.partition("=") for pair in reading.split(",") if "=" in pair)
        also.append({key.strip(): _or_none(value.strip()) for key, _, value in pairs})
    return body, [a for a in also if a], optional
