"""What a notebook sees: arrays, real or stand-in, and the line that says which."""

from __future__ import annotations

import gzip
import hashlib
import socket
import struct
import subprocess
import sys
import time
from collections import Counter

import numpy as np
import pytest
from conftest import lay_ready, needs_real_data
from click.testing import CliRunner
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import RidgeClassifier

from dlcourse import data
from dlcourse.data_commands import data_group as command
from dlcourse.data import download, graph_stand_ins, graphs, image_stand_ins, policy, registry, store, text_stand_ins
from dlcourse.errors import CourseError

IMAGES = {"mnist": data.mnist, "fashion-mnist": data.fashion_mnist, "cifar10": data.cifar10}
SERIES = {"etth1": data.etth1, "daily-min-temperatures": data.daily_min_temperatures}
LOADERS = IMAGES | SERIES | {"rt-polarity": data.rt_polarity, "tiny-shakespeare": data.tiny_shakespeare, "cora": data.cora}


@pytest.fixture(autouse=True)
def nothing_here(request, tmp_path, monkeypatch):
    """No ready files, an empty cache, and a net on which every server refuses the connection; a run in the standard profile."""
    monkeypatch.setattr(download, "_answers", {})
    monkeypatch.setattr(download, "_failed", {})
    monkeypatch.delenv("DLCOURSE_OFFLINE", raising=False)
    monkeypatch.setenv("DLCOURSE_CACHE", str(tmp_path / "cache"))
    if "real_data" not in request.fixturenames:
        monkeypatch.delenv("DLCOURSE_DATA", raising=False)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        closed = ("127.0.0.1", probe.getsockname()[1])
    monkeypatch.setattr(download, "_server", lambda url: closed)
    data.begin(stand_ins_only=False, real_only=False)
    yield
    data.begin(stand_ins_only=False, real_only=False)


def idx(array: np.ndarray) -> bytes:
    return gzip.compress(struct.pack(f">BBBB{array.ndim}i", 0, 0, 8, array.ndim, *array.shape) + array.astype(np.uint8).tobytes())


def cifar_record(label: int, image: np.ndarray) -> bytes:
    return bytes([label]) + image.transpose(2, 0, 1).tobytes()


# formats, on small files of our own


def test_idx_files_keep_order_rows_and_labels(tmp_path, monkeypatch):
    rng = np.random.default_rng(0)
    train, test = rng.integers(0, 256, (7, 28, 28)), rng.integers(0, 256, (3, 28, 28))
    files = {
        "train-images-idx3-ubyte.gz": idx(train),
        "train-labels-idx1-ubyte.gz": idx(np.arange(7)),
        "t10k-images-idx3-ubyte.gz": idx(test),
        "t10k-labels-idx1-ubyte.gz": idx(np.arange(3)),
    }
    lay_ready(tmp_path, monkeypatch, "mnist", files)
    digits = data.mnist(num_train=5)
    assert (digits.x_train == train[:5]).all() and (digits.x_test == test).all() and digits.y_train.tolist() == [0, 1, 2, 3, 4]
    assert digits.x_train.dtype == np.uint8 and digits.y_train.dtype == np.int64 and digits.origin == "real"
    assert [(one.name, one.origin) for one in data.loaded] == [("mnist", "real")] and data.origin_of_loaded() == "real"


def test_cifar_records_become_channels_last_images(tmp_path, monkeypatch):
    images = np.random.default_rng(0).integers(0, 256, (2, 32, 32, 3), dtype=np.uint8)
    folder = "cifar-10-batches-bin/"
    files = {folder + "data_batch_1.bin": cifar_record(3, images[0]), folder + "test_batch.bin": cifar_record(9, images[1])}
    lay_ready(tmp_path, monkeypatch, "cifar10", files)
    objects = data.cifar10(num_train=10_000)
    assert (objects.x_train[0] == images[0]).all() and (objects.x_test[0] == images[1]).all()
    assert objects.y_train.tolist() == [3] and objects.y_test.tolist() == [9] and objects.class_names[9] == "truck"


