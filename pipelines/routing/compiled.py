"""The one way a kernel is compiled: cached on disk, without the interpreter lock, exact integers."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar, cast

import numba

Kernel = TypeVar("Kernel", bound=Callable[..., object])


def kernel(function: Kernel) -> Kernel:
    """Compile a function of arrays and scalars to machine code.

    The compiled code is cached beside the source, else in the user's home, and releases the interpreter lock,
    so kernels run side by side in a thread pool. Where neither may be written it is compiled at each run.
    """
    try:
        return cast(Kernel, numba.njit(cache=True, nogil=True)(function))
    except RuntimeError:
        return cast(Kernel, numba.njit(nogil=True)(function))


def is_kept(function: Callable[..., object]) -> bool:
    """Tell whether a kernel's machine code lies on the disk, or none can: then nothing is gained ahead."""
    folder = getattr(getattr(function, "_cache", None), "cache_path", None)
    if folder is None:
        return True
    name = f"{function.__module__.rpartition('.')[2]}.{function.__qualname__}"
    return any(Path(folder).glob(f"{name}-*.nbi"))


def forget_stale_kernels(package: Path) -> int:
    """Drop cached kernels that are older than any source file of the package, or were cut short.

    numba compiles a kernel anew when its own file changes, but not when a kernel it calls from
    another file does: it would go on running the old one. And it fails for good on an index that a full disk or
    a kill has cut short.

    Returns
    -------
    int
        How many were dropped.
    """
    dropped = 0
    with suppress(OSError):  # a cache that cannot be read or written is not used either
        newest = max((file.stat().st_mtime for file in package.glob("*.py")), default=0.0)
        for index in (package / "__pycache__").glob("*.nbi"):
            if index.stat().st_mtime < newest or not _is_whole(index):
                index.unlink(missing_ok=True)
                dropped += 1
    return dropped


def _is_whole(index: Path) -> bool:
    """Tell whether an index and the code that belongs to it begin and end as Python's pickles do."""
    stem = index.name.removesuffix(".nbi")
    for file in (index, *index.parent.glob(f"{stem}.*.nbc")):
        content = file.read_bytes()
        if not (content.startswith(b"\x80") and content.endswith(b".")):
            return False
    return True


forget_stale_kernels(Path(__file__).parent)
