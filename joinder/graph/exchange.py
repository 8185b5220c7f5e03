"""The exchange format: one JSON object per article, as gold files and the scorer know it."""

import json
from typing import Any

from joinder.graph.model import Extraction


def to_json(extraction: Extraction) -> dict[str, Any]:
    """Turn an extraction into the exchange format's object (plain JSON types, fixed key order)."""
    article = extraction.article
    return {
        "id": article.id,
        "title": article.title,
        "published": article.published,
        "entities": [{"name": e.name, "label": e.label, "aliases": list(e.aliases)} for e in extraction.entities],
        "claims": [
            {
                "subject": c.subject, "relation": c.relation, "object": c.object, "status": c.status, "what": c.what,
                "start": c.start, "end": c.end, "speaker": c.speaker,
                "quote": c.quote, "char_start": c.char_start, "char_end": c.char_end,
            }
            for c in extraction.claims
        ],
        "crowds": [
            {
                "count": c.count, "bound": c.bound, "unit": c.unit, "relation": c.relation, "object": c.object,
                "what": c.what, "status": c.status, "start": c.start, "end": c.end,
                "quote": c.quote, "char_start": c.char_start, "char_end": c.char_end,
            }
            for c in extraction.crowds
        ],
    }  # fmt: skip


def to_line(extraction: Extraction) -> str:
    """One line of JSONL, without its newline."""
    return json.dumps(to_json(extraction), ensure_ascii=False)
