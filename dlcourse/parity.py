"""Parity: the same weights in a Keras model and a PyTorch model, and the proof that both then compute the same.

The layers that have weights are paired in order. The frameworks lay the same weights out differently:

=================== =============================== ===================================================
layer               Keras                           PyTorch
=================== =============================== ===================================================
Dense, Linear       (in, out)                       (out, in)
convolution         (*kernel, in, out)              (out, in, *kernel)
Flatten, then Dense rows in the order (h, w, c)     columns in the order (c, h, w)
LSTM, SimpleRNN     (in, gates·units), one bias     (gates·units, in), two biases that are added
MultiHeadAttention  kernels (d, heads, d / heads)   one matrix (3·d, d): queries, keys, values
=================== =============================== ===================================================

An LSTM's gates stand in the same order in both: input, forget, candidate, output. BatchNormalization's momentum is the share that is
*kept* in Keras and the share that is *replaced* in PyTorch (0.99 there is 0.01 here); it steers training only and is not compared.
"""

from __future__ import annotations

import contextlib
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Callable, Iterator

import numpy as np

from dlcourse.errors import CourseError

if TYPE_CHECKING:
    import keras
    import torch

__all__ = ["copy_keras_to_torch", "copy_torch_to_keras", "max_gradient_difference", "max_output_difference"]

Rearrange = Callable[[np.ndarray], np.ndarray]

# Which PyTorch layers may stand opposite which Keras layer.
PAIRS = {
    "Dense": ("Linear",),
    "Conv1D": ("Conv1d",),
    "Conv2D": ("Conv2d",),
    "Conv2DTranspose": ("ConvTranspose2d",),
    "BatchNormalization": ("BatchNorm1d", "BatchNorm2d"),
    "LayerNormalization": ("LayerNorm",),
    "Embedding": ("Embedding",),
    "SimpleRNN": ("RNN",),
    "LSTM": ("LSTM",),
    "MultiHeadAttention": ("MultiheadAttention",),
}
_TORCH_LAYERS = {name for names in PAIRS.values() for name in names}
_CHANNELS_FIRST = ("Conv1d", "Conv2d", "ConvTranspose2d", "BatchNorm2d")


def copy_keras_to_torch(keras_model: keras.Model, torch_model: torch.nn.Module) -> None:
    """Give the PyTorch model the Keras model's weights. Nothing is copied unless everything fits.

    Raises :class:`~dlcourse.errors.CourseError` when the layers do not match in number, kind, shape or epsilon.
    """
    import torch

    links = _links(keras_model, torch_model)
    with torch.no_grad():
        for link in links:
            value = torch.tensor(link.to_torch(_numpy(link.variable)))
            link.of(link.parameter).copy_(value)
            if link.added is not None:
                link.added.zero_()


def copy_torch_to_keras(torch_model: torch.nn.Module, keras_model: keras.Model) -> None:
    """Give the Keras model the PyTorch model's weights; see :func:`copy_keras_to_torch`."""
    for link in _links(keras_model, torch_model):
        value = link.of(link.parameter).detach()
        if link.added is not None:
            value = value + link.added.detach()
        link.variable.assign(link.to_keras(value.cpu().numpy()))


def max_output_difference(keras_model: keras.Model, torch_model: torch.nn.Module, x: np.ndarray) -> float:
    """The largest absolute difference between the two models' outputs for ``x``, both in evaluation mode.

    ``x`` is laid out as Keras takes it; images and sequences go to a PyTorch model that begins with a convolution channels first.
    """
    import torch

    _links(keras_model, torch_model)
    with _evaluating(torch_model), _full_precision(), torch.inference_mode():
        from_torch = _channels_last(torch_model, torch_model(_torch_input(torch_model, x))).cpu().numpy()
        from_keras = _numpy(keras_model(x, training=False))
    if from_keras.shape != from_torch.shape:
        raise CourseError(f"The outputs differ in shape: Keras gives {from_keras.shape}, PyTorch gives {from_torch.shape}.")
    return _largest([from_keras - from_torch])


