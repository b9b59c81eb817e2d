"""The seventeen programs of the articles: each fault that the page *Errata* names is run here in its smallest form, and so is its cure.

A test asserts both, so that it cannot pass because, say, a layer has been renamed: the faulty idiom shows the fault, and the sound one,
which differs from it in this point alone, does not.
"""

from __future__ import annotations

import inspect
import os
import re
import sys
import textwrap
import warnings

import numpy as np
import pytest

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import cv2
import keras
import tensorflow as tf
import torch
from keras import layers, ops
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, recall_score
from sklearn.model_selection import GroupShuffleSplit, train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier

erratum = pytest.mark.erratum
SAME = 1e-5  # rounding; what a fault moves is a thousand times larger
MOVED = 1e-2


@pytest.fixture(autouse=True)
def seeded():
    keras.utils.set_random_seed(0)


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def silently(make):
    """Call ``make`` and let no warning pass."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return make()


def gap(a, b) -> float:
    return float(np.abs(np.asarray(a) - np.asarray(b)).max())


# The first article.


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


@erratum("S0-1")
def test_a_neuron_without_bias_answers_one_half_to_zeros_whatever_its_weights(rng):
    weights, zeros = rng.normal(size=(1000, 2)), np.zeros(2)
    assert (sigmoid(weights @ zeros) == 0.5).all()
    assert gap(sigmoid(weights @ zeros + 1.0), 0.5) > 0.2


@erratum("S0-1")
def test_one_neuron_gets_at_most_three_rows_of_xor_and_a_hidden_layer_all_four(rng):
    x, y = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 0])
    weights = rng.normal(scale=5, size=(3, 20_000))
    right = ((np.c_[x, np.ones(4)] @ weights > 0) == y[:, None]).mean(axis=0)
    assert right.max() == 0.75
    hidden = np.maximum(x @ np.ones((2, 2)) + [0, -1], 0)
    assert (hidden @ [1, -2] == y).all()


@erratum("S0-1")
def test_the_sigmoid_as_printed_overflows_and_a_stable_one_does_not():
    with pytest.warns(RuntimeWarning, match="overflow"):
        assert sigmoid(np.float64(-1000)) == 0
    assert silently(lambda: np.exp(-np.logaddexp(0, 1000.0))) == 0


@erratum("S0-2", "S1-1", "S1-2", "S1-3", "S2-1")
def test_input_shape_on_a_layer_warns_and_an_input_does_not():
    with pytest.warns(UserWarning, match="input_shape"):
        keras.Sequential([layers.Dense(2, input_shape=(3,))])
    silently(lambda: keras.Sequential([keras.Input((3,)), layers.Dense(2)]))


@erratum("S0-2", "S1-1", "S1-2")
def test_a_program_that_ends_at_compile_guesses_and_training_is_what_helps():
    images, y = load_digits(return_X_y=True)
    x = images.reshape(-1, 8, 8, 1).astype("float32") / 16
    stack = [layers.Conv2D(8, 3, activation="relu"), layers.MaxPooling2D(), layers.Flatten(), layers.Dense(10, "softmax")]
    model = keras.Sequential([keras.Input((8, 8, 1)), *stack])
    model.compile(keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy", metrics=["accuracy"])
    model.summary(print_fn=lambda *_, **__: None)
    untrained = model.evaluate(x[1400:], y[1400:], verbose=0)[1]
    model.fit(x[:1400], y[:1400], epochs=4, verbose=0)
    assert untrained < 0.3
    assert model.evaluate(x[1400:], y[1400:], verbose=0)[1] > 0.8


@erratum("S0-3")
def test_sizes_that_nobody_set_are_a_name_error():
    program = "model = keras.Sequential([keras.Input((seq_length, n_features)), layers.LSTM(2)])"
    with pytest.raises(NameError, match="seq_length"):
        exec(program, {"keras": keras, "layers": layers})
    exec(program, {"keras": keras, "layers": layers, "seq_length": 5, "n_features": 2})


def state_after(steps: int, activation: str) -> float:
    """The state of an LSTM with one unit whose gates are open and whose cell adds its own output; it sees a one, then nothing."""
    layer = layers.LSTM(1, activation=activation)
    layer.build((None, None, 1))
    gates = np.array([5.0, 5.0, 0.0, 5.0])  # input, forget, candidate, output
    layer.set_weights([np.array([[0.0, 0, 1, 0]]), np.array([[0.0, 0, 1, 0]]), gates])
    x = np.zeros((1, steps, 1), "float32")
    x[0, 0] = 1
    return float(layer(x)[0, 0])


@erratum("S0-3", "S1-3")
def test_nothing_bounds_an_lstm_with_relu_and_ten_steps_do_not_show_it():
    assert not np.isfinite(state_after(200, "relu"))
    assert 100 < state_after(10, "relu") < 10_000
    assert 0 < state_after(200, "tanh") <= 1


# The second article: classic models.


@erratum("S1-1", "S1.1-X1")
def test_binary_cross_entropy_wants_one_output_a_row_and_ten_are_an_error():
    y, loss = np.array([[0.0], [1.0]]), keras.losses.BinaryCrossentropy(from_logits=True)
    with pytest.raises(ValueError, match="shape"):
        loss(y, np.zeros((2, 10)))
    assert abs(float(loss(y, np.zeros((2, 1)))) - np.log(2)) < SAME


@erratum("S1-1", "S1-2")
def test_dividing_bytes_by_a_float_makes_eight_times_as_many_of_them():
    images = np.zeros((10, 32, 32, 3), np.uint8)
    assert (images / 255.0).dtype == np.float64
    assert (images / 255.0).nbytes == 8 * images.nbytes
    assert (images.astype(np.float32) / 255).nbytes == 4 * images.nbytes


@erratum("S1-3")
def test_targets_drawn_apart_from_the_inputs_cannot_be_forecast(rng):
    x = rng.uniform(size=(2064, 10, 1)).astype(np.float32)
    noise, signal = rng.uniform(size=2064).astype(np.float32), x[:, -3:, 0].mean(axis=1)
    seen, fresh = fit_lstm(x, noise)
    assert seen < 0.5 / 12
    assert fresh > 0.95 / 12
    seen, fresh = fit_lstm(x, signal)
    assert fresh < 0.2 * signal.var()


def fit_lstm(x, y) -> tuple[float, float]:
    """Mean squared errors on the 64 sequences that it learns from, and on the fresh ones."""
    torch.manual_seed(0)
    lstm, head = torch.nn.LSTM(1, 32, batch_first=True), torch.nn.Linear(32, 1)
    optimizer = torch.optim.Adam([*lstm.parameters(), *head.parameters()], 0.02)
    x, y = torch.tensor(x), torch.tensor(y)
    for _ in range(300):
        optimizer.zero_grad()
        (head(lstm(x[:64])[0][:, -1])[:, 0] - y[:64]).square().mean().backward()
        optimizer.step()
    with torch.inference_mode():
        errors = (head(lstm(x)[0][:, -1])[:, 0] - y).square()
    return float(errors[:64].mean()), float(errors[64:].mean())


# The second article: Transformers, adversaries, graphs.


class Positions(layers.Layer):
    """Adds a learned vector for each place."""

    def build(self, shape):
        self.table = self.add_weight(shape=(12, shape[-1]), initializer="random_normal")

    def call(self, x):
        return x + 20 * self.table[: ops.shape(x)[1]]


def encoder(*, positions=False, mask=False):
    tokens = keras.Input((None,), dtype="int32")
    z = layers.Embedding(20, 8, mask_zero=mask, embeddings_initializer="normal")(tokens)
    z = Positions()(z) if positions else z
    return keras.Model(tokens, layers.MultiHeadAttention(2, 4)(z, z) + z)


@erratum("S1-4", "S1.3.1-X1")
def test_an_encoder_without_positions_cannot_tell_orders_apart(rng):
    tokens, order = rng.integers(1, 20, (3, 8)), np.array([3, 1, 7, 0, 2, 6, 5, 4])
    plain, placed = encoder(), encoder(positions=True)
    assert gap(plain(tokens[:, order]), np.asarray(plain(tokens))[:, order]) < SAME
    assert gap(placed(tokens[:, order]), np.asarray(placed(tokens))[:, order]) > MOVED


@erratum("S1-4")
def test_padding_changes_an_encoder_that_has_no_mask(rng):
    tokens = rng.integers(1, 20, (3, 4))
    padded = np.pad(tokens, ((0, 0), (0, 4)))
    plain, masked = encoder(), encoder(mask=True)
    for model in (plain, masked):
        model.set_weights([8 * w for w in model.get_weights()])
    assert gap(plain(padded)[:, :4], plain(tokens)) > MOVED
    assert gap(masked(padded)[:, :4], masked(tokens)) < SAME


@erratum("S1-4", "S1-8")
def test_key_dim_is_the_width_of_one_head():
    def count(key_dim):
        attention = layers.MultiHeadAttention(num_heads=4, key_dim=key_dim)
        attention.build((None, None, 64), (None, None, 64))
        return attention.count_params()

    assert count(64) == 66_368
    assert count(64 // 4) == 16_640


@erratum("S1-5")
def test_a_class_that_was_not_imported_is_a_name_error():
    program = "joint = Model(z, layer(z))"
    z, layer = keras.Input((2,)), layers.Dense(1)
    with pytest.raises(NameError, match="Model"):
        exec(program, {"z": z, "layer": layer})
    exec(program, {"z": z, "layer": layer, "Model": keras.Model})


@erratum("S1-5")
def test_flat_rows_do_not_fit_a_discriminator_of_pictures():
    flat = np.zeros((8, 16), "float32")

    def train(images):
        discriminator = keras.Sequential([keras.Input((4, 4)), layers.Flatten(), layers.Dense(1)])
        discriminator.compile("sgd", keras.losses.BinaryCrossentropy(from_logits=True))
        return discriminator.train_on_batch(images, np.ones((8, 1), "float32"))

    with pytest.raises(ValueError, match="incompatible shape"):
        train(flat)
    assert abs(float(train(flat.reshape(8, 4, 4))) - np.log(2)) < SAME


def discriminator_movement(*, thaw: bool) -> tuple[float, list[str]]:
    """How far the discriminator's weights get in ten turns of the game, and what Keras says meanwhile."""
    rng = np.random.default_rng(0)
    generator = keras.Sequential([keras.Input((3,)), layers.Dense(5, "tanh")])
    discriminator = keras.Sequential([keras.Input((5,)), layers.Dense(4, "relu"), layers.Dense(1, "sigmoid")])
    discriminator.compile(keras.optimizers.Adam(0.01), "binary_crossentropy")
    discriminator.trainable = False  # meant for the joint model alone
    z = keras.Input((3,))
    joint = keras.Model(z, discriminator(generator(z)))
    joint.compile(keras.optimizers.Adam(0.01), "binary_crossentropy")
    before, generator_before = discriminator.get_weights()[0], generator.get_weights()[0]
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        for _ in range(10):
            noise = rng.normal(size=(8, 3)).astype("float32")
            discriminator.trainable = thaw
            discriminator.train_on_batch(rng.normal(size=(8, 5)).astype("float32"), np.ones((8, 1), "float32"))
            discriminator.train_on_batch(generator(noise), np.zeros((8, 1), "float32"))
            discriminator.trainable = False
            joint.train_on_batch(noise, np.ones((8, 1), "float32"))
    assert gap(generator.get_weights()[0], generator_before) > 1e-3, "the generator must move in either game"
    return gap(discriminator.get_weights()[0], before), [str(w.message) for w in said]


