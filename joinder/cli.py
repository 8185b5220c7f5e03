"""The command line: ``joinder COMMAND``. An error becomes one line on standard error and an exit code.

Exit codes: 0 done; 1 an error; 2 a mistake in the command's words; 3 done, but some articles were skipped.
"""

import os
import sys
from collections.abc import Callable
from typing import Annotated, Any

import typer

from joinder import __version__, reports
from joinder.commands import (
    analysis,
    analysis_deeper,
    analysis_report,
    asking,
    explain,
    exporting,
    frames,
    identity,
    identity_link,
    identity_review,
    ledger,
    linked_data,
    loading,
    site,
)
from joinder.errors import JoinderError

EXAMPLES: dict[Callable[..., Any], str] = {
    loading.load: "joinder load news/ more/*.txt feed.jsonl --publisher 'The Example Gazette'",
    loading.retry: "joinder retry",
    ledger.articles: "joinder articles --failed",
    ledger.forget: "joinder forget https://example.org/story",
    loading.reextract: "joinder reextract --changed",
    loading.extract: "joinder extract article.txt --format jsonl",
    explain.explain: "joinder explain article.txt --subject 'Kim Kardashian'",
    loading.rebuild: "joinder rebuild --data joinder-data",
    ledger.publish: "joinder publish neo4j://localhost",
    ledger.doctor: "joinder doctor",
    asking.who: "joinder who 'Stop Hate for Profit'",
    asking.show: "joinder show 'Kim Kardashian'",
    analysis.top: "joinder top --by campaigns --label Person -n 20",
    analysis.overlap: "joinder overlap 'Stop Hate for Profit' 'Blackout Tuesday'",
    analysis.companions: "joinder companions 'Patagonia'",
    analysis_deeper.influence: "joinder influence 'Stop Hate for Profit'",
    analysis_deeper.bridges: "joinder bridges --label Person",
    analysis_deeper.camps: "joinder camps --methods",
    analysis_deeper.promises: "joinder promises --overdue 2020-12-31",
    analysis_deeper.contradictions: "joinder contradictions",
    analysis_report.report: "joinder report 'Stop Hate for Profit' -o report.html",
    asking.query: "joinder query --name paused_on platform=Facebook",
    asking.queries: "joinder queries",
    identity_review.review: "joinder review",
    identity.same: "joinder same 'Kim Kardashian West' 'Kim Kardashian' --because 'married name'",
    identity.distinct: "joinder distinct 'Ford' 'Ford Foundation' --because 'a car maker; a charity'",
    identity.unsure: "joinder unsure 'Chris Evans' 'Christopher Evans'",
    identity.kind: "joinder kind 'Fox News' Platform --because 'advertisers leave it'",
    identity.rename: "joinder rename 'Kim Kardashian West' 'Kim Kardashian'",
    identity.undo: "joinder undo",
    identity.judgements: "joinder judgements export judgements.tsv",
    identity_link.link: "joinder link 'Adidas' Q3895",
    exporting.export: "joinder export graph.ttl",
    linked_data.import_graph: "joinder import graph.nq --data restored",
    linked_data.validate: "joinder validate graph.ttl",
    linked_data.sparql: "joinder sparql 'SELECT ?who WHERE { ?who v:joined ?campaign }'",
    site.site: "joinder site public --base https://data.example.org/ --license CC-BY-4.0",
    frames.frames: "joinder frames check",
    exporting.info: "joinder info --format json",
}
"""Every command, in the order of ``joinder --help``, with the example that its own help ends with."""

app = typer.Typer(
    name="joinder",
    help="Who joined what, on whose word: a graph of people, groups, brands, platforms and campaigns from news.",
    epilog="Example: joinder load examples, then joinder who 'Stop Hate for Profit'",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for _command, _example in EXAMPLES.items():
    app.command(epilog=f"Example: {_example}")(_command)


def _version(*, wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"joinder {__version__}\n")
        raise typer.Exit


@app.callback()
def root(
    _debug: Annotated[
        bool, typer.Option("--debug", help="Show the traceback of an error (anywhere in the line).")
    ] = False,
    _version: Annotated[
        bool,
        typer.Option(
            "--version", callback=lambda wanted: _version(wanted=wanted), is_eager=True, help="Show the version."
        ),
    ] = False,
) -> None:
    """Take the options that stand before the command."""


def main() -> None:
    """Run the command line of this process (the entry point ``joinder``)."""
    sys.exit(run(sys.argv[1:]))


def run(words: list[str]) -> int:
    """Run a command line and return its exit code."""
    debug = "--debug" in words
    _lenient_streams()
    try:
        app(args=[word for word in words if word != "--debug"], prog_name="joinder")
        code = 0
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(bool(ended.code))
    except BrokenPipeError:
        code = 0
    except (JoinderError, OSError, RecursionError, MemoryError) as error:
        if debug:
            raise
        code = _complain(error)
    except Exception as error:
        if debug:
            raise
        code = _complain(error, unforeseen=True)
    return _flushed(code)


def _complain(error: BaseException, *, unforeseen: bool = False) -> int:
    """Say what went wrong in one line, and what to do in another."""
    message = str(error) or type(error).__name__
    if unforeseen:
        message = f"{type(error).__name__}: {message}"
    hint = error.hint if isinstance(error, JoinderError) else None
    reports.say(f"error: {message}")
    if hint or unforeseen:
        reports.say(f"hint: {hint or 'this should not happen; --debug shows where it did'}")
    return 1


def _lenient_streams() -> None:
    """Let a terminal that cannot show a letter get an escape instead of an error."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _flushed(code: int) -> int:
    """Flush what was printed; where nobody reads it any more, be silent about it."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        # Python flushes once more at its end, and would complain then.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return code


if __name__ == "__main__":
    main()
