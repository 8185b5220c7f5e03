"""N-Triples and N-Quads: a line for each statement, as the blocks come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from joinder.graph.rdf.terms import prefixes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from joinder.graph.rdf.stream import Block


class Expander(dict[str, str]):
    """Full tokens of short names, worked out once each."""

    def __init__(self, base: str) -> None:
        super().__init__()
        self._prefixes = prefixes(base)

    def __missing__(self, name: str) -> str:
        """Work out a name that was not asked for before."""
        prefix, _, rest = name.partition(":")
        full = self[name] = f"<{self._prefixes[prefix]}{rest}>"
        return full


def write(blocks: Iterable[Block], base: str) -> Iterator[str]:
    """Write blocks as N-Triples, or N-Quads where they have graphs."""
    full = Expander(base)
    for graph, nodes in blocks:
        end = f" {graph} .\n" if graph else " .\n"
        lines = []
        for subject, facts in nodes:
            start = subject if subject[0] == "<" else full[subject]
            for name, values in facts:
                head = f"{start} {full[name]} "
                for token in values:
                    lines.append(head + (token if token[0] in '<"' else full[token]) + end)  # noqa: PERF401 - the hot loop
        yield "".join(lines)