@erratum("S1-5")
def test_trainable_set_to_false_after_compiling_leaves_the_discriminator_standing():
    moved, said = discriminator_movement(thaw=False)
    assert moved == 0.0
    assert any("trainable weights" in line for line in said)
    assert discriminator_movement(thaw=True)[0] > 1e-3


@erratum("S1-5")
def test_the_sign_alone_tells_tanh_from_pixels_between_zero_and_one(rng):
    real = load_digits().data / 16
    generator = keras.Sequential([keras.Input((10,)), layers.Dense(64, "tanh")])
    fake = np.asarray(generator(rng.normal(size=(200, 10))))

    def has_negative(images):
        return (images < 0).any(axis=1).mean()

    assert (has_negative(real), has_negative(fake)) == (0, 1)
    assert has_negative(2 * real - 1) == 1


@erratum("S1-6")
def test_a_tensorflow_function_refuses_a_symbolic_tensor_and_keras_does_not():
    symbol = keras.Input((3,))
    with pytest.raises(ValueError, match="KerasTensor"):
        tf.nn.relu(symbol)
    assert ops.relu(symbol).shape == (None, 3)


class Neighbours(layers.Layer):
    def call(self, x, adjacency):
        return ops.matmul(adjacency, x)


@erratum("S1-6")
def test_fit_shuffles_the_rows_of_a_graph_away_from_its_columns(rng):
    n = 12
    x, y = rng.normal(size=(n, 3)).astype("float32"), rng.normal(size=(n, 1)).astype("float32")
    adjacency = np.roll(np.eye(n, dtype="float32"), 1, axis=1)
    features, row = keras.Input((3,)), keras.Input((n,))
    model = keras.Model([features, row], layers.Dense(1)(Neighbours()(features, row)))
    model.compile(keras.optimizers.SGD(0.0), "mse")  # a rate of zero: nothing is learned, so the order must not matter
    options = {"batch_size": n, "verbose": 0}
    truth = model.evaluate([x, adjacency], y, **options)
    in_order = model.fit([x, adjacency], y, shuffle=False, **options).history["loss"][0]
    shuffled = [model.fit([x, adjacency], y, **options).history["loss"][0] for _ in range(3)]
    assert abs(in_order - truth) < SAME
    assert max(abs(loss - truth) for loss in shuffled) > MOVED


