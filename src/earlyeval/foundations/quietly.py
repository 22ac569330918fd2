"""Ask the solver without a word on the screen.

HiGHS prints a line of its own ("tmpSolver.run()") where it has to mend a solution that it found in whole numbers; no
option of it or of scipy keeps it from that. It prints to the C library's standard output, which is not Python's.
"""

import ctypes
import functools
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_ONE_AT_A_TIME = threading.Lock()


@contextmanager
def quietly() -> Iterator[None]:
    """Have what a library prints in a with-block go nowhere; what Python prints is left alone.

    Only where the C library is the GNU one: elsewhere its standard output cannot be exchanged, and the line is seen.
    """
    nowhere = _nowhere()
    if not nowhere:
        yield
        return
    with _ONE_AT_A_TIME:
        output = ctypes.c_void_p.in_dll(ctypes.CDLL(None), "stdout")
        kept = output.value
        output.value = nowhere
        try:
            yield
        finally:
            output.value = kept


@functools.cache
def _nowhere() -> int:
    """Return the C library's stream to nowhere, opened once; 0 where there is none."""
    try:
        is_gnu = (os.confstr("CS_GNU_LIBC_VERSION") or "").startswith("glibc")
    except (AttributeError, ValueError):  # another C library, or no POSIX
        return 0
    if not is_gnu:
        return 0
    opened = ctypes.CDLL(None).fopen
    opened.restype = ctypes.c_void_p
    return opened(os.devnull.encode(), b"w") or 0