# stand-ins


@pytest.mark.parametrize("name", LOADERS)
def test_a_stand_in_says_in_one_line_what_it_is(name, capsys):
    assert LOADERS[name]().origin == "stand-in" == data.origin_of_loaded()
    line = capsys.readouterr().out.strip()
    assert line.startswith("Stand-in for ") and ("not " in line or "no " in line) and "\n" not in line


@pytest.mark.parametrize("name", IMAGES)
def test_stand_in_images_have_the_form_of_the_real_ones(name):
    images = IMAGES[name]()
    shape = (32, 32, 3) if name == "cifar10" else (28, 28)
    for x, y in ((images.x_train, images.y_train), (images.x_test, images.y_test)):
        assert x.dtype == np.uint8 and y.dtype == np.int64 and x.shape == (len(y), *shape)
        assert x.min() == 0 and x.max() > 200
        assert (np.abs(np.bincount(y, minlength=10) / len(y) - 0.1) < 0.02).all(), "each class is a tenth of the real data"
    assert len(images.class_names) == 10


@pytest.mark.parametrize("make", [image_stand_ins.digits, image_stand_ins.clothes, image_stand_ins.objects])
def test_a_stand_in_is_always_the_same_and_shares_no_image_between_train_and_test(make):
    first, second = make(), make()
    assert all((a == b).all() for a, b in zip(first, second, strict=True))
    assert not {image.tobytes() for image in first[0]} & {image.tobytes() for image in first[2]}


def test_digits_to_test_come_from_other_originals_than_digits_to_train():
    """Shifts hide a leak from a plain comparison, so images are compared after moving their ink to the corner."""

    def trimmed(images: np.ndarray) -> set[bytes]:
        cut = set()
        for image in images:
            rows, columns = np.flatnonzero(image.any(1)), np.flatnonzero(image.any(0))
            cut.add(image[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1].tobytes())
        return cut

    x_train, _, x_test, _ = image_stand_ins.digits()
    assert len(trimmed(x_test)) > 400 and not trimmed(x_train) & trimmed(x_test)


@pytest.mark.parametrize("make", [image_stand_ins.digits, image_stand_ins.clothes, image_stand_ins.objects])
def test_a_stand_in_can_be_learned_by_a_linear_model_but_not_well(make):
    x_train, y_train, x_test, y_test = make()
    model = RidgeClassifier(alpha=300).fit(x_train[:3_000].reshape(3_000, -1) / 255, y_train[:3_000])
    assert 0.15 < model.score(x_test.reshape(len(x_test), -1) / 255, y_test) < 0.93


@pytest.mark.parametrize(("name", "rows", "columns"), [("etth1", 17_420, 7), ("daily-min-temperatures", 3_650, 1)])
def test_a_stand_in_series_can_be_forecast_better_than_by_its_last_value_but_not_perfectly(name, rows, columns):
    series, again = SERIES[name](), SERIES[name]()
    assert series.values.shape == (rows, columns) == (len(series.times), len(series.columns)) and series.values.dtype == np.float32
    assert (np.diff(series.times) > np.timedelta64(0)).all() and (series.values == again.values).all()
    x = series.values[:, -1] - series.values[:, -1].mean()
    slope = (x[1:] * x[:-1]).sum() / (x[:-1] ** 2).sum()
    persistence, regression = ((x[1:] - factor * x[:-1]).std() for factor in (1, slope))
    assert 0.05 * x.std() < regression < persistence < x.std()


def test_stand_in_reviews_need_more_than_a_count_of_words():
    reviews, again = data.rt_polarity(), data.rt_polarity()
    assert reviews.sentences == again.sentences and len(set(reviews.sentences)) == len(reviews.sentences)
    assert (np.bincount(reviews.labels) == text_stand_ins.NUM_EACH).all() and reviews.class_names[1] == "positive"
    order = np.random.default_rng(0).permutation(len(reviews.sentences))
    train, test = order[:2_000], order[2_000:]
    counts = CountVectorizer().fit_transform(reviews.sentences)
    accuracy = RidgeClassifier().fit(counts[train], reviews.labels[train]).score(counts[test], reviews.labels[test])
    assert 0.6 < accuracy < 0.9


