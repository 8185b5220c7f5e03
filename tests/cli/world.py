"""A small invented world that tests tell the extractor, line by line, so that they do not depend on its grammar.

A line of an article is ``Label:Name RELATION[/what] Label:Name [status] [start]``, with ``|`` between the parts.
"""

from collections.abc import Iterable, Iterator

from joinder.graph.model import Article, Claim, Entity, Extraction


class Scribe:
    """An extractor that takes articles at their word."""

    version = "scribe 1"

    def extract(self, article: Article) -> Extraction:
        """Read the lines of one article."""
        entities: dict[str, Entity] = {}
        claims = []
        at = 0
        for line in article.text.splitlines(keepends=True):
            quote = line.rstrip("\n")
            parts = quote.split("|")
            if len(parts) >= 3:
                subject, relation, target, *rest = parts
                ends = []
                for end in (subject, target):
                    label, _, name = end.partition(":")
                    entities.setdefault(name, Entity(name, label))
                    ends.append(name)
                kind, _, what = relation.partition("/")
                status, start = (*rest, "", "")[:2]
                claims.append(
                    Claim(
                        ends[0], kind, ends[1], status or "done", quote, at, at + len(quote),
                        what=what or None, start=start or None,
                    )
                )  # fmt: skip
            at += len(line)
        return Extraction(article, tuple(entities.values()), tuple(claims), (), self.version)

    def stream(self, articles: Iterable[Article]) -> Iterator[Extraction]:
        """Read articles in order."""
        return map(self.extract, articles)


FREEZE = """Person:Kim Kardashian|JOINED|Campaign:Stop Hate for Profit|done|2020-09-16
Person:Kim Kardashian|PAUSED/account|Platform:Facebook|done|2020-09-16
Person:Beyoncé|JOINED|Campaign:Stop Hate for Profit|planned
Brand:Ford|JOINED|Campaign:Stop Hate for Profit
Brand:Ford|PAUSED/ads|Platform:Facebook|done|2020-07
Person:Sacha Baron Cohen|CRITICIZED|Platform:Facebook
Brand:Coca-Cola|JOINED|Campaign:Stop Hate for Profit|declined
"""
BLACKOUT = """Person:Kim Kardashian|JOINED|Campaign:Blackout Tuesday|done|2020-06-02
Person:Beyoncé|JOINED|Campaign:Blackout Tuesday
Person:Beyoncé|JOINED|Campaign:Earth Hour
Person:Zoë Kravitz|JOINED|Campaign:Blackout Tuesday
"""
AGAIN = """Person:Kim Kardashian|JOINED|Campaign:Stop Hate for Profit|done|2020-09-16
"""
ARTICLES = {"freeze": (FREEZE, "2020-09-15"), "blackout": (BLACKOUT, "2020-06-02"), "again": (AGAIN, "2020-09-17")}
