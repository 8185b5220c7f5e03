"""A client of the Reconciliation API 0.2: names in, candidates of Wikidata (or of any other such service) out.

Services of this kind come and go: every answer is kept in a file at once, so that a run goes on where it ended, and
nothing else in joinder needs one.
"""

import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from http.client import HTTPException
from itertools import islice
from pathlib import Path
from typing import Any, Final
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, urlopen

from joinder.errors import JoinderError

#: Names asked for in one request, and candidates wanted for each.
BATCH: Final = 10
LIMIT: Final = 5
#: What a candidate must be an instance of, where the label says it: a human, an organisation.
TYPES: Final = {"Person": "Q5", "Group": "Q43229"}
_PASSING: Final = {429, 500, 502, 503, 504}
_WAITS: Final = (1.0, 2.0, 4.0, 8.0)
_LONGEST: Final = 60.0


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
        lines = file.read_text(encoding="utf-8").splitlines()
    except OSError:
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
    sleep: Callable[[float], object] = time.sleep,
    timeout: float = 30.0,
) -> Iterator[Proposal]:
    """Ask for names with their labels that were not asked for yet; each answer is in the file before the next request.

    Raises:
        JoinderError: the service cannot be reached, or answers nonsense; what was answered before is kept.
    """
    if urlsplit(url).scheme not in {"http", "https"}:
        raise JoinderError(f"{url!r} is no address of a reconciliation service", "it begins with https://")
    known = {p.asked for p in proposals(file)}
    wanted = [pair for pair in dict.fromkeys(names) if (url, *pair) not in known]
    queue = iter(wanted)
    while part := list(islice(queue, BATCH)):
        answers = _ask(url, part, agent, sleep, timeout)
        with file.open("a", encoding="utf-8") as out:
            for proposal in answers:
                out.write(json.dumps(asdict(proposal), ensure_ascii=False) + "\n")
        yield from answers


def _ask(
    url: str, part: Sequence[tuple[str, str]], agent: str, sleep: Callable[[float], object], timeout: float
) -> list[Proposal]:
    queries = {f"q{number}": _query(*pair) for number, pair in enumerate(part)}
    data = urlencode({"queries": json.dumps(queries, ensure_ascii=False)}).encode()
    headers = {"User-Agent": agent, "Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"}
    raw = _post(Request(url, data, headers), sleep, timeout)  # noqa: S310 - http and https alone get here
    at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    try:
        answer = json.loads(raw)
        return [
            Proposal(url, *pair, at, tuple(_item(found) for found in answer[f"q{number}"]["result"][:LIMIT]))
            for number, pair in enumerate(part)
        ]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise JoinderError(
            f"{url} does not answer as the Reconciliation API 0.2 does: {error!r}", "is it the right address?"
        ) from error


def _query(name: str, label: str) -> dict[str, Any]:
    kind = {"type": TYPES[label]} if label in TYPES else {}
    return {"query": name, "limit": LIMIT, **kind}


def _item(found: dict[str, Any]) -> Item:
    return Item(
        str(found["id"]), str(found["name"]), float(found.get("score") or 0), bool(found.get("match")),
        str(found.get("description") or ""),
    )  # fmt: skip


def _post(request: Request, sleep: Callable[[float], object], timeout: float) -> bytes:
    """Send a request; what may pass (too many requests, a server's bad hour) is waited for, longer each time."""
    for wait in (*_WAITS, None):
        try:
            with urlopen(request, timeout=timeout) as response:  # noqa: S310 - http and https alone get here
                body: bytes = response.read()
                return body
        except HTTPError as error:
            said, wait_for = f"answers {error.code} {error.reason}", error.headers.get("Retry-After", "")
            if error.code not in _PASSING:
                break
        except (URLError, TimeoutError, HTTPException, ConnectionError) as error:
            said, wait_for = f"cannot be reached: {getattr(error, 'reason', error)}", ""
        if wait is not None:
            sleep(min(float(wait_for), _LONGEST) if wait_for.isdigit() else wait)
    raise JoinderError(
        f"{request.full_url} {said}", "what it answered so far is kept: run the same command again to go on"
    )