def guesses_right(text: str, order: int) -> float:
    """The share of characters of the last tenth that are the commonest continuation, in the rest, of the ``order`` before them."""
    cut, counts = len(text) * 9 // 10, {}
    for k in range(order, cut):
        counts.setdefault(text[k - order : k], Counter())[text[k]] += 1
    commonest = {context: following.most_common(1)[0][0] for context, following in counts.items()}
    return np.mean([commonest.get(text[k - order : k]) == text[k] for k in range(cut, len(text))])


def test_stand_in_plays_tell_more_to_those_who_remember_more_but_not_everything():
    plays, again = data.tiny_shakespeare(), data.tiny_shakespeare()
    assert plays.characters == again.characters and plays.characters.isascii() and 40 < len(set(plays.characters)) < 65
    assert text_stand_ins.NUM_CHARACTERS <= len(plays.characters) < 1.01 * text_stand_ins.NUM_CHARACTERS
    speeches = plays.characters.removesuffix("\n\n").split("\n\n")
    assert all(speech.split("\n")[0].isupper() and speech.split("\n")[0].endswith(":") for speech in speeches)
    none, two, four = (guesses_right(plays.characters, order) for order in (0, 2, 4))
    assert none + 0.1 < two and two + 0.05 < four < 0.9


def spread_labels(graph: data.Graph, rounds: int) -> float:
    """The share of test nodes that get their class from neighbours' classes alone."""
    links = np.zeros((len(graph.x), len(graph.x)), np.float32)
    links[graph.edges[:, 0], graph.edges[:, 1]] = links[graph.edges[:, 1], graph.edges[:, 0]] = 1
    links /= np.maximum(links.sum(axis=1, keepdims=True), 1)
    scores = np.zeros((len(graph.x), len(graph.class_names)), np.float32)
    for _ in range(rounds):
        scores[graph.train, graph.labels[graph.train]] = 1
        scores = links @ scores
    return (scores.argmax(axis=1) == graph.labels)[graph.test].mean()


def test_the_stand_in_graph_has_coras_shape_and_tells_of_classes_by_words_and_by_links_but_not_perfectly():
    papers, again = data.cora(), data.cora()
    assert papers.x.shape == (2_708, 1_433) and papers.x.dtype == np.float32 and set(np.unique(papers.x)) == {0, 1}
    assert papers.edges.shape == (5_278, 2) and (papers.edges[:, 0] < papers.edges[:, 1]).all()
    assert len({tuple(edge) for edge in papers.edges.tolist()}) == 5_278 and papers.edges.tolist() == sorted(papers.edges.tolist())
    assert np.bincount(papers.labels).tolist() == list(graph_stand_ins.CLASS_SIZES)
    assert np.bincount(papers.labels[papers.train]).tolist() == [20] * 7
    assert (papers.x == again.x).all() and (papers.edges == again.edges).all() and (papers.labels == again.labels).all()
    by_words = RidgeClassifier(alpha=3).fit(papers.x[papers.train], papers.labels[papers.train])
    assert 0.3 < by_words.score(papers.x[papers.test], papers.labels[papers.test]) < 0.7
    assert 0.55 < spread_labels(papers, 50) < 0.85


def test_the_karate_club_is_zacharys_as_networkx_has_it(capsys):
    networkx = pytest.importorskip("networkx")
    club, reference = data.karate_club(), networkx.karate_club_graph()
    assert club.edges.tolist() == sorted(sorted(edge) for edge in reference.edges()) and club.edges.dtype == np.int64
    sides = ["Mr. Hi", "Officer"]
    assert club.labels.tolist() == [sides.index(reference.nodes[member]["club"]) for member in range(34)]
    assert club.train.tolist() == [0, 33] and club.labels[club.train].tolist() == [0, 1] and len(club.test) == 32 and len(club.val) == 0
    assert (club.x == np.eye(34)).all() and club.origin == "real"
    assert capsys.readouterr().out == "" and data.loaded == [], "it is part of the course and nothing was loaded"


