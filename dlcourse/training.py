"""Training, the same way in both frameworks: a readable PyTorch loop and a Keras callback that fill the same :class:`History`.

Loss and accuracy are means over the examples of an epoch, taken while the weights change (as Keras does); validation follows each
epoch. Accuracy takes the largest logit, or the sign of a single logit. Frameworks are imported when they are needed.
"""

from __future__ import annotations

import functools
import math
import sys
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Callable

import numpy as np

from dlcourse.errors import CourseError
from dlcourse.run import in_ipython

if TYPE_CHECKING:
    import torch

__all__ = ["History", "ProgressCallback", "fit", "predict"]


@dataclass
class History:
    """What training measured, one number an epoch.

    The accuracies are fractions, NaN where accuracy has no meaning (regression). The validation lists are empty without
    validation data. ``seconds`` is the wall-clock time; ``kept_epoch`` counts from one and says whose weights the model has.
    """

    loss: list[float] = field(default_factory=list)
    accuracy: list[float] = field(default_factory=list)
    val_loss: list[float] = field(default_factory=list)
    val_accuracy: list[float] = field(default_factory=list)
    seconds: float = 0.0
    kept_epoch: int = 0

    def summary(self, label: str = "") -> str:
        """One line: the epochs, the losses and accuracies of the epoch that was kept, and the time."""
        epochs = len(self.loss)
        counted = "1 epoch" if epochs == 1 else f"{epochs} epochs"
        parts = [label, counted if self.kept_epoch == epochs else f"{counted}, kept epoch {self.kept_epoch}"]
        kept = self.kept_epoch - 1
        for name, values, form in (
            ("loss", self.loss, ".3f"),
            ("accuracy", self.accuracy, ".1%"),
            ("val loss", self.val_loss, ".3f"),
            ("val accuracy", self.val_accuracy, ".1%"),
        ):
            redundant = name == "val loss" and self.val_accuracy and not math.isnan(self.val_accuracy[kept])
            missing = not values or ("accuracy" in name and math.isnan(values[kept]))
            if not redundant and not missing:
                parts.append(f"{name} {values[kept]:{form}}".replace("%", " %"))
        parts.append(f"{self.seconds:.1f} s")
        return " · ".join(part for part in parts if part)


def fit(
    model: torch.nn.Module,
    x: np.ndarray | torch.Tensor,
    y: np.ndarray | torch.Tensor,
    *,
    loss: Callable[[torch.Tensor, torch.Tensor], torch.Tensor],
    optimizer: torch.optim.Optimizer,
    epochs: int,
    batch_size: int,
    validation_data: tuple[Any, Any] | None = None,
    device: str = "cpu",
    patience: int | None = None,
    augment: Callable[[torch.Tensor], torch.Tensor] | None = None,
    shuffle: bool = True,
    seed: int = 0,
    label: str = "",
) -> History:
    """Train a PyTorch model and leave it in evaluation mode.

    ``x`` has shape ``(n, …)``, images ``(n, channels, height, width)``; ``y`` has shape ``(n,)``: class numbers, zeros and ones for
    a model with one logit, or real numbers. ``loss`` maps ``(logits, y)`` to a mean; one logit an example arrives in the shape of
    ``y``. ``augment`` maps a training batch, on the device, to another. ``seed`` decides the order of the examples. With
    ``patience``, training stops when the validation loss has not improved for that many epochs, and the best weights come back.
    Images are laid out with channels last; on a GPU the forward pass runs in bfloat16.

    Raises :class:`~dlcourse.errors.CourseError` for arguments that do not fit together and when a GPU's memory is too small.
    """
    import torch

    _check_fit(x, y, epochs, batch_size, validation_data, patience)
    model = _to_device(model, device)
    x, y = _tensor(x, device), _tensor(y, device)
    validation = None if validation_data is None else tuple(_tensor(part, device) for part in validation_data)
    order = torch.Generator().manual_seed(seed)
    recorder = _Recorder(epochs, math.ceil(len(x) / batch_size), patience, label)
    try:
        for _ in range(epochs):
            model.train()
            mean = _EpochMean()
            permutation = torch.randperm(len(x), generator=order) if shuffle else torch.arange(len(x))
            for batch in permutation.to(device).split(batch_size):
                inputs = x[batch] if augment is None else augment(x[batch])
                logits, targets = _forward(model, inputs, y[batch])
                batch_loss = loss(logits, targets)
                optimizer.zero_grad()
                batch_loss.backward()
                optimizer.step()
                mean.add(batch_loss, logits, targets)
                recorder.batch_done()
            val = (None, None) if validation is None else _evaluate(model, *validation, loss, batch_size)
            if recorder.epoch_done(*mean.result(), *val):
                best = {name: value.detach().clone() for name, value in model.state_dict().items()}
            if recorder.exhausted:
                break
    except torch.OutOfMemoryError:
        raise _out_of_memory(batch_size) from None
    model.eval()
    if patience is not None and recorder.best_epoch:
        model.load_state_dict(best)
    return recorder.finish()


