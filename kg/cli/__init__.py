"""The command line: one module a command, imported only when the command is called.

Design decision: this module knows the commands by name and one line of help each, so that `kg
query` pays for nothing but itself; errors of the package end here, as one message on stderr and
exit status 1.
"""

from __future__ import annotations

import importlib
import keyword
import sys
from pathlib import Path
from typing import Final

import click

from kg.errors import KGError

#: Commands in the order of the help page: name, and one line on what it does.
COMMANDS: Final = {
    "build": "Compile ontology and facts into the store.",
    "import": "Put public data beside the graph, in a store of its own.",
    "query": "Run a SPARQL query.",
    "ask": "Ask a saved question.",
    "show": "Show what the graph says of a thing, each statement with its citation.",
    "search": "Find things by words.",
    "path": "Find the shortest chains of statements between two things.",
    "why": "Show why a statement holds: its citations, or the rule and what it rests on.",
    "agreement": "Compare how members voted, pair by pair.",
    "view": "Write a network view as one HTML page.",
    "export": "Write the graph in another format.",
    "check": "Check shapes and integrity of the graph.",
    "stats": "Count what the graph holds.",
}


class Commands(click.Group):
    """The group of commands, each imported when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, or None (which click reports as wrong usage)."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"kg.cli.{_module(cmd_name)}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Help without importing any command."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def _module(command: str) -> str:
    """The module of a command; `import` is a word of the language."""
    return f"{command}_" if keyword.iskeyword(command) else command


def _print_version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        from kg import __version__

        click.echo(f"kg {__version__}")
        context.exit()


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--store", type=click.Path(path_type=Path, file_okay=False), help="Directory of the store."
)
@click.option(
    "--endpoint", metavar="URL", help="Ask this SPARQL endpoint instead of a local store."
)
@click.option(
    "--default-graph",
    metavar="IRI",
    help="The merge's graph, for endpoints without a default graph.",
)
@click.option(
    "--verbose", is_flag=True, help="Tell more on stderr; show the traceback of an error."
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Show the version and exit.",
)
@click.pass_context
def group(
    context: click.Context,
    store: Path | None,
    endpoint: str | None,
    default_graph: str | None,
    verbose: bool,
) -> None:
    """An open knowledge graph of collective security.

    Every fact carries its citation, and what is contested stays a claim with a claimant. A thing
    may be named as concept:veto, by its IRI, or by its label. Results go to stdout, everything
    else to stderr.
    """
    context.obj = {
        "store": store,
        "endpoint": endpoint,
        "default_graph": default_graph,
        "verbose": verbose,
    }


def main() -> None:
    """Run the command line; exit status 0 is fine, 1 wrong data or question, 2 wrong usage."""
    sys.exit(_run())


def _run() -> int:
    try:
        status = group(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        print("stopped", file=sys.stderr)
        return 130
    except KGError as error:
        if "--verbose" in sys.argv:
            import traceback

            traceback.print_exc()
        from kg.results import harmless

        print(f"kg: {harmless(str(error))}", file=sys.stderr)
        return 1
    return status if isinstance(status, int) else 0