def test_papers_keep_the_given_order_and_two_citations_of_one_pair_are_one_edge(tmp_path, monkeypatch):
    content = b"31\t1\t0\tTheory\n7\t0\t1\tRule_Learning\n90\t1\t1\tCase_Based\n"
    lay_ready(tmp_path, monkeypatch, "cora", {"cora/cora.content": content, "cora/cora.cites": b"31\t7\n7\t31\n90\t90\n90\t31\n"})
    monkeypatch.setattr(graphs, "_order", lambda: ["7", "90", "31"])
    papers = data.cora()
    assert papers.x.tolist() == [[0, 1], [1, 1], [1, 0]] and papers.origin == "real"
    assert [papers.class_names[label] for label in papers.labels] == ["Rule_Learning", "Case_Based", "Theory"]
    assert papers.edges.tolist() == [[0, 2], [1, 2]], "no paper is its own neighbour, and direction does not count"


def test_the_order_of_cora_names_each_paper_once():
    order = graphs._order()
    assert len(order) == len(set(order)) == 2_708 and all(paper.isdigit() for paper in order)


def test_a_table_keeps_its_times_its_columns_and_the_order_of_rows(tmp_path, monkeypatch):
    table = b"date,HUFL,OT\n2016-07-01 00:00:00,5.5,30.25\n2016-07-01 01:00:00,-1.5,27.75\n"
    lay_ready(tmp_path, monkeypatch, "etth1", {"ETTh1.csv": table})
    series = data.etth1()
    assert series.columns == ("HUFL", "OT") and series.values.tolist() == [[5.5, 30.25], [-1.5, 27.75]] and series.origin == "real"
    assert series.times[1] - series.times[0] == np.timedelta64(1, "h")


def test_reviews_keep_their_polarity_and_only_a_line_feed_ends_a_sentence(tmp_path, monkeypatch):
    files = {"rt-polarity/rt-polarity.neg": "dull .\nnot\x85good .\n".encode(), "rt-polarity/rt-polarity.pos": "très fine .\n".encode()}
    lay_ready(tmp_path, monkeypatch, "rt-polarity", files)
    reviews = data.rt_polarity()
    assert reviews.sentences == ("dull .", "not\x85good .", "très fine .") and reviews.labels.tolist() == [0, 0, 1]


def test_a_text_comes_whole_and_in_order(tmp_path, monkeypatch):
    lay_ready(tmp_path, monkeypatch, "tiny-shakespeare", {"tinyshakespeare/input.txt": b"All:\nSpeak, speak.\n"})
    text = data.tiny_shakespeare()
    assert text.characters == "All:\nSpeak, speak.\n" and text.origin == "real"


# policy


def test_the_smoke_profile_reads_no_real_data(tmp_path, monkeypatch):
    lay_ready(tmp_path, monkeypatch, "mnist", {})
    data.begin(stand_ins_only=True, real_only=False)
    assert data.mnist().origin == "stand-in"


@pytest.mark.parametrize("name", LOADERS)
def test_the_full_profile_refuses_a_stand_in_and_says_what_to_do(name):
    data.begin(stand_ins_only=False, real_only=True)
    with pytest.raises(CourseError, match=f"none of its servers can be reached.*dlcourse data fetch {name}.*DLCOURSE_DATA"):
        LOADERS[name]()
    assert data.loaded == []


def test_what_was_loaded_is_forgotten_when_a_run_begins_and_named_once():
    assert data.origin_of_loaded() == "generated"
    data.mnist(num_train=10, num_test=10)
    data.mnist(num_train=10, num_test=10)
    assert [one.name for one in data.loaded] == ["mnist"]
    data.begin(stand_ins_only=False, real_only=False)
    assert data.loaded == [] and data.origin_of_loaded() == "generated"


def test_one_stand_in_makes_the_whole_run_a_stand_in():
    policy.record("mnist", "real", "")
    assert data.origin_of_loaded() == "real"
    policy.record("cifar10", "stand-in", "")
    assert data.origin_of_loaded() == "stand-in"