@erratum("S1-6")
def test_without_self_loops_a_node_does_not_see_itself(rng):
    ring = np.roll(np.eye(6), 1, axis=0) + np.roll(np.eye(6), -1, axis=0)
    x = rng.normal(size=(6, 2))
    changed = x.copy()
    changed[2] += 5
    assert gap((ring @ x)[2], (ring @ changed)[2]) == 0
    assert gap(((ring + np.eye(6)) @ x)[2], ((ring + np.eye(6)) @ changed)[2]) > 1


@erratum("S1-6")
def test_raw_sums_grow_with_every_layer_and_normalised_ones_do_not(rng):
    a = np.triu(rng.random((34, 34)) < 0.75, 1).astype(float)
    loops = a + a.T + np.eye(34)
    root = np.diag(loops.sum(axis=1) ** -0.5)
    assert np.abs(np.linalg.eigvalsh(a + a.T)).max() > 20
    assert abs(np.abs(np.linalg.eigvalsh(root @ loops @ root)).max() - 1) < 1e-9


@erratum("S1-6")
def test_coin_tosses_can_be_learned_by_heart_and_not_foretold(rng):
    x, y = rng.normal(size=(40, 34, 16)), rng.integers(2, size=(40, 34))
    seen, unseen = [], []
    for features, labels in zip(x, y):
        tree = DecisionTreeClassifier(random_state=0).fit(features[:17], labels[:17])
        seen.append(tree.score(features[:17], labels[:17]))
        unseen.append(tree.score(features[17:], labels[17:]))
    assert np.mean(seen) == 1
    assert 0.42 < np.mean(unseen) < 0.58
    known = (x[..., 0] > 0).astype(int)  # labels that the features do tell
    trees = [DecisionTreeClassifier(random_state=0).fit(a[:17], b[:17]).score(a[17:], b[17:]) for a, b in zip(x, known)]
    assert np.mean(trees) > 0.85


