"""Write docs/cli.md and docs/queries.md from the commands' declarations and the queries' headers.

generate_docs.py          write them
generate_docs.py --check  only tell whether they are fresh (exit code 1 where one is not)
"""

import argparse
import inspect
import sys
from enum import Enum
from pathlib import Path
from typing import Any, get_args, get_type_hints

import typer

from joinder.cli import EXAMPLES
from joinder.queries.catalog import catalog

DOCS = Path(__file__).resolve().parents[1] / "docs"
NOTE = "<!-- Written by tools/generate_docs.py (`make docs`): change the commands or the .cypher files instead. -->\n"
CODES = """## Exit codes

| code | means |
|---|---|
| 0 | done |
| 1 | an error: a line on standard error that begins with `error:`, mostly with a `hint:` below it |
| 2 | a mistake in the words of the command |
| 3 | done, but some articles were skipped; each is listed with its reason |

Rows go to standard output and all else to standard error. `--debug`, anywhere in the line, shows an error's traceback.
"""
QUERIES = """`joinder query --name NAME PARAMETER=VALUE` runs one. A `name` is found in any case, with or without
accents and `#`, by alias or by id; the values of `texts` are separated by commas. Tables leave out ids and addresses,
which `--format json` and `--format csv` show.
"""


def cli() -> str:
    """Write the page of the command line."""
    lines = [f"| [`{c.__name__}`](#joinder-{c.__name__}) | {_summary(c)} |" for c in EXAMPLES]
    parts = [NOTE, "# The command line\n", "\n".join(["| command | does |", "|---|---|", *lines]) + "\n"]
    for command, example in EXAMPLES.items():
        doc = inspect.cleandoc(command.__doc__ or "")
        hints = get_type_hints(command, include_extras=True)
        rows = [_parameter(p, hints[p.name]) for p in inspect.signature(command).parameters.values()]
        table = "\n".join(["| parameter | default | what it is |", "|---|---|---|", *rows]) + "\n"
        parts.append(f"## joinder {command.__name__}\n\n{doc}\n\n```\n{example}\n```\n\n{table}")
    return "\n".join([*parts, CODES])


def _summary(command: Any) -> str:
    return inspect.cleandoc(command.__doc__).splitlines()[0]


def _parameter(parameter: inspect.Parameter, hint: Any) -> str:
    """Write an option or argument as a row of a table."""
    kind, declared = get_args(hint)
    given = (declared.default, *(declared.param_decls or ()))
    names = [n for n in given if isinstance(n, str) and n.startswith("-")] or [f"--{parameter.name}"]
    if isinstance(declared, typer.models.ArgumentInfo):
        names = [declared.metavar]
    means = declared.help or ""
    if inspect.isclass(kind) and issubclass(kind, Enum):
        means += " One of " + ", ".join(f"`{choice.value}`" for choice in kind) + "."
    if declared.envvar:
        means += f" Also from the environment variable `{declared.envvar}`."
    default = "" if parameter.default in (inspect.Parameter.empty, None, "") else f"`{parameter.default}`"
    shown = declared.show_default if isinstance(declared.show_default, str) else default
    return f"| {', '.join(f'`{name}`' for name in names)} | {shown} | {means} |"


def queries() -> str:
    """Write the page of the named queries."""
    parts = [NOTE, "# The named queries\n", QUERIES]
    for query in catalog().values():
        parts.append(f"## {query.name}\n\n{query.doc}\n")
        if query.parameters:
            rows = [f"| `{p.name}` | {p.type} | {_default(p)} | {p.doc} |" for p in query.parameters]
            parts.append("\n".join(["| parameter | type | default | what it is |", "|---|---|---|---|", *rows]) + "\n")
        parts.append("Returns " + ", ".join(f"`{name}`" for name, _ in query.columns) + ".\n")
        for engine, text in query.texts.items():
            only = f"On the {engine} engine:\n\n" if engine else ""
            parts.append(f"{only}```cypher\n{text.strip()}\n```\n")
    return "\n".join(parts)


def _default(parameter: Any) -> str:
    if parameter.required:
        return ""
    return f"`{parameter.shown_default}`" if parameter.shown_default else "empty"


PAGES = {"cli.md": cli, "queries.md": queries}


def stale(folder: Path) -> dict[str, str]:
    """Find the pages that are not as they would be written now, with their new text."""
    fresh = {name: write() for name, write in PAGES.items()}
    return {
        name: text
        for name, text in fresh.items()
        if not (folder / name).exists() or (folder / name).read_text(encoding="utf-8") != text
    }


def main() -> int:
    """Write the pages, or compare them."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="only tell whether the pages are fresh")
    check = parser.parse_args().check
    found = stale(DOCS)
    if check and found:
        sys.stderr.write(f"stale: {', '.join(found)}: run `make docs` and commit what it writes\n")
        return 1
    for name, text in found.items():
        (DOCS / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
