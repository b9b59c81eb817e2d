"""What to do when a GPU runs out of memory, in one sentence instead of a page of an allocator's statistics."""

from __future__ import annotations

import re

ADVICE = (
    "The GPU ran out of memory{wanted}: restart the kernel, then lower the batch size or another size that this notebook sets with run.pick, "
    'or choose a smaller profile in the cell "profile, seed = ..." (profile = "standard" instead of "full").'
)
# The class that a framework raises, or its words where it raises a general one.
_CLASSES = ("OutOfMemoryError", "ResourceExhaustedError")
_WORDS = re.compile(
    r"CUDA(?: error)?: out of memory|CUDA out of memory|HIP out of memory|MPS backend out of memory|RESOURCE_EXHAUSTED|OOM when allocating|"
    r"CUBLAS_STATUS_ALLOC_FAILED|CUDNN_STATUS_ALLOC_FAILED|failed to allocate memory|CUDA_ERROR_OUT_OF_MEMORY",
    re.IGNORECASE,
)
_WANTED = re.compile(r"Tried to allocate (?P<torch>[\d.]+ \wiB)|allocating tensor with shape(?P<tensorflow>\[[\d,]*\])", re.IGNORECASE)


def advice(kind: str, message: str) -> str:
    """The sentence for an exception of class ``kind`` with this message; empty when it does not say that a GPU's memory was full."""
    if kind.rpartition(".")[2] not in _CLASSES and not _WORDS.search(message):
        return ""
    wanted = _WANTED.search(message)
    if not wanted:
        return ADVICE.format(wanted="")
    asked = f"{wanted['torch']} more" if wanted["torch"] else f"a tensor of shape {wanted['tensorflow']}"
    return ADVICE.format(wanted=f" (it was asked for {asked})")


def explain_in_notebooks() -> None:
    """Let IPython, where this runs inside it, end the traceback of such an exception with :func:`advice`."""
    try:
        from IPython import get_ipython
    except ModuleNotFoundError:
        return
    shell = get_ipython()
    if shell is not None:
        shell.set_custom_exc((Exception,), _show)


def _show(shell: object, kind: type[BaseException], error: BaseException, traceback: object, tb_offset: int | None = None) -> None:
    """Show an exception as ever, and what to do about it if it is one that this module knows.

    The advice is a note of the exception, so it stands in the traceback and not in another output.
    """
    words = advice(kind.__name__, str(error))
    if words and words not in getattr(error, "__notes__", []):
        error.add_note(words)
    shell.showtraceback((kind, error, traceback), tb_offset=tb_offset)