# The second article: applications.


@erratum("S1-7")
def test_a_photograph_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        keras.utils.load_img(tmp_path / "elephant.jpg")
    keras.utils.save_img(tmp_path / "elephant.png", np.zeros((4, 4, 3)))
    assert keras.utils.load_img(tmp_path / "elephant.png").size == (4, 4)


def proportions(mask) -> float:
    """Width over height of what is lit."""
    rows, columns = np.nonzero(mask)
    return (np.ptp(columns) + 1) / (np.ptp(rows) + 1)


@pytest.fixture
def disc():
    """A white disc on a black picture that is twice as wide as high."""
    y, x = np.mgrid[:100, :200]
    return np.repeat(255 * ((x - 100) ** 2 + (y - 50) ** 2 < 40**2)[..., None], 3, axis=2).astype(np.uint8)


@erratum("S1-7")
def test_target_size_squashes_a_picture_that_is_not_square(tmp_path, disc):
    path = tmp_path / "disc.png"
    keras.utils.save_img(path, disc, scale=False)
    squashed = keras.utils.img_to_array(keras.utils.load_img(path, target_size=(64, 64)))
    kept = keras.utils.img_to_array(keras.utils.load_img(path, target_size=(64, 64), keep_aspect_ratio=True))
    assert proportions(squashed[..., 0] > 127) < 0.6
    assert 0.9 < proportions(kept[..., 0] > 127) < 1.1