def max_gradient_difference(
    keras_model: keras.Model, torch_model: torch.nn.Module, x: np.ndarray, y: np.ndarray, *, loss: str = "cross-entropy"
) -> float:
    """The largest absolute difference between the gradients of the mean loss, over every trainable weight, in evaluation mode.

    ``loss`` is ``"cross-entropy"`` (logits and class numbers), ``"binary-cross-entropy"`` (one logit, zeros and ones) or
    ``"mean-squared-error"``. Keras may run on TensorFlow or on PyTorch.
    """
    import torch

    if loss not in _LOSSES:
        raise CourseError(f"There is no loss {loss!r}: choose one of {', '.join(_LOSSES)}.")
    links = [link for link in _links(keras_model, torch_model) if link.parameter.requires_grad or link.variable.trainable]
    for link in links:
        if link.parameter.requires_grad != link.variable.trainable:
            raise CourseError(f"{link.name} is trained in one framework and frozen in the other.")
    y = np.asarray(y)
    with _evaluating(torch_model), _full_precision():
        logits = _channels_last(torch_model, torch_model(_torch_input(torch_model, x)))
        tensors = {id(t): t for link in links for t in (link.parameter, link.added) if t is not None}
        gradients = torch.autograd.grad(_torch_loss(loss, logits, y), list(tensors.values()), allow_unused=True, materialize_grads=True)
        of_tensor = dict(zip(tensors, gradients, strict=True))
        from_keras = _keras_gradients(keras_model, [link.variable for link in links], x, y, loss)

    def differences() -> Iterator[np.ndarray]:
        for link, expected in zip(links, from_keras, strict=True):
            yield link.to_keras(link.of(of_tensor[id(link.parameter)]).cpu().numpy()) - expected
            if link.added is not None:
                yield link.to_keras(of_tensor[id(link.added)].cpu().numpy()) - expected

    return _largest(differences())


@dataclass(frozen=True)
class _Link:
    """One Keras variable and where the same numbers stand in PyTorch.

    ``rows`` says which part of the parameter is meant; ``added`` is a second PyTorch tensor that is added to the first.
    """

    name: str
    variable: keras.Variable
    parameter: torch.Tensor
    to_torch: Rearrange
    to_keras: Rearrange
    rows: slice | None = None
    added: torch.Tensor | None = None

    def of(self, tensor: torch.Tensor) -> torch.Tensor:
        return tensor if self.rows is None else tensor[self.rows]


def _same(array: np.ndarray) -> np.ndarray:
    return array


def _transpose(array: np.ndarray) -> np.ndarray:
    return array.T


def _links(keras_model: Any, torch_model: Any) -> list[_Link]:
    """Pair the layers in order and link every weight; raises when anything does not fit."""
    keras_layers = list(_keras_layers(keras_model))
    torch_layers = list(_torch_layers(torch_model))
    weighted = [layer for layer in keras_layers if _kind(layer) != "Flatten"]
    if len(weighted) != len(torch_layers):
        ours, theirs = (", ".join(map(_kind, layers)) or "none" for layers in (weighted, torch_layers))
        raise CourseError(f"The models differ in their layers with weights: Keras has {ours}; PyTorch has {theirs}.")
    links: list[_Link] = []
    flattened: tuple[int, ...] | None = None
    partners = iter(torch_layers)
    for layer in keras_layers:
        if _kind(layer) == "Flatten":
            flattened = _flattened_shape(layer)
            continue
        partner = next(partners)
        pair = f"Keras layer {layer.name!r} ({_kind(layer)}) and PyTorch layer {_kind(partner)} beside it"
        if _kind(partner) not in PAIRS[_kind(layer)]:
            raise CourseError(f"{pair} are of different kinds.")
        if not layer.built:
            raise CourseError(f"{pair} cannot be compared before the Keras model is built: give it a keras.Input, or call it once.")
        links += _checked(pair, _layer_links(pair, layer, partner, flattened))
        if _kind(layer) == "Dense":
            flattened = None
    return links


