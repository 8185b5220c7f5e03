"""The ledger's tables. All text is stored as read; all ids come from content."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
)

#: "JOIN" as SQLite's application id: tells a ledger from any other SQLite file.
APPLICATION_ID = 0x4A4F494E
#: Goes up with every change of the tables below.
SCHEMA_VERSION = 4

metadata = MetaData()


def _owned(name: str) -> Column[Any]:
    """Make a column that refers to the article to which a row belongs: it goes when the article goes."""
    return Column(name, Text, ForeignKey("article.id", ondelete="CASCADE"), nullable=False, index=True)


def _act() -> list[Column[Any]]:
    """Make the columns that claims and crowd claims share."""
    return [
        Column("relation", Text, nullable=False),
        Column("object", Text, ForeignKey("mention.id", ondelete="CASCADE"), nullable=False, index=True),
        Column("status", Text, nullable=False),
        Column("what", Text),
        Column("start_date", Text),
        Column("end_date", Text),
        Column("quote", Text, nullable=False),
        Column("char_start", Integer, nullable=False),
        Column("char_end", Integer, nullable=False),
        Column("prefix", Text, nullable=False, default="", server_default=""),
        Column("suffix", Text, nullable=False, default="", server_default=""),
    ]


#: Single values: ``application``, ``schema``, ``key``, and the numbers ``revision``, ``view_revision``, ``sequence``.
state = Table("state", metadata, Column("name", Text, primary_key=True), Column("value", Text, nullable=False))

#: What was to be read: ``name`` is a path or address, with a line or record where it holds many articles; ``source`` is
#: what must be read again to try it again.
inputs = Table(
    "input",
    metadata,
    Column("name", Text, primary_key=True),
    Column("state", Text, CheckConstraint("state IN ('loaded', 'failed', 'forgotten')"), nullable=False),
    Column("article", Text, nullable=False, default=""),
    Column("reason", Text, nullable=False, default=""),
    Column("source", Text, nullable=False, default="", server_default=""),
)

articles = Table(
    "article",
    metadata,
    Column("id", Text, primary_key=True),
    Column("title", Text),
    Column("url", Text),
    Column("publisher", Text),
    Column("published", Text),
    Column("fingerprint", Text, nullable=False),
    Column("extractor", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("signature", Text, nullable=False, default="", server_default=""),
    Column("sha256", Text, nullable=False, default="", server_default=""),
)

#: Texts that a newer one of the same article has replaced: an old copy of a file does not bring them back.
superseded = Table(
    "superseded",
    metadata,
    Column("article", Text, nullable=False),
    Column("fingerprint", Text, nullable=False),
    PrimaryKeyConstraint("article", "fingerprint"),
)

#: What servers said of a page's version when it was last fetched, for conditional requests.
fetched = Table(
    "fetched",
    metadata,
    Column("url", Text, primary_key=True),
    Column("etag", Text, nullable=False, default=""),
    Column("modified", Text, nullable=False, default=""),
    Column("feed", Integer, nullable=False, default=0),
)

#: Which article each revision touched, until the view shows it: what a refresh has to look at.
touched = Table(
    "touched",
    metadata,
    Column("revision", BigInteger, primary_key=True, autoincrement=False),
    Column("article", Text, nullable=False),
)

mentions = Table(
    "mention",
    metadata,
    Column("id", Text, primary_key=True),
    _owned("article"),
    Column("label", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("forms", Text, nullable=False),  # JSON list
    Column("spans", Text, nullable=False),  # JSON list of [start, end]
    Column("profile", Text, nullable=False, default="", server_default=""),
    Index("mention_profile", "profile"),
)

#: The profiles (label, name and forms) of all mentions in the view; ``entity`` is the one that all of a profile's
#: mentions mean (``""``: not all the same). What news may meet is looked up by the keys below, as of the last refresh.
profiles = Table(
    "profile",
    metadata,
    Column("id", Text, primary_key=True),
    Column("label", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("forms", Text, nullable=False),  # JSON list
    Column("entity", Text, nullable=False),
)

#: The keys (``linking.link_keys``) of profiles.
profile_keys = Table(
    "profile_key",
    metadata,
    Column("key", Text, nullable=False),
    Column("profile", Text, nullable=False, index=True),
    PrimaryKeyConstraint("key", "profile"),
    sqlite_with_rowid=False,
)

#: The bands of articles' signatures (``duplicates.bands``).
bands = Table(
    "band",
    metadata,
    Column("value", BigInteger, nullable=False, autoincrement=False),
    Column("article", Text, nullable=False),
    PrimaryKeyConstraint("value", "article"),
    sqlite_with_rowid=False,
)

claims = Table(
    "claim",
    metadata,
    Column("id", Text, primary_key=True),
    _owned("article"),
    Column("subject", Text, ForeignKey("mention.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("speaker", Text, ForeignKey("mention.id", ondelete="CASCADE"), index=True),
    *_act(),
)

crowds = Table(
    "crowd",
    metadata,
    Column("id", Text, primary_key=True),
    _owned("article"),
    Column("count", Float, nullable=False),
    Column("bound", Text, nullable=False),
    Column("unit", Text, nullable=False),
    *_act(),
)

#: Judgements about identity are only ever added (see ``judgements.py``). They name names, not rows of other tables:
#: they outlive a rebuild, and the articles that were the occasion for them. (Schema 1 had a table ``judgement`` that
#: nothing ever wrote to: it is left alone.)
judgements = Table(
    "identity_judgement",
    metadata,
    Column("id", Text, primary_key=True),
    *(
        Column(name, Text, nullable=False)
        for name in (
            "at", "verdict", "left_name", "left_label", "left_article", "right_name", "right_label", "right_article",
            "value", "author", "reason",
        )
    ),
    Column("score", Float),
)  # fmt: skip

#: The view as it was last computed. ``sequence`` is that of the refresh in which the row last changed; a row that is
#: gone stays as a tombstone (``payload`` is null), so that a graph store that lags can be told. ``article`` and the
#: ends ``subject`` and ``object`` (a mention's entity, an article's origin, where a redirect leads) stand beside
#: the payload so that a refresh finds the rows that news touch.
rows = Table(
    "view_row",
    metadata,
    Column("kind", Text, nullable=False),
    Column("id", Text, nullable=False),
    Column("hash", Text, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("payload", Text),
    Column("article", Text),
    Column("subject", Text),
    Column("object", Text),
    PrimaryKeyConstraint("kind", "id"),
    Index("view_row_sequence", "sequence"),
    Index("view_row_article", "article"),
    Index("view_row_subject", "subject", "object"),
    Index("view_row_object_kind", "object", "kind"),
)