@erratum("S1-7")
def test_pictures_are_made_smaller_by_dropping_pixels_unless_told_otherwise(tmp_path):
    assert inspect.signature(keras.utils.load_img).parameters["interpolation"].default == "nearest"
    stripes = np.zeros((64, 64, 3))
    stripes[:, ::2] = 255
    keras.utils.save_img(tmp_path / "stripes.png", stripes, scale=False)

    def greys(**options):
        picture = keras.utils.load_img(tmp_path / "stripes.png", target_size=(16, 16), **options)
        return set(np.unique(keras.utils.img_to_array(picture)))

    assert greys() <= {0.0, 255.0}
    assert not greys(interpolation="bilinear") <= {0.0, 255.0}


def translator(*, sound: bool):
    """A tiny encoder and decoder; the sound one differs in cross-attention, a causal mask and positions."""
    source, target = keras.Input((6,), dtype="int32"), keras.Input((6,), dtype="int32")

    def embedded(tokens):
        z = layers.Embedding(20, 8, embeddings_initializer="normal")(tokens)
        return Positions()(z) if sound else z

    encoded = embedded(source)
    encoded = encoded + layers.MultiHeadAttention(2, 4)(encoded, encoded)
    decoded = embedded(target)
    decoded = decoded + layers.MultiHeadAttention(2, 4)(decoded, decoded, use_causal_mask=sound)
    decoded = decoded + layers.MultiHeadAttention(2, 4)(decoded, encoded) if sound else decoded
    model = keras.Model([source, target], layers.Dense(20)(decoded))
    model.set_weights([2 * w for w in model.get_weights()])
    return model


@pytest.fixture
def sentences(rng):
    return rng.integers(1, 20, (5, 6)), rng.integers(1, 20, (5, 6))


@erratum("S1-8")
def test_without_cross_attention_the_source_changes_nothing(sentences):
    source, target = sentences
    as_printed, sound = translator(sound=False), translator(sound=True)
    assert gap(as_printed([source, target]), as_printed([source[::-1], target])) == 0.0
    assert gap(sound([source, target]), sound([source[::-1], target])) > MOVED


@erratum("S1-8")
def test_keras_drops_the_encoder_from_the_model_without_a_word():
    def embeddings(model):
        return sum(isinstance(layer, layers.Embedding) for layer in model.layers)

    assert embeddings(silently(lambda: translator(sound=False))) == 1
    assert embeddings(translator(sound=True)) == 2


@erratum("S1-8")
def test_without_a_causal_mask_the_future_changes_the_past(sentences):
    source, target = sentences
    later = target.copy()
    later[:, -1] = target[:, -1] % 19 + 1
    as_printed, sound = translator(sound=False), translator(sound=True)
    assert gap(as_printed([source, target])[:, :-1], as_printed([source, later])[:, :-1]) > MOVED
    assert gap(sound([source, target])[:, :-1], sound([source, later])[:, :-1]) < SAME


@erratum("S1-8")
def test_without_positions_the_words_of_the_target_have_no_order(sentences):
    source, target = sentences
    order = np.array([2, 0, 5, 1, 4, 3])
    as_printed, sound = translator(sound=False), translator(sound=True)
    for model, low, high in ((as_printed, 0, SAME), (sound, MOVED, np.inf)):
        assert low <= gap(model([source, target[:, order]]), np.asarray(model([source, target]))[:, order]) < high


@erratum("S1-8")
def test_padding_flatters_a_loss_that_counts_it():
    y = np.array([[7, 3, 0, 0, 0, 0, 0, 0]])
    always_padding = np.full((1, 8, 20), -5.0, "float32")
    always_padding[..., 0] = 5
    counted = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    ignored = keras.losses.SparseCategoricalCrossentropy(from_logits=True, ignore_class=0)
    assert float(counted(y, always_padding)) < 3
    assert float(ignored(y, always_padding)) > 9