def _layer_links(pair: str, layer: Any, partner: Any, flattened: tuple[int, ...] | None) -> list[_Link]:
    kind = _kind(layer)
    if kind == "Dense":
        order = _flatten_order(flattened, layer.kernel.shape[0], pair)
        back = np.argsort(order)
        kernel = _Link(pair, layer.kernel, partner.weight, lambda k: k[order].T, lambda w: w.T[back])
        return [kernel, *_optional(pair, (layer.bias, partner.bias))]
    if kind.startswith("Conv"):
        kernel = _Link(pair, layer.kernel, partner.weight, _kernel_to_torch, _kernel_to_keras)
        return [kernel, *_optional(pair, (layer.bias, partner.bias))]
    if kind == "Embedding":
        return [_Link(pair, layer.embeddings, partner.weight, _same, _same)]
    if kind in ("SimpleRNN", "LSTM"):
        return _recurrent_links(pair, layer, partner)
    if kind == "MultiHeadAttention":
        return _attention_links(pair, layer, partner)
    if not math.isclose(layer.epsilon, partner.eps):
        raise CourseError(f"{pair} use different epsilons, {layer.epsilon:g} and {partner.eps:g}: give both the same.")
    slots = [(layer.gamma, partner.weight), (layer.beta, partner.bias)]
    if kind == "BatchNormalization":
        slots += [(layer.moving_mean, partner.running_mean), (layer.moving_variance, partner.running_var)]
        order = _flatten_order(flattened, layer.moving_mean.shape[0], pair)
        back = np.argsort(order)
        return _optional(pair, *slots, to_torch=lambda v: v[order], to_keras=lambda v: v[back])
    return _optional(pair, *slots)


def _optional(pair: str, *slots: tuple[Any, Any], to_torch: Rearrange = _same, to_keras: Rearrange = _same) -> list[_Link]:
    """Links for weights that a layer may lack, in both frameworks or in neither."""
    for variable, parameter in slots:
        if (variable is None) != (parameter is None):
            raise CourseError(f"{pair} differ: one has a bias, scale or shift that the other lacks.")
    return [_Link(pair, variable, parameter, to_torch, to_keras) for variable, parameter in slots if variable is not None]


def _recurrent_links(pair: str, layer: Any, partner: Any) -> list[_Link]:
    if partner.num_layers != 1 or partner.bidirectional or getattr(partner, "proj_size", 0):
        raise CourseError(f"{pair} can be compared only when PyTorch's has one layer, one direction and no projection.")
    if layer.use_bias != partner.bias:
        raise CourseError(f"{pair} differ: one has a bias that the other lacks.")
    cell = layer.cell
    links = [
        _Link(pair, cell.kernel, partner.weight_ih_l0, _transpose, _transpose),
        _Link(pair, cell.recurrent_kernel, partner.weight_hh_l0, _transpose, _transpose),
    ]
    if layer.use_bias:
        links.append(_Link(pair, cell.bias, partner.bias_ih_l0, _same, _same, added=partner.bias_hh_l0))
    return links


