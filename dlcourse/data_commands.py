"""``dlcourse data``: what the course's data sets are, whether they are here, and how to get them."""

from __future__ import annotations

import click
from rich.console import Console
from rich.table import Table

from dlcourse.data import policy, registry, store
from dlcourse.errors import CourseError


@click.group("data")
def data_group() -> None:
    """The data sets: where they come from and whether they are here."""


@data_group.command("list")
def list_command() -> None:
    """List the data sets with their licence, size and state on this machine."""
    table = Table("name", "title", "licence", "size", "here", box=None, header_style="bold", pad_edge=False)
    table.columns[0].no_wrap = True
    for dataset in registry.datasets().values():
        table.add_row(dataset.name, dataset.title, dataset.licence, _size(dataset.size), _state(dataset))
    Console().print(table)


@data_group.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
def fetch(names: tuple[str, ...]) -> None:
    """Download what is missing of the named data sets; without a name, of all that can be downloaded."""
    chosen = [registry.find(name) for name in names] or [d for d in registry.datasets().values() if all(f.urls for f in d.files)]
    store.prepare(chosen)
    failed = []
    for dataset in chosen:
        try:
            store.read(dataset, list(dataset.items), download=True)
            click.echo(f"{dataset.name}: here")
        except store.Unavailable as reason:
            failed.append(dataset.name)
            click.echo(f"{dataset.name}: not here, because {reason}")
    if failed:
        raise CourseError(
            f"{len(failed)} of {len(chosen)} data sets could not be had ({', '.join(failed)}): the standard profile uses stand-ins for "
            "them; try again where there is a network, or point DLCOURSE_DATA at a folder that holds them."
        )


@data_group.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
def verify(names: tuple[str, ...]) -> None:
    """Check the sha256 of every file that is here; a damaged file in the cache is deleted, one in DLCOURSE_DATA is named."""
    damaged = []
    for dataset in [registry.find(name) for name in names] or registry.datasets().values():
        try:
            click.echo(f"{dataset.name}: {_state(dataset)}")
        except CourseError as error:
            damaged.append(dataset.name)
            click.echo(f"{dataset.name}: {error}")
    if damaged:
        raise CourseError(f"{len(damaged)} data sets have damaged files: {', '.join(damaged)}.")


def _state(dataset: registry.Dataset) -> str:
    if store.has(dataset, list(dataset.items)):
        return "complete"
    return "enough for the standard profile" if policy.availability([dataset.name])[dataset.name] == "real" else "no"


def _size(count: int) -> str:
    """Bytes as a person reads them, in decimal units."""
    for unit, factor in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if count >= factor:
            return f"{count / factor:.3g} {unit}"
    return f"{count} B"
