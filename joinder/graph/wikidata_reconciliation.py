"""A client of the Reconciliation API 0.2: names in, candidates of Wikidata (or of any other such service) out.

Services of this kind come and go: every answer is kept in a file at once, so that a run goes on where it ended, and
nothing else in joinder needs one.
"""

import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import islice
from os import SEEK_END
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode, urlsplit
from urllib.request import Request

from joinder.errors import JoinderError
from joinder.graph.service_calls import call

#: Names asked for in one request, and candidates wanted for each.
BATCH: Final = 10
LIMIT: Final = 5
#: What a candidate must be an instance of, where the label says it: a human, an organisation.
TYPES: Final = {"Person": "Q5", "Group": "Q43229"}
_NONSENSE: Final = (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError)


@dataclass(frozen=True, slots=True)
class Item:
    """One candidate of the service."""

    id: str
    name: str
    score: float
    match: bool
    description: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the service said of a name, and when."""

    url: str
    name: str
    label: str
    at: str
    items: tuple[Item, ...]

    @property
    def asked(self) -> tuple[str, str, str]:
        """What was asked for."""
        return (self.url, self.name, self.label)


def proposals(file: Path) -> list[Proposal]:
    """Read the answers that are kept; a line that was cut off when a run was killed is passed over."""
    try:
        lines = file.read_text(encoding="utf-8", errors="replace").split("\n")
    except FileNotFoundError:
        return []
    found: dict[tuple[str, str, str], Proposal] = {}
    for line in lines:
        try:
            row = json.loads(line)
            proposal = Proposal(
                row["url"], row["name"], row["label"], row["at"], tuple(Item(**i) for i in row["items"])
            )
        except (ValueError, KeyError, TypeError):
            continue
        found[proposal.asked] = proposal
    return list(found.values())


def reconcile(
    url: str,
    names: Sequence[tuple[str, str]],
    file: Path,
    *,
    agent: str,
    fallback: str = "",
    warn: Callable[[str], object] = lambda _: None,
    sleep: Callable[[float], object] = time.sleep,
    timeout: float = 30.0,
) -> Iterator[Proposal]:
    """Ask for names with their labels that were not asked for yet; each answer is in the file before the next request.

    Args:
        url: the reconciliation service.
        names: names with their labels.
        file: where answers are kept.
        agent: what to call oneself; with an address where the service's keepers can complain.
        fallback: the address of a ``wbsearchentities`` API, which is asked from where the service fails on.
        warn: is told that the service has failed, where there is a fallback.
        sleep: waits.
        timeout: seconds to wait for an answer.

    Raises:
        JoinderError: the service cannot be reached, or answers nonsense; what was answered before is kept.
    """
    for address in (url, *([fallback] if fallback else [])):
        if urlsplit(address).scheme not in {"http", "https"}:
            raise JoinderError(f"{address!r} is no address of a service", "it begins with https://")
    known = {p.asked for p in proposals(file)}
    wanted = [pair for pair in dict.fromkeys(names) if not {(url, *pair), (fallback, *pair)} & known]
    ask = _ask
    queue = iter(wanted)
    while part := list(islice(queue, BATCH)):
        try:
            answers = ask(url, part, agent, sleep, timeout)
        except JoinderError as error:
            if not fallback or ask is search:
                raise
            warn(f"{error}; asking {fallback} instead")
            ask, url = search, fallback
            answers = ask(url, part, agent, sleep, timeout)
        _keep(file, answers)
        yield from answers


def search(
    url: str, part: Sequence[tuple[str, str]], agent: str, sleep: Callable[[float], object], timeout: float
) -> list[Proposal]:
    """Ask a ``wbsearchentities`` API, name by name: it knows no types and gives no scores, but it is seldom down."""
    found = []
    for name, label in part:
        asked = {"action": "wbsearchentities", "format": "json", "type": "item", "language": "en", "limit": LIMIT}
        query = urlencode({**asked, "search": name[:250]})
        request = Request(f"{url}?{query}", headers={"User-Agent": agent, "Accept": "application/json"})  # noqa: S310
        raw = call(request, sleep, timeout)
        try:
            listed = json.loads(raw)["search"][:LIMIT]
            items = tuple(_item({**one, "name": one.get("label", one["id"])}) for one in listed)
        except _NONSENSE as error:
            raise JoinderError(f"{url} does not answer as wbsearchentities does: {error!r}"[:300]) from error
        found.append(Proposal(url, name, label, _now(), items))
    return found


def _keep(file: Path, answers: Sequence[Proposal]) -> None:
    """Write answers down; after half a line of a run that was killed a new line begins."""
    with file.open("ab+") as out:
        if out.tell():
            out.seek(-1, SEEK_END)
            whole = out.read(1) == b"\n"
            out.write(b"" if whole else b"\n")
        for proposal in answers:
            out.write(json.dumps(asdict(proposal), ensure_ascii=False).encode("utf-8", "replace") + b"\n")


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _ask(
    url: str, part: Sequence[tuple[str, str]], agent: str, sleep: Callable[[float], object], timeout: float
) -> list[Proposal]:
    """Ask a reconciliation service for a batch of names."""
    queries = {f"q{number}": _query(*pair) for number, pair in enumerate(part)}
    data = urlencode({"queries": json.dumps(queries)}).encode()
    headers = {"User-Agent": agent, "Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"}
    raw = call(Request(url, data, headers), sleep, timeout)  # noqa: S310 - http and https alone get here
    try:
        answer = json.loads(raw)
        return [
            Proposal(url, *pair, _now(), tuple(_item(found) for found in answer[f"q{number}"]["result"][:LIMIT]))
            for number, pair in enumerate(part)
        ]
    except _NONSENSE as error:
        raise JoinderError(
            f"{url} does not answer as the Reconciliation API 0.2 does: {error!r}"[:300], "is it the right address?"
        ) from error


def _query(name: str, label: str) -> dict[str, Any]:
    kind = {"type": TYPES[label]} if label in TYPES else {}
    return {"query": name, "limit": LIMIT, **kind}


def _item(found: dict[str, Any]) -> Item:
    return Item(
        str(found["id"]), str(found["name"]), float(found.get("score") or 0), bool(found.get("match")),
        str(found.get("description") or ""),
    )  # fmt: skip
