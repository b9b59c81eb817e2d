"""Graphs: the members of a karate club with their friendships, and papers with their citations."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from dlcourse.data import graph_stand_ins, policy

FACTIONS = ("instructor", "president")
# In the order in which Planetoid counts the classes.
FIELDS = (
    "Theory", "Reinforcement_Learning", "Genetic_Algorithms", "Neural_Networks", "Probabilistic_Methods", "Case_Based", "Rule_Learning",
)  # fmt: skip
ORDER = Path(__file__).with_name("cora_planetoid_order.txt")
NUM_TRAIN, NUM_VAL, NUM_TEST = 140, 500, 1_000

# For each member the friends with a higher number.
FRIENDS = {
    0: [1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 17, 19, 21, 31], 1: [2, 3, 7, 13, 17, 19, 21, 30], 2: [3, 7, 8, 9, 13, 27, 28, 32],
    3: [7, 12, 13], 4: [6, 10], 5: [6, 10, 16], 6: [16], 8: [30, 32, 33], 9: [33], 13: [33], 14: [32, 33], 15: [32, 33],
    18: [32, 33], 19: [33], 20: [32, 33], 22: [32, 33], 23: [25, 27, 29, 32, 33], 24: [25, 27, 31], 25: [31], 26: [29, 33],
    27: [33], 28: [31, 33], 29: [32, 33], 30: [32, 33], 31: [32, 33], 32: [33],
}  # fmt: skip
WITH_THE_INSTRUCTOR = (0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 16, 17, 19, 21)


@dataclass(frozen=True)
class Graph:
    """Nodes with a class each, undirected edges between them, and which nodes show their class to training.

    ``x`` is float32 of shape (nodes, features). ``edges`` is int64 of shape (edges, 2), each edge once, the smaller number first,
    sorted; no node is its own neighbour. ``labels`` is int64 of shape (nodes,), indices into ``class_names``. ``train``, ``val``
    and ``test`` are int64 numbers of nodes, no node in two of them. ``origin`` is ``"real"`` or ``"stand-in"``.
    """

    x: np.ndarray
    edges: np.ndarray
    labels: np.ndarray
    class_names: tuple[str, ...]
    train: np.ndarray
    val: np.ndarray
    test: np.ndarray
    origin: policy.Origin


def karate_club() -> Graph:
    """The 34 members of a karate club, their 78 friendships, and whom each followed when the club broke apart (Zachary, 1977).

    Member 0 is the instructor, member 33 the president; these two are ``train``, all others ``test``, and ``val`` is empty. Nothing
    is known of a member but the friends: ``x`` is the identity matrix. The graph is small enough to stand in this module, so
    nothing is downloaded, and there is no stand-in.
    """
    edges = np.array([(member, friend) for member, friends in FRIENDS.items() for friend in friends])
    labels = np.where(np.isin(np.arange(34), WITH_THE_INSTRUCTOR), 0, 1)
    nobody = np.array([], np.int64)
    return Graph(np.eye(34, dtype=np.float32), edges, labels, FACTIONS, np.array([0, 33]), nobody, np.arange(1, 33), "real")


def cora() -> Graph:
    """Papers on machine learning: which of 1,433 words occur in each, 5,278 citations, 7 fields (Sen et al., 2008).

    ``x`` holds zeros and ones. A citation has no direction here, and two that go both ways are one edge. The 2,708 papers stand in
    Planetoid's order, with its public split (Yang et al., 2016): 140 papers, 20 of each field, to train, 500 to validate, 1,000 to
    test; the others belong to no set. The files are Cora's own text files; ``cora_planetoid_order.txt`` says how the order was found.
    """
    found = policy.obtain("cora")
    if found is None:
        return _recorded(*graph_stand_ins.papers(), stand_in=graph_stand_ins.PAPERS)
    return _recorded(*_read_papers(found["cora/cora.content"], found["cora/cora.cites"], _order()))


def _order() -> list[str]:
    lines = ORDER.read_text(encoding="utf-8").splitlines()
    return [paper for line in lines if not line.startswith("#") for paper in line.split()]


def _read_papers(content: bytes, cites: bytes, order: list[str]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Words, edges and classes of the papers in ``order``. A line of ``content`` is a paper, its words and its field, with tabs."""
    rows = {row[0]: row[1:] for row in (line.split("\t") for line in content.decode("utf-8").splitlines())}
    place = {paper: i for i, paper in enumerate(order)}
    x = np.array([rows[paper][:-1] for paper in order], np.float32)
    labels = np.array([FIELDS.index(rows[paper][-1]) for paper in order])
    pairs = {tuple(sorted(place[paper] for paper in line.split())) for line in cites.decode("utf-8").splitlines()}
    return x, np.array(sorted(pair for pair in pairs if pair[0] != pair[1])), labels


def _recorded(x: np.ndarray, edges: np.ndarray, labels: np.ndarray, stand_in: str | None = None) -> Graph:
    """Note what was loaded, split it, and return it. ``stand_in`` says what stands in, when something does."""
    origin: policy.Origin = "stand-in" if stand_in else "real"
    counts = f"{len(x):,} papers, {x.shape[1]:,} words, {len(edges):,} edges"
    policy.record("cora", origin, f"{stand_in} ({counts})" if stand_in else counts)
    nodes = np.arange(len(x))
    train, val, test = nodes[:NUM_TRAIN], nodes[NUM_TRAIN : NUM_TRAIN + NUM_VAL], nodes[-NUM_TEST:]
    return Graph(x, edges, labels, FIELDS, train, val, test, origin)