def predict(model: torch.nn.Module, x: np.ndarray | torch.Tensor, *, batch_size: int = 512, device: str = "cpu") -> np.ndarray:
    """The model's logits for ``x`` as a float32 array, computed in evaluation mode; the model's own mode is left as it was."""
    import torch

    was_training = model.training
    model = _to_device(model, device).eval()
    try:
        with torch.inference_mode():
            parts = [_logits(model, part).cpu() for part in _tensor(x, device).split(batch_size)]
    except torch.OutOfMemoryError:
        raise _out_of_memory(batch_size) from None
    finally:
        model.train(was_training)
    return torch.cat(parts).numpy()


def _check_fit(x: Any, y: Any, epochs: int, batch_size: int, validation_data: Any, patience: int | None) -> None:
    if len(x) != len(y):
        raise CourseError(f"x and y must have the same length, but x has {len(x)} examples and y has {len(y)}.")
    if len(x) == 0:
        raise CourseError("There is nothing to train on: x is empty.")
    if epochs < 1 or batch_size < 1:
        raise CourseError(f"epochs and batch_size must be at least 1, not {epochs} and {batch_size}.")
    if validation_data is not None and len(validation_data[0]) != len(validation_data[1]):
        raise CourseError("The two parts of validation_data must have the same length.")
    if patience is not None and validation_data is None:
        raise CourseError("patience watches the validation loss: give validation_data as well.")


def _to_device(model: torch.nn.Module, device: str) -> torch.nn.Module:
    import torch

    if device.startswith("cuda") and not torch.cuda.is_available():
        raise CourseError("There is no GPU that PyTorch can use: choose device='cpu'.")
    # Convolutions read images with channels last faster, on processors as on GPUs; nothing else notices.
    return model.to(device, memory_format=torch.channels_last)


def _tensor(values: np.ndarray | torch.Tensor, device: str) -> torch.Tensor:
    """The values on the device; float64, which models do not take, becomes float32."""
    import torch

    tensor = torch.as_tensor(values)
    tensor = tensor.to(device, torch.float32 if tensor.dtype == torch.float64 else tensor.dtype)
    return tensor.contiguous(memory_format=torch.channels_last) if tensor.ndim == 4 else tensor


def _logits(model: torch.nn.Module, inputs: torch.Tensor) -> torch.Tensor:
    import torch

    # One autocast block covers one forward pass: inside a block the bfloat16 copies of the weights are cached, so a block held
    # across an update would go on with the old weights.
    with torch.autocast(inputs.device.type, torch.bfloat16, enabled=inputs.device.type == "cuda"):
        return model(inputs).float()