@pytest.mark.parametrize("count", [0, -1, 60_001])
def test_a_count_that_cannot_be_is_refused(count):
    with pytest.raises(CourseError, match=f"num_train is {count}.*60,000"):
        data.mnist(num_train=count)


def test_a_notebook_shows_one_line_with_a_record_for_the_build(monkeypatch):
    shown = []
    monkeypatch.setattr(policy, "in_ipython", lambda: True)
    monkeypatch.setattr("IPython.display.display", lambda bundle, **kwargs: shown.append(bundle))
    policy.record("mnist", "stand-in", "<b>other digits</b>")
    (bundle,) = shown
    assert bundle["text/plain"] == "Stand-in for MNIST: <b>other digits</b>"
    assert 'class="dl-data dl-stand-in"' in bundle["text/html"] and "&lt;b&gt;" in bundle["text/html"]
    assert bundle["application/vnd.dlcourse.data+json"] == {"name": "mnist", "origin": "stand-in", "detail": "<b>other digits</b>"}


def test_without_a_network_all_data_sets_together_are_quick(monkeypatch):
    monkeypatch.setattr(download, "_server", lambda url: (url, 80))  # each file on a server of its own, and none ever answers
    monkeypatch.setattr(socket, "create_connection", lambda *args, **kwargs: time.sleep(30))
    began = time.monotonic()
    assert set(data.ensure(registry.datasets()).values()) == {"stand-in"}
    assert set(data.availability(registry.datasets()).values()) == {"stand-in"}
    assert time.monotonic() - began < 2 * download.PROBE_SECONDS


def test_availability_asks_only_for_what_the_standard_profile_needs(tmp_path, monkeypatch):
    lay_ready(tmp_path, monkeypatch, "facts", {"needed": b"1", "extra": b"2"})
    (tmp_path / "facts/extra").unlink()
    assert data.availability(["facts"]) == {"facts": "stand-in"}
    entry = registry.datasets()["facts"]
    monkeypatch.setattr(registry, "datasets", lambda: {"facts": registry.Dataset(**vars(entry) | {"standard_files": ("needed",)})})
    assert data.availability(["facts"]) == {"facts": "real"}


def test_a_tampered_ready_file_stops_availability_too(tmp_path, monkeypatch):
    lay_ready(tmp_path, monkeypatch, "facts", {"needed": b"1"})
    (tmp_path / "facts/needed").write_bytes(b"2")
    with pytest.raises(CourseError, match="sha256"):
        data.availability(["facts"])


def test_the_module_is_quick_to_import_and_brings_neither_pooch_nor_sklearn():
    code = (
        "import numpy, sys, time; began = time.perf_counter(); import dlcourse.data; took = time.perf_counter() - began;"
        "print(took); print([m for m in ('pooch', 'sklearn', 'requests', 'IPython') if m in sys.modules])"
    )
    took, modules = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split("\n")[:2]
    assert modules == "[]" and float(took) < 1


# commands


def test_list_shows_every_data_set_and_its_state():
    result = CliRunner().invoke(command, ["list"], terminal_width=200)
    assert result.exit_code == 0 and all(name in result.output for name in registry.datasets())


def test_fetch_and_verify_name_the_nearest_for_an_unknown_name():
    for name in ("fetch", "verify"):
        result = CliRunner().invoke(command, [name, "minst"])
        assert isinstance(result.exception, CourseError) and "mnist" in str(result.exception)


def test_fetch_without_a_network_says_so():
    result = CliRunner().invoke(command, ["fetch", "mnist"])
    assert "none of its servers can be reached" in " ".join(result.output.split()) and isinstance(result.exception, CourseError)


def test_verify_names_a_damaged_file(tmp_path, monkeypatch):
    lay_ready(tmp_path, monkeypatch, "facts", {"needed": b"1"})
    assert "facts: complete" in CliRunner().invoke(command, ["verify"]).output
    (tmp_path / "facts/needed").write_bytes(b"2")
    result = CliRunner().invoke(command, ["verify"])
    assert "facts/needed is not the file" in result.output and isinstance(result.exception, CourseError)