@erratum("S1-9")
def test_network_files_that_nobody_brings_are_an_error(tmp_path):
    with pytest.raises((cv2.error, AttributeError)):
        cv2.dnn.readNet(str(tmp_path / "yolov3.weights"), str(tmp_path / "yolov3.cfg"))


@erratum("S1-9")
def test_opencv_four_has_the_importer_for_darknet_and_onnx_is_the_way_that_stays(tmp_path):
    network = tmp_path / "tiny.cfg"
    network.write_text("[net]\nwidth=8\nheight=8\nchannels=3\n[avgpool]\n", encoding="utf-8")
    assert hasattr(cv2.dnn, "readNetFromONNX")
    if int(cv2.__version__.split(".")[0]) < 5:
        assert cv2.dnn.readNetFromDarknet(str(network)).getLayerNames()
    else:
        with pytest.raises((cv2.error, AttributeError)):
            cv2.dnn.readNetFromDarknet(str(network))


@erratum("S1-9")
def test_suppression_that_knows_no_classes_drops_a_box_of_another_class():
    boxes, scores = [[0, 0, 100, 100], [5, 0, 100, 100]], [0.9, 0.8]
    assert len(cv2.dnn.NMSBoxes(boxes, scores, 0.5, 0.4)) == 1
    assert len(cv2.dnn.NMSBoxesBatched(boxes, scores, [0, 1], 0.5, 0.4)) == 2
    assert len(cv2.dnn.NMSBoxesBatched(boxes, scores, [0, 0], 0.5, 0.4)) == 1


@erratum("S1-9")
def test_a_frame_that_is_not_square_is_squashed_unless_it_gets_a_border(disc):
    squashed = cv2.dnn.blobFromImage(disc, 1 / 255, (64, 64))[0, 0]
    bordered = cv2.dnn.blobFromImage(cv2.copyMakeBorder(disc, 50, 50, 0, 0, cv2.BORDER_CONSTANT), 1 / 255, (64, 64))[0, 0]
    assert proportions(squashed > 0.5) < 0.6
    assert 0.9 < proportions(bordered > 0.5) < 1.1


@erratum("S1-9")
def test_without_a_camera_the_loop_ends_in_silence(tmp_path):
    camera, frames = cv2.VideoCapture(str(tmp_path / "no-camera.avi")), 0
    while camera.read()[0]:
        frames += 1
    assert frames == 0
    assert not camera.isOpened(), "which is what a program should ask first"


@erratum("S1-9")
@pytest.mark.skipif(not re.search(r"GUI:\s+NONE", cv2.getBuildInformation()), reason="this OpenCV can open windows")
def test_a_server_has_no_window_to_show_frames_in(tmp_path, disc):
    with pytest.raises(cv2.error, match="not implemented"):
        cv2.imshow("frames", disc)
    assert cv2.imwrite(str(tmp_path / "frame.png"), disc)


@erratum("S1-10")
def test_folders_that_nobody_brings_are_an_error(tmp_path):
    generator = tf.keras.preprocessing.image.ImageDataGenerator()
    with pytest.raises(FileNotFoundError):
        generator.flow_from_directory(tmp_path / "train")
    (tmp_path / "train" / "nodule").mkdir(parents=True)
    keras.utils.save_img(tmp_path / "train" / "nodule" / "1.png", np.zeros((4, 4, 3)))
    assert generator.flow_from_directory(tmp_path / "train").samples == 1


@erratum("S1-10")
def test_patches_of_one_patient_on_both_sides_make_a_random_split_look_good(rng):
    random, by_patient = [], []
    for draw in range(20):
        patients = np.repeat(np.arange(40), 10)
        x = rng.normal(size=(40, 8))[patients] + 0.1 * rng.normal(size=(400, 8))
        y = rng.integers(2, size=40)[patients]  # a coin for each patient: nothing can be learned
        nearest = KNeighborsClassifier(1)
        train, test = train_test_split(np.arange(400), test_size=0.25, random_state=draw)
        random.append(nearest.fit(x[train], y[train]).score(x[test], y[test]))
        train, test = next(GroupShuffleSplit(1, test_size=0.25, random_state=draw).split(x, y, patients))
        by_patient.append(nearest.fit(x[train], y[train]).score(x[test], y[test]))
    assert np.mean(random) > 0.95
    assert 0.38 < np.mean(by_patient) < 0.62


