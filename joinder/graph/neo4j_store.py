"""The graph on a Neo4j server, through the official driver."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Self, TypeVar

import neo4j
from neo4j.exceptions import AuthError, ClientError, DriverError, Neo4jError

from joinder.errors import QueryFailedError, QueryRefusedError, StoreError
from joinder.graph import cypher_guard, neo4j_write
from joinder.graph.model import Changes, View
from joinder.graph.schema import STATE, schema
from joinder.graph.shaping import column, from_neo4j
from joinder.graph.store import Answer, GraphState, Row

PATIENCE = 10.0
"""Seconds to wait for a connection, and for a retry of a transaction."""

_TRIES = 10
T = TypeVar("T")

FORBIDDEN_OPERATORS = ("LoadCSV", "ProcedureCall", "Show", "Terminate")
"""How the names of operators begin that do more than read the graph, though the planner calls them reading."""


class Neo4jStore:
    """The Neo4j store: shared, incremental. It holds one graph of joinder's, and nothing else."""

    engine = "neo4j"
    incremental = True

    def __init__(self, url: str, user: str | None = None, password: str | None = None) -> None:
        self._reading = False  # what writes must also read a graph that is half written
        self._url = re.sub(r"//[^@/]*@", "//", url)  # a password in the URL would be shown with it
        auth = (user or "neo4j", password) if password is not None else None
        try:
            self._driver = neo4j.GraphDatabase.driver(
                self._url, auth=auth, connection_timeout=PATIENCE, max_transaction_retry_time=PATIENCE,
                connection_acquisition_timeout=PATIENCE, notifications_min_severity="OFF", telemetry_disabled=True,
                user_agent="joinder",
            )  # fmt: skip
        except (neo4j.exceptions.ConfigurationError, ValueError) as error:
            raise StoreError(f"{self._url} is not the URL of a Neo4j server: {_line(error)}") from error

    @property
    def location(self) -> str:
        """The server's URL, without user and password."""
        return self._url

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def check(self, *, published: bool) -> None:
        """Make sure that the server answers, and (``published``) that a whole graph of this version is there.

        Raises:
            StoreError: it does not, or there is none.
        """
        try:
            self._driver.verify_connectivity()
        except (DriverError, Neo4jError, OSError, ValueError) as error:
            raise self._failed(error) from error
        self._reading = published
        if published:
            self._refuse_half(self.state())

    def _refuse_half(self, state: GraphState | None) -> None:
        if state is None or state.sequence < 0:
            why = "holds no graph of joinder's yet" if state is None else "holds an unfinished graph"
            raise StoreError(
                f"{self._url} {why}", "`joinder load` makes one from articles, `joinder rebuild` from the ledger"
            )
        if state.partial:
            hint = "wait for the command that writes it; if that was interrupted, `joinder rebuild` mends the graph"
            raise StoreError(f"the graph on {self._url} is in the middle of a very large change", hint)
        if state.schema != schema().version:
            hint = "`joinder rebuild` makes it anew from the ledger"
            raise StoreError(f"the graph on {self._url} was made by another version of joinder", hint)

    def prepare(self) -> None:
        """Make constraints and indexes, and mark the database as joinder's.

        Raises:
            StoreError: the database holds other data.
        """
        if self.state() is None:
            found = self.read("MATCH (n) RETURN count(n) AS nodes")[0]["nodes"]
            if found:
                hint = "give joinder a database of its own; it will not mix its graph with other data"
                raise StoreError(f"the database at {self._url} holds {found} nodes that are not joinder's", hint)
        for statement in neo4j_write.ddl():
            self._run(statement)
        self._run(neo4j_write.MARK, schema=schema().version)

    def read(self, query_text: str, /, **parameters: Any) -> list[Row]:
        """Run a trusted reading query."""
        try:
            found = self._driver.execute_query(query_text, parameters, routing_=neo4j.RoutingControl.READ)
        except (DriverError, Neo4jError, OSError) as error:
            raise self._failed(error) from error
        return [dict(zip(found.keys, map(from_neo4j, r.values()), strict=True)) for r in found.records]

    def columns(self, query_text: str, /, **parameters: Any) -> dict[str, Any]:
        """Run a trusted reading query for bulk: collected into one row of columns, six times as fast as many rows."""
        names = cypher_guard.returned(query_text)
        collected = ", ".join(f"collect(`{name}`) AS `{name}`" for name in names)
        [row] = self.read(f"CALL {{\n{query_text}\n}} RETURN {collected}", **parameters)
        if len({len(values) for values in row.values()}) > 1:
            raise StoreError("a column of a bulk query was null somewhere: coalesce() it in the query")
        return {name: column(row[name]) for name in names}

    def ask(self, cypher: str, parameters: Mapping[str, Any] | None = None, timeout: float = 30.0) -> Answer:
        """Run a user's Cypher: looked over, explained, then run in READ mode in one transaction with a time limit."""
        checked = cypher_guard.check(cypher, self.engine, parameters)
        given = dict(parameters or {})
        try:
            with self._driver.session(default_access_mode=neo4j.READ_ACCESS) as session:
                self._explain(session, checked.text, given)
                with session.begin_transaction(timeout=max(timeout, 0.001)) as transaction:
                    result = transaction.run(checked.text, given)
                    names = tuple(result.keys())
                    rows = [dict(zip(names, map(from_neo4j, r.values()), strict=True)) for r in result]
                    transaction.rollback()
        except (TypeError, ValueError) as error:
            raise QueryFailedError(f"a parameter is of a kind that Cypher does not know: {_line(error)}") from error
        except (DriverError, Neo4jError, OSError) as error:
            raise self._not_answered(error, timeout) from error
        return Answer(names, rows)

    def _explain(self, session: neo4j.Session, text: str, parameters: Mapping[str, Any]) -> None:
        """Refuse what the planner says would write, read a file or call a procedure."""
        summary = session.run("EXPLAIN " + text, dict(parameters)).consume()
        operators = _operators(summary.plan or {})
        if summary.query_type != "r" or any(name.startswith(FORBIDDEN_OPERATORS) for name in operators):
            raise QueryRefusedError(
                "this Cypher does more than read the graph", "a query may only read: MATCH … RETURN …"
            )

    def _not_answered(self, error: Exception, timeout: float) -> Exception:
        code = getattr(error, "code", "") or ""
        if "TransactionTimedOut" in code or "Terminated" in code:
            return QueryFailedError(
                f"the query was stopped after {timeout:g} s", "narrow it, or give it a longer --timeout"
            )
        if _out_of_memory(error):
            return QueryFailedError(
                "the query needed more memory than the server gives it", "narrow it, or add a LIMIT"
            )
        if isinstance(error, ClientError) and not isinstance(error, AuthError):
            return QueryFailedError(f"Neo4j cannot run this Cypher: {_line(error)}")
        return self._failed(error)

    def state(self) -> GraphState | None:
        """Tell what the graph holds, or ``None`` where the database is not marked as joinder's."""
        rows = self.read(
            f"MATCH (s:{STATE} {{id: 'graph'}}) RETURN s.sequence AS sequence, s.ledger AS ledger, s.schema AS schema,"
            " coalesce(s.partial, false) AS partial"
        )
        return GraphState(**rows[0]) if rows else None

    def replace(self, view: View, sequence: int, ledger: str = "") -> None:
        """Make the graph equal to ``view``: put all its rows, then take away what is not in it."""
        state = self.state()
        if state is not None and (state.ledger, state.schema) != (ledger, schema().version):
            self._run(neo4j_write.UNFINISHED)  # an interrupted change of ledgers must not pass for either
        empty = self.read(f"MATCH (n) WHERE NOT n:{STATE} RETURN n.id AS id LIMIT 1") == []
        deletes = () if empty else neo4j_write.surplus(view, self.read)
        self._write(Changes(-1, sequence, view, deletes), ledger, empty=empty)

    def apply(self, changes: Changes, ledger: str = "") -> None:
        """Bring the graph up to ``changes.sequence``; the number is written with the last rows."""
        self._write(changes, ledger)

    def steady(self, read: Callable[[], T]) -> T:
        """Run several reading queries of which none may see another graph than the others: again if one did."""
        before = self.state()
        for _ in range(_TRIES):
            found = read()
            after = self.state()
            if after == before:
                if self._reading:
                    self._refuse_half(after)
                return found
            before = after
        raise StoreError(f"the graph on {self._url} changes all the time", "run the command again")

    def _write(self, changes: Changes, ledger: str, *, empty: bool = False) -> None:
        """Write in one transaction, or, what is too large for that, in many while readers are told to wait."""
        steps = neo4j_write.steps(changes, ledger, self.read, empty=empty)
        if neo4j_write.size(changes) <= neo4j_write.WHOLE:
            try:
                self._write_packs([list(steps)])
            except StoreError as error:
                if not _out_of_memory(error.__cause__):
                    raise
                steps = neo4j_write.steps(changes, ledger, self.read, empty=empty)
            else:
                return
        self._run(neo4j_write.PARTIAL)
        self._write_packs(neo4j_write.transactions(steps))

    def _write_packs(self, packs: Iterable[list[neo4j_write.Step]]) -> None:
        try:
            with self._driver.session() as session:
                for transaction in packs:
                    session.execute_write(_write_all, transaction)
        except (DriverError, Neo4jError, OSError) as error:
            raise self._failed(error) from error

    def _run(self, statement: str, **parameters: Any) -> None:
        try:
            self._driver.execute_query(statement, parameters)
        except (DriverError, Neo4jError, OSError) as error:
            raise self._failed(error) from error

    def _failed(self, error: Exception) -> StoreError:
        code = getattr(error, "code", "") or ""
        if isinstance(error, AuthError) or "Security" in code:
            hint = "set JOINDER_GRAPH_USER and JOINDER_GRAPH_PASSWORD to a user of that server and its password"
            return StoreError(f"{self._url} did not accept the user and password", hint)
        if isinstance(error, (DriverError, OSError, ValueError)):
            hint = "check that Neo4j is running there, and the URL's host and port"
            return StoreError(f"{self._url} cannot be reached", hint)
        return StoreError(f"{self._url} failed: {_line(error)}")

    def close(self) -> None:
        """Close the driver's connections."""
        self._driver.close()


def _write_all(transaction: neo4j.ManagedTransaction, steps: Sequence[neo4j_write.Step]) -> None:
    for step in steps:
        result = transaction.run(step.statement, rows=step.rows)
        if step.exact and result.single(strict=True)["written"] != len(step.rows):
            raise StoreError("the graph does not fit the ledger: an edge's end is missing", "run `joinder rebuild`")
        result.consume()


def _out_of_memory(error: object) -> bool:
    code = getattr(error, "code", "") or ""
    return "MemoryPool" in code or "OutOfMemory" in code


def _operators(plan: Mapping[str, Any]) -> list[str]:
    found = [str(plan.get("operatorType", "")).split("@", maxsplit=1)[0]]
    return found + [name for child in plan.get("children", ()) for name in _operators(child)]


def _line(error: Exception) -> str:
    message = getattr(error, "message", None) or str(error)
    return (str(message).strip().splitlines() or ["no reason given"])[0][:300]