def _forward(model: torch.nn.Module, inputs: torch.Tensor, targets: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Logits and targets; with one logit an example both get one shape and type, so that no loss broadcasts (n, 1) against (n,)."""
    logits = _logits(model, inputs)
    if logits.numel() == targets.numel():
        return logits.reshape(targets.shape), targets.to(logits.dtype)
    return logits, targets


def _evaluate(model: torch.nn.Module, x: torch.Tensor, y: torch.Tensor, loss: Callable, batch_size: int) -> tuple[float, float]:
    import torch

    model.eval()
    mean = _EpochMean()
    with torch.inference_mode():
        for inputs, targets in zip(x.split(batch_size), y.split(batch_size), strict=True):
            logits, targets = _forward(model, inputs, targets)
            mean.add(loss(logits, targets), logits, targets)
    return mean.result()


class _EpochMean:
    """Loss and accuracy, summed on the device, because reading a number from a GPU after every batch would make it wait."""

    def __init__(self) -> None:
        self.loss, self.accuracy, self.count = 0.0, 0.0, 0

    def add(self, batch_loss: torch.Tensor, logits: torch.Tensor, targets: torch.Tensor) -> None:
        n = len(targets)
        self.loss = self.loss + batch_loss.detach() * n
        self.accuracy = self.accuracy + _accuracy(logits.detach(), targets) * n
        self.count += n

    def result(self) -> tuple[float, float]:
        return float(self.loss) / self.count, float(self.accuracy) / self.count


def _accuracy(logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    if logits.shape != targets.shape:
        return (logits.argmax(dim=1) == targets).float().mean()
    right = ((logits > 0) == (targets > 0.5)).float().mean()
    is_binary = ((targets == 0) | (targets == 1)).all()
    return right.where(is_binary, math.nan)


def _out_of_memory(batch_size: int) -> CourseError:
    return CourseError(f"The GPU's memory is too small for batches of {batch_size}: lower batch_size.")


class _Recorder:
    """What both frameworks share: the history, the progress line and the rule for stopping early."""

    def __init__(self, epochs: int, batches: int | None, patience: int | None, label: str):
        self.epochs, self.batches, self.patience, self.label = epochs, batches, patience, label
        self.history = History()
        self.best_epoch, self.best_loss = 0, math.inf
        self.batch = 0
        self.began = time.perf_counter()
        self.line = _Line()

    def batch_done(self) -> None:
        self.batch += 1
        share = f" · {self.batch / self.batches:.0%}".replace("%", " %") if self.batches else ""
        self.line.update(" · ".join(filter(None, [self.label, f"epoch {len(self.history.loss) + 1} of {self.epochs}"])) + share)

    def epoch_done(self, loss: float, accuracy: float, val_loss: float | None = None, val_accuracy: float | None = None) -> bool:
        """Note an epoch; true when its weights are worth keeping, that is, when they are to be restored unless a better epoch comes."""
        self.history.loss.append(loss)
        self.history.accuracy.append(accuracy)
        if val_loss is not None:
            self.history.val_loss.append(val_loss)
            self.history.val_accuracy.append(val_accuracy)
        self.batch = 0
        improved = self.patience is not None and val_loss < self.best_loss
        if improved:
            self.best_epoch, self.best_loss = len(self.history.loss), val_loss
        return improved

    @property
    def exhausted(self) -> bool:
        return self.patience is not None and len(self.history.loss) - self.best_epoch >= self.patience

    def finish(self) -> History:
        self.history.seconds = time.perf_counter() - self.began
        self.history.kept_epoch = self.best_epoch or len(self.history.loss)
        self.line.finish(self.history.summary(self.label))
        return self.history


class _Line:
    """One line of output that changes while work goes on. What remains of it, also in a saved notebook, is its last text."""

    seconds_between_updates = 0.2

    def __init__(self) -> None:
        self.handle = None
        self.width = 0
        self.shown_at = -math.inf

    def update(self, text: str) -> None:
        if time.perf_counter() - self.shown_at < self.seconds_between_updates:
            return
        self.shown_at = time.perf_counter()
        if in_ipython():
            self._display(text)
        elif sys.stdout.isatty():
            print("\r" + text.ljust(self.width), end="", flush=True)
            self.width = len(text)

    def finish(self, text: str) -> None:
        if in_ipython():
            self._display(text)
        else:
            print(("\r" if self.width else "") + text.ljust(self.width))

    def _display(self, text: str) -> None:
        from IPython.display import display

        bundle = {"text/plain": text}
        if self.handle is None:
            self.handle = display(bundle, raw=True, display_id=True)
        else:
            self.handle.update(bundle, raw=True)


@functools.cache
def _progress_callback() -> type:
    """Define the callback: a subclass of Keras's, so not before Keras is wanted."""
    import keras

    class ProgressCallback(keras.callbacks.Callback):
        """Shows one line while Keras trains and fills ``history``, a :class:`History`.

        Use ``model.fit(…, verbose=0, callbacks=[progress])``. With ``patience``, training stops when the validation loss has not
        improved for that many epochs, and the best weights come back.
        """

        def __init__(self, label: str = "", patience: int | None = None):
            super().__init__()
            self.label, self.patience = label, patience
            self.history = History()

        def on_train_begin(self, logs=None):
            _check_keras_accuracy(self.model)
            self._best = None
            self._recorder = _Recorder(self.params["epochs"], self.params["steps"], self.patience, self.label)
            self.history = self._recorder.history

        def on_train_batch_end(self, batch, logs=None):
            self._recorder.batch_done()

        def on_epoch_end(self, epoch, logs=None):
            val_loss = logs.get("val_loss")
            if self.patience is not None and val_loss is None:
                raise CourseError("patience watches the validation loss: give validation_data as well.")
            if self._recorder.epoch_done(logs["loss"], _keras_accuracy(logs, ""), val_loss, _keras_accuracy(logs, "val_")):
                self._best = self.model.get_weights()
            if self._recorder.exhausted:
                self.model.stop_training = True

        def on_train_end(self, logs=None):
            if self._best is not None:
                self.model.set_weights(self._best)
            self._recorder.finish()

    ProgressCallback.__module__, ProgressCallback.__qualname__ = __name__, "ProgressCallback"
    return ProgressCallback


def _keras_accuracy(logs: dict[str, float], prefix: str) -> float:
    return next((logs[name] for name in logs if name.startswith(f"{prefix}") and name.removeprefix(prefix) in _ACCURACIES), math.nan)


_ACCURACIES = ("accuracy", "acc", "binary_accuracy", "categorical_accuracy", "sparse_categorical_accuracy")


def _check_keras_accuracy(model: Any) -> None:
    """Refuse ``metrics=["accuracy"]`` for a single logit: Keras would compare the logit, not the probability, with one half."""
    metrics = getattr(getattr(model, "_compile_metrics", None), "_user_metrics", None) or []
    if getattr(model.loss, "name", "") == "binary_crossentropy" and getattr(model.loss, "from_logits", False) and "accuracy" in metrics:
        raise CourseError("For one logit Keras needs metrics=[keras.metrics.BinaryAccuracy(threshold=0, name='accuracy')].")


def __getattr__(name: str) -> Any:
    if name == "ProgressCallback":
        return _progress_callback()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