def lung_network(channels: int, *, pool: bool):
    stack = [keras.Input((128, 128, channels))]
    for filters in (32, 64, 128):
        stack += [layers.Conv2D(filters, 3, activation="relu"), layers.MaxPooling2D()]
    stack += [layers.GlobalAveragePooling2D()] if pool else [layers.Flatten(), layers.Dense(512)]
    return keras.Sequential([*stack, layers.Dense(1)])


@erratum("S1-10")
def test_one_dense_layer_holds_nearly_all_weights():
    flat, pooled = lung_network(3, pool=False), lung_network(1, pool=True)
    assert flat.count_params() == 12_939_329
    assert max(layer.count_params() for layer in flat.layers) / flat.count_params() > 0.99
    assert pooled.count_params() < 100_000


@erratum("S1-10")
def test_a_mirrored_scan_has_its_left_side_on_the_right():
    scan = np.zeros((4, 4, 1))
    scan[:, 0] = 1  # the heart, say
    flip = tf.keras.preprocessing.image.ImageDataGenerator(horizontal_flip=True, vertical_flip=True).apply_transform
    assert flip(scan, {"flip_horizontal": True})[:, 3].all()
    assert flip(scan, {"brightness": None})[:, 0].all()


def payments(rng, n=20_000, frauds=40):
    """Features and labels; one feature tells a little."""
    x, y = rng.normal(size=(n, 3)), np.zeros(n, int)
    y[rng.choice(n, frauds, replace=False)] = 1
    x[y == 1, 0] += 1.5
    return x, y


@erratum("S1-11")
def test_accuracy_equals_the_share_of_honest_payments_while_no_fraud_is_found(rng):
    x, y = payments(rng)
    probability = LogisticRegression().fit(x, y).predict_proba(x)[:, 1]
    verdict = probability > 0.5
    assert (verdict == y).mean() == 1 - y.mean() == 0.998
    assert recall_score(y, verdict) == 0
    assert average_precision_score(y, probability) > 3 * y.mean()
    assert recall_score(y, probability > np.quantile(probability, 0.98)) > 0.1


@erratum("S1-11")
def test_a_scaler_fitted_before_the_split_lets_the_test_rows_into_training(rng):
    x, y = payments(rng, n=400, frauds=40)
    train, test = train_test_split(np.arange(400), test_size=0.2, random_state=42)
    changed = x.copy()
    changed[test[0]] = 1e4
    assert gap(StandardScaler().fit_transform(x)[train], StandardScaler().fit_transform(changed)[train]) > 0.1

    def sound(x):
        return make_pipeline(StandardScaler(), LogisticRegression()).fit(x[train], y[train])[0].transform(x[train])

    assert gap(sound(x), sound(changed)) == 0


@erratum("S1-11")
def test_without_stratify_the_number_of_frauds_to_be_found_is_left_to_chance(rng):
    x, y = payments(rng)
    chance = [train_test_split(y, test_size=0.2, random_state=s)[1].sum() for s in range(10)]
    kept = [train_test_split(y, test_size=0.2, random_state=s, stratify=y)[1].sum() for s in range(10)]
    assert np.ptp(chance) >= 3
    assert set(kept) == {8}


@erratum("S1-11")
def test_copies_of_a_row_get_on_both_sides_of_a_random_split(rng):
    x, _ = payments(rng, n=1000)
    x[:200] = x[200:400]

    def shared(rows):
        train, test = train_test_split(rows, test_size=0.2, random_state=42)
        return len(set(map(tuple, train)) & set(map(tuple, test)))

    assert shared(x) > 20
    assert shared(np.unique(x, axis=0)) == 0


@erratum("S1-12")
def test_a_package_that_is_imported_and_never_used_still_has_to_be_there(monkeypatch):
    program = "import librosa\nframes = 100"
    monkeypatch.setitem(sys.modules, "librosa", None)
    with pytest.raises(ImportError):
        exec(program, {})
    exec("frames = 100", {})