def _attention_links(pair: str, layer: Any, partner: Any) -> list[_Link]:
    d, heads = partner.embed_dim, partner.num_heads
    if partner.in_proj_weight is None or partner.bias_k is not None:
        raise CourseError(f"{pair} can be compared only when queries, keys and values have one size and PyTorch adds no bias to them.")
    if (layer.num_heads, layer.key_dim) != (heads, d // heads):
        raise CourseError(f"{pair} differ: {layer.num_heads} heads of size {layer.key_dim} against {heads} of size {d // heads}.")
    links = []
    for i, dense in enumerate((layer.query_dense, layer.key_dense, layer.value_dense)):
        rows = slice(i * d, (i + 1) * d)
        kernel = (lambda k: k.reshape(-1, d).T, lambda w: w.T.reshape(d, heads, -1))
        links.append(_Link(pair, dense.kernel, partner.in_proj_weight, *kernel, rows))
        for link in _optional(pair, (dense.bias, partner.in_proj_bias)):
            links.append(_Link(pair, link.variable, link.parameter, np.ravel, lambda b: b.reshape(heads, -1), rows))
    out = layer.output_dense
    links.append(_Link(pair, out.kernel, partner.out_proj.weight, lambda k: k.reshape(d, -1).T, lambda w: w.T.reshape(heads, -1, d)))
    return links + _optional(pair, (out.bias, partner.out_proj.bias))


def _checked(pair: str, links: list[_Link]) -> list[_Link]:
    for link in links:
        there = tuple(link.of(link.parameter).shape)
        try:
            fits = link.to_torch(np.empty(link.variable.shape, np.float32)).shape == there
        except ValueError:
            fits = False
        if not fits:
            raise CourseError(f"{pair} differ in shape: {tuple(link.variable.shape)} does not become {there}.")
    return links


def _kernel_to_torch(kernel: np.ndarray) -> np.ndarray:
    return np.moveaxis(kernel, (-1, -2), (0, 1))


def _kernel_to_keras(weight: np.ndarray) -> np.ndarray:
    return np.moveaxis(weight, (0, 1), (-1, -2))


def _flatten_order(flattened: tuple[int, ...] | None, size: int, pair: str) -> np.ndarray:
    """For each feature in PyTorch's order, its place in Keras's: channels first against channels last."""
    if flattened is None:
        return np.arange(size)
    if math.prod(flattened) != size:
        raise CourseError(f"{pair} follow a Flatten of {math.prod(flattened)} numbers, but {size} inputs were expected.")
    return np.moveaxis(np.arange(size).reshape(flattened), -1, 0).ravel()


def _flattened_shape(layer: Any) -> tuple[int, ...] | None:
    """The shape (…, channels) that a Flatten layer flattens, or None where there is nothing to reorder."""
    try:
        shape = tuple(layer.input.shape)[1:]
    except AttributeError:
        raise CourseError(f"The shape before {layer.name!r} is not known: build the Keras model from a keras.Input.") from None
    if len(shape) > 1 and None in shape:
        raise CourseError(f"The shape before {layer.name!r} is not known: give keras.Input every dimension.")
    return shape if len(shape) > 1 else None


def _kind(layer: Any) -> str:
    """The name of the layer's kind in its framework, also when a notebook has derived a class from it."""
    classes = type(layer).__mro__
    # On its PyTorch backend a Keras layer is a PyTorch module too, so Keras is asked for first.
    is_keras = any(cls.__module__.startswith("keras.") for cls in classes)
    known = {*PAIRS, "Flatten"} if is_keras else _TORCH_LAYERS
    return next((cls.__name__ for cls in classes if cls.__name__ in known), classes[0].__name__)


def _keras_layers(model: Any) -> Iterator[Any]:
    """Layers with weights, and Flatten layers, in the order in which the model holds them."""
    kind = _kind(model)
    if kind in PAIRS or kind == "Flatten":
        yield model
        return
    # A recurrent layer is one layer, whatever cell it holds.
    children = [] if hasattr(model, "cell") else model.layers if hasattr(model, "layers") else model._layers
    inner = {id(variable) for child in children for variable in child.weights}
    own = [v for v in model.weights if id(v) not in inner and "seed" not in v.path]
    if own:
        raise CourseError(f"Weights of the Keras layer {model.name!r} ({kind}) cannot be copied: there is no rule for this kind.")
    for child in children:
        yield from _keras_layers(child)


def _torch_layers(model: Any) -> Iterator[Any]:
    kind = _kind(model)
    if kind in _TORCH_LAYERS:
        yield model
        return
    if list(model.parameters(recurse=False)):
        raise CourseError(f"Weights of the PyTorch layer {kind} cannot be copied: there is no rule for this kind.")
    for child in model.children():
        yield from _torch_layers(child)


def _first_is_channels_first(model: Any, ndim: int) -> bool:
    first = next(_torch_layers(model), None)
    return first is not None and _kind(first) in _CHANNELS_FIRST and ndim > 2


def _torch_input(model: Any, x: np.ndarray) -> torch.Tensor:
    import torch

    x = np.asarray(x)
    if _first_is_channels_first(model, x.ndim):
        x = np.moveaxis(x, -1, 1)
    weight = next(model.parameters(), torch.zeros(()))
    kind = weight.dtype if np.issubdtype(x.dtype, np.floating) else torch.long
    return torch.as_tensor(np.ascontiguousarray(x)).to(weight.device, kind)


def _channels_last(model: Any, output: torch.Tensor) -> torch.Tensor:
    return output.movedim(1, -1) if _first_is_channels_first(model, output.ndim) else output


def _torch_loss(name: str, logits: torch.Tensor, y: np.ndarray) -> torch.Tensor:
    import torch
    from torch.nn import functional as F

    if name == "cross-entropy":
        return F.cross_entropy(logits.reshape(-1, logits.shape[-1]), torch.as_tensor(y, device=logits.device).long().ravel())
    target = torch.as_tensor(y, device=logits.device, dtype=logits.dtype).ravel()
    _check_targets(target, logits.numel())
    return (F.binary_cross_entropy_with_logits if name == "binary-cross-entropy" else F.mse_loss)(logits.ravel(), target)


def _check_targets(target: Any, outputs: int) -> None:
    if len(target) != outputs:
        raise CourseError(f"y needs one number for each of the {outputs} outputs, but it has {len(target)}.")


def _cross_entropy(ops: Any, logits: Any, y: np.ndarray) -> Any:
    return ops.mean(ops.sparse_categorical_crossentropy(y.astype("int32"), logits, from_logits=True))


def _binary_cross_entropy(ops: Any, logits: Any, y: np.ndarray) -> Any:
    return ops.mean(ops.binary_crossentropy(y.ravel().astype("float32"), ops.ravel(logits), from_logits=True))


def _mean_squared_error(ops: Any, output: Any, y: np.ndarray) -> Any:
    return ops.mean(ops.square(ops.subtract(ops.ravel(output), y.ravel().astype("float32"))))


_LOSSES = {"cross-entropy": _cross_entropy, "binary-cross-entropy": _binary_cross_entropy, "mean-squared-error": _mean_squared_error}


def _keras_gradients(model: Any, variables: list[Any], x: np.ndarray, y: np.ndarray, loss: str) -> list[np.ndarray]:
    import keras

    def value() -> Any:
        return _LOSSES[loss](keras.ops, model(x, training=False), y)

    backend = keras.backend.backend()
    if backend == "tensorflow":
        import tensorflow as tf

        with tf.GradientTape() as tape:
            result = value()
        gradients = tape.gradient(result, [v.value for v in variables], unconnected_gradients=tf.UnconnectedGradients.ZERO)
        return [tf.convert_to_tensor(gradient).numpy() for gradient in gradients]
    if backend == "torch":
        import torch

        gradients = torch.autograd.grad(value(), [v.value for v in variables], allow_unused=True, materialize_grads=True)
        return [gradient.cpu().numpy() for gradient in gradients]
    raise CourseError(f"Gradients are compared with Keras on TensorFlow or PyTorch, not on {backend}.")


@contextlib.contextmanager
def _evaluating(model: torch.nn.Module) -> Iterator[None]:
    was_training = model.training
    model.eval()
    try:
        yield
    finally:
        model.train(was_training)


@contextlib.contextmanager
def _full_precision() -> Iterator[None]:
    """Switch off cuDNN, which rounds to TensorFloat-32 and cannot go backwards through an LSTM in evaluation mode."""
    import torch

    with torch.backends.cudnn.flags(enabled=False):
        yield


def _numpy(value: Any) -> np.ndarray:
    import keras

    # A copy is a plain tensor; TensorFlow's variables warn when NumPy reads them.
    return keras.ops.convert_to_numpy(keras.ops.copy(value))


def _largest(differences: Any) -> float:
    """The largest absolute number in all arrays; NaN if there is one, so that it can never pass for small."""
    largest = [float(np.max(np.abs(array))) for array in differences if array.size]
    return float(np.max(largest)) if largest else 0.0
