"""Ledgers on both databases, graphs on both stores."""

from pathlib import Path

import pytest

from tests.servers.fixture import Place, neo4j_place, neo4j_uri
from tests.servers.postgresql import postgresql_server, postgresql_url

__all__ = ["Place", "neo4j_place", "neo4j_uri", "postgresql_server", "postgresql_url"]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.xdist_group("postgresql"))])
def ledger_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give the place of an empty ledger, on each database in turn."""
    if request.param == "sqlite":
        return str(tmp_path / "ledger.db")
    return str(request.getfixturevalue("postgresql_url"))