# the real files, where they are


@needs_real_data
def test_real_mnist(real_data):
    digits = data.mnist()
    assert digits.x_train.shape == (60_000, 28, 28) and digits.x_test.shape == (10_000, 28, 28) and digits.origin == "real"
    assert digits.y_train[:5].tolist() == [5, 0, 4, 1, 9] and digits.x_train.mean() / 255 == pytest.approx(0.1307, abs=1e-4)


@needs_real_data
def test_real_cifar10_in_the_standard_profile_and_beyond(real_data):
    objects = data.cifar10(num_train=20_000)
    assert objects.x_train.shape == (20_000, 32, 32, 3) and objects.x_test.shape == (10_000, 32, 32, 3) and objects.origin == "real"
    assert objects.x_train.mean(axis=(0, 1, 2)) / 255 == pytest.approx([0.4914, 0.4822, 0.4465], abs=4e-3)
    assert (np.bincount(objects.y_test) == 1_000).all() and objects.y_test[:4].tolist() == [3, 8, 8, 0]
    assert data.availability(["cifar10"]) == {"cifar10": "real"}


@needs_real_data
def test_real_plays(real_data):
    text = data.tiny_shakespeare()
    assert len(text.characters) == 1_115_394 and len(set(text.characters)) == 65 and text.origin == "real"
    assert text.characters.startswith("First Citizen:\nBefore we proceed") and text.characters.endswith("Whiles thou art waking.\n")


@needs_real_data
def test_real_series_and_reviews(real_data):
    transformer, temperatures, reviews = data.etth1(), data.daily_min_temperatures(), data.rt_polarity()
    assert transformer.values.shape == (17_420, 7) and transformer.columns[-1] == "OT" and transformer.values[0, -1] == pytest.approx(30.531)
    assert (np.diff(transformer.times) == np.timedelta64(1, "h")).all()
    assert temperatures.values.shape == (3_650, 1) and temperatures.values.mean() == pytest.approx(11.178, abs=1e-3)
    assert np.bincount(reviews.labels).tolist() == [5_331, 5_331] and reviews.sentences[0] == "simplistic , silly and tedious ."
    assert data.origin_of_loaded() == "real"


@needs_real_data
def test_real_cora_stands_in_planetoids_order_with_its_public_split(real_data):
    papers = data.cora()
    assert papers.origin == "real" and np.bincount(papers.labels).tolist() == [351, 217, 418, 818, 426, 298, 180]
    assert papers.x.shape == (2_708, 1_433) and papers.x.sum() == 49_216 and papers.edges.shape == (5_278, 2)
    counts = {"train": [20] * 7, "val": [61, 36, 78, 158, 81, 57, 29], "test": [130, 91, 144, 319, 149, 103, 64]}
    for part, expected in counts.items():
        assert np.bincount(papers.labels[getattr(papers, part)]).tolist() == expected, part
    split = np.concatenate([papers.train, papers.val, papers.test])
    assert len(split) == len(set(split.tolist())) == 140 + 500 + 1_000
    listed = store.read(registry.find("cora-planetoid"), ["planetoid/ind.cora.test.index"], download=False)
    assert sorted(map(int, listed["planetoid/ind.cora.test.index"].split())) == papers.test.tolist()
    # The same three digests were taken from Planetoid's own pickles when the order was made: words, classes and edges are equal.
    digests = {"x": "da7be67add3d2bbe", "labels": "d0018d7ffd314eb2", "edges": "77b2d0ad6bdc31be"}
    for name, digest in digests.items():
        array = getattr(papers, name).astype("u1" if name == "x" else "<i8")
        assert hashlib.sha256(array.tobytes()).hexdigest().startswith(digest), name


@needs_real_data
def test_every_registered_file_that_is_here_is_right(real_data):
    for dataset in registry.datasets().values():
        store.has(dataset, dataset.standard_files)  # raises for a file with another sha256