@erratum("S1-12")
def test_random_labels_are_learned_by_heart_and_new_clips_are_guessed(rng):
    y = rng.integers(4, size=464)
    noise = rng.normal(size=(464, 20, 6)).astype("float32")
    spoken = noise.copy()
    spoken[np.arange(464), :, y] += 1.5
    seen, fresh = fit_conv1d(noise, y)
    assert seen > 0.9
    assert 0.15 < fresh < 0.37
    assert fit_conv1d(spoken, y)[1] > 0.8


def fit_conv1d(x, y) -> tuple[float, float]:
    """Accuracies on the 64 clips that it learns from, and on 400 others."""
    model = keras.Sequential([keras.Input((20, 6)), layers.Conv1D(32, 3, activation="relu"), layers.Flatten(), layers.Dense(4)])
    model.compile(keras.optimizers.Adam(0.01), keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    for _ in range(60):
        model.train_on_batch(x[:64], y[:64])
    right = np.asarray(model(x)).argmax(axis=1) == y
    return right[:64].mean(), right[64:].mean()


@erratum("S1-12")
def test_flatten_fixes_the_length_of_a_clip_and_pooling_does_not():
    def network(pool, steps):
        return keras.Sequential([keras.Input((steps, 6)), layers.Conv1D(4, 3), pool, layers.Dense(10)])

    flat, pooled = network(layers.Flatten(), 20), network(layers.GlobalAveragePooling1D(), None)
    with pytest.raises(ValueError, match="incompatible shape|expected axis"):
        flat(np.zeros((1, 15, 6), "float32"))
    assert pooled(np.zeros((1, 15, 6), "float32")).shape == (1, 10)


@erratum("S1-12")
def test_one_answer_a_clip_is_no_transcript_and_a_loss_for_transcripts_wants_one_an_instant(rng):
    clips = rng.normal(size=(2, 20, 6)).astype("float32")
    one_a_clip = keras.Sequential([keras.Input((20, 6)), layers.Flatten(), layers.Dense(10)])(clips)
    one_an_instant = layers.Dense(10)(clips)
    lengths, words = np.array([20, 20]), np.array([[3, 1, 4], [1, 5, 0]])
    assert np.isfinite(ops.ctc_loss(words, one_an_instant, np.array([3, 2]), lengths, mask_index=0)).all()
    with pytest.raises((ValueError, tf.errors.InvalidArgumentError)):
        ops.ctc_loss(words, one_a_clip, np.array([3, 2]), lengths, mask_index=0)


# The third article.


@erratum("S2-1", "S2-2")
def test_a_program_indented_from_its_first_line_is_refused_and_a_dedented_one_is_not():
    program = "    import math\n\n    sizes = [\n    64,\n    10,\n    ]\n"
    with pytest.raises(IndentationError, match="unexpected indent"):
        compile(program, "listing", "exec")
    compile(textwrap.dedent(program), "listing", "exec")  # and the list inside brackets needs no indent of its own


@erratum("S2-1", "S2-2")
def test_training_data_that_nobody_loaded_are_a_name_error():
    program = "model.fit(train_images, train_labels, verbose=0)"
    model = keras.Sequential([keras.Input((2,)), layers.Dense(1)])
    model.compile("sgd", "mse")
    with pytest.raises(NameError, match="train_images"):
        exec(program, {"model": model})
    exec(program, {"model": model, "train_images": np.zeros((4, 2)), "train_labels": np.zeros(4)})


@erratum("S2-1")
def test_pictures_do_not_fit_a_layer_for_rows():
    model = keras.Sequential([keras.Input((784,)), layers.Dense(64), layers.Dense(10)])
    images = np.zeros((2, 28, 28), "float32")
    with pytest.raises(ValueError, match="incompatible shape|expected axis"):
        model(images)
    assert model(images.reshape(2, 784)).shape == (2, 10)


@erratum("S2-1")
def test_pixels_that_nobody_scaled_begin_far_above_the_loss_of_a_guess():
    x, y = load_digits(return_X_y=True)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model = keras.Sequential([keras.Input((64,)), layers.Dense(64, "relu"), layers.Dense(10)])
    assert float(loss(y, model(x * 255 / 16))) > 10 * np.log(10)
    assert abs(float(loss(y, model(x / 16))) - np.log(10)) < 0.7
