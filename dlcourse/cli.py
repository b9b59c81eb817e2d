"""The command ``dlcourse``. Each subcommand is imported only when it is called, so the help is instant and needs no extra."""

from __future__ import annotations

import errno
import importlib
import sys

try:
    import click
except ModuleNotFoundError:
    sys.exit("dlcourse: the command line needs more than the runtime: pip install 'dlcourse[book]'")

from dlcourse import __version__
from dlcourse.errors import CourseError

# Where each subcommand lies, and what the help says of it.
COMMANDS = {
    "run": ("dlcourse.book.execute:run_command", "Execute notebooks, without building pages."),
    "book": ("dlcourse.book.build:book_command", "Execute what changed and build the site."),
    "archive": ("dlcourse.book.archive:archive_command", "Pack the finished site into one file with checksums."),
    "serve": ("dlcourse.book.build:serve_command", "Serve the built site on this machine."),
    "data": ("dlcourse.data_commands:data_group", "List and fetch the data sets."),
    "check": ("dlcourse.book.check:check_command", "Hold notebooks against the contract."),
    "release": ("dlcourse.classroom.release:release_command", "Make student and instructor notebooks."),
    "prove": ("dlcourse.classroom.proofs:prove_command", "Prove the exercises in the judge."),
    "publish": ("dlcourse.publishing.publish:publish_command", "Write the notebooks that the launch buttons open."),
    "grade": ("dlcourse.classroom.grade:grade_command", "Grade submissions in a sandbox."),
    "radar": ("dlcourse.book.radar:radar_group", "Find the claims that other versions of the frameworks move."),
    "format": ("dlcourse.book.format:format_command", "Bring notebooks into normal form."),
}


class CourseGroup(click.Group):
    """Imports a subcommand when it is called, and turns errors that a reader can mend into one sentence and an exit code."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name][0].partition(":")
        try:
            return getattr(importlib.import_module(module), attribute)
        except ModuleNotFoundError as error:
            raise _missing(error, cmd_name) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except CourseError as error:
            raise Sentence(str(error), error.exit_code) from None
        except ModuleNotFoundError as error:
            raise _missing(error, ctx.invoked_subcommand or "") from None
        except KeyboardInterrupt:
            raise Sentence("Stopped.", 130) from None
        except OSError as error:
            if error.errno == errno.ENOSPC:
                raise Sentence("The disk is full: make room and run the same command again.", 2) from None
            raise


class Sentence(click.ClickException):
    """An error as a reader sees it."""

    def __init__(self, message: str, exit_code: int):
        super().__init__(message)
        self.exit_code = exit_code

    def show(self, file: object = None) -> None:
        click.echo(f"dlcourse: {self.message}", err=True)


def _missing(error: ModuleNotFoundError, command: str) -> Exception:
    """A dependency that is not installed is the reader's to mend, and so is the book tool, which works on the course's sources and comes
    with them; any other missing module of the course is a defect."""
    if error.name == "dlcourse.book":
        return Sentence(f"dlcourse {command} works on the course's sources: get these, and run pip install -e '.[book]' in their folder.", 2)
    if (error.name or "").partition(".")[0] == "dlcourse":
        return error
    extra = "classroom" if COMMANDS.get(command, ("",))[0].startswith("dlcourse.classroom") else "book"
    return Sentence(f"This command needs {error.name}, which is not installed: pip install 'dlcourse[{extra}]'.", 2)


@click.group(cls=CourseGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="dlcourse")
def main() -> None:
    """Deep Learning: From Foundations to Frontier, a course of tested notebooks."""


if __name__ == "__main__":
    main()
