"""A GPU that runs out of memory gives one sentence with what to lower, whichever framework says so and in whichever words."""

from __future__ import annotations

import pytest
from IPython.core.interactiveshell import InteractiveShell

from dlcourse import gpu_memory

TORCH = "CUDA out of memory. Tried to allocate 20.00 GiB. GPU 0 has a total capacity of 14.74 GiB of which 6.12 GiB is free."
TENSORFLOW = "{{function_node __wrapped__Conv2D}} OOM when allocating tensor with shape[4096,512,64,64] and type float on GPU:0 [Op:Conv2D]"


def torch_error() -> Exception:
    import torch

    return torch.OutOfMemoryError(TORCH)


def tensorflow_error() -> Exception:
    import tensorflow as tf

    return tf.errors.ResourceExhaustedError(None, None, TENSORFLOW)


@pytest.mark.parametrize(("make", "asked"), [(torch_error, "20.00 GiB more"), (tensorflow_error, "a tensor of shape [4096,512,64,64]")])
def test_each_framework_is_understood(make, asked: str) -> None:
    error = make()
    words = gpu_memory.advice(type(error).__name__, str(error))
    assert words.startswith(f"The GPU ran out of memory (it was asked for {asked}): restart the kernel, then lower the batch size")
    assert "\n" not in words and words.endswith(".") and "run.pick" in words


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("RuntimeError", "CUDA error: out of memory"),
        ("RuntimeError", "CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`"),
        ("InternalError", "RESOURCE_EXHAUSTED: Out of memory while trying to allocate 8589934592 bytes."),
        ("torch.OutOfMemoryError", ""),
    ],
)
def test_a_general_error_is_known_by_its_words(kind: str, message: str) -> None:
    assert gpu_memory.advice(kind, message).startswith("The GPU ran out of memory: ")


@pytest.mark.parametrize(("kind", "message"), [("MemoryError", ""), ("RuntimeError", "shapes do not fit"), ("ValueError", "room for memory")])
def test_other_errors_are_left_alone(kind: str, message: str) -> None:
    assert gpu_memory.advice(kind, message) == ""


def test_the_runner_says_the_sentence_and_where() -> None:
    from nbformat.v4 import new_code_cell, new_notebook, new_output

    from dlcourse.book.kernel import failed_cell

    error = new_output("error", ename="OutOfMemoryError", evalue=TORCH, traceback=[])
    said = failed_cell(new_notebook(cells=[new_code_cell("history = training.fit(model)", outputs=[error])]))
    assert said == f"cell 1 (history = training.fit(model)) stopped. {gpu_memory.advice('OutOfMemoryError', TORCH)}"


def test_in_a_notebook_the_traceback_ends_with_the_sentence(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    shell = InteractiveShell()
    monkeypatch.setattr("IPython.get_ipython", lambda: shell)
    gpu_memory.explain_in_notebooks()
    result = shell.run_cell(f"raise type('OutOfMemoryError', (RuntimeError,), {{}})({TORCH!r})")
    said = capsys.readouterr().out
    assert not result.success and said.count("The GPU ran out of memory") == 1 and "OutOfMemoryError" in said
    assert not shell.run_cell("1 / 0").success
    said = capsys.readouterr().out
    assert "ZeroDivisionError" in said and "GPU" not in said
