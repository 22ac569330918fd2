"""All that a notebook could find out about its surroundings, as JSON. Read by tests; run inside kernels."""

import asyncio
import builtins
import codecs
import decimal
import gc
import json
import locale
import logging
import multiprocessing
import os
import resource
import signal
import sys
import threading
import time
import warnings

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import scipy.special
import seaborn  # noqa: F401


def options() -> dict[str, str]:
    found = {}

    def walk(branch, prefix):
        for name, value in branch.items():
            if isinstance(value, dict):
                walk(value, f"{prefix}{name}.")
            else:
                found[prefix + name] = repr(value)

    walk(pd._config.config._global_config, "")
    return found


def kind(thing) -> str:
    return f"{type(thing).__module__}.{type(thing).__qualname__}"


def files() -> dict[str, str]:
    return {
        number: os.path.basename(os.readlink(f"/proc/self/fd/{number}")).split(":")[0] for number in ("0", "1", "2")
    }


state = {
    "environment": {name: value for name, value in os.environ.items() if name not in ("IPYTHONDIR", "JPY_PARENT_PID")},
    "c_environment": sorted(name for name in ("TZ", "OMP_NUM_THREADS", "LC_ALL") if os.getenv(name)),
    "parent_named": os.environ.get("JPY_PARENT_PID", "").isdigit(),
    "cwd": os.getcwd(),
    "umask": oct(os.umask(0o027)),
    "arguments": [part for part in sys.argv if not part.endswith("k.json")],
    "original": [part for part in sys.orig_argv if not part.endswith("k.json")],
    "path": sys.path,
    "flags": repr(sys.flags),
    "options": [sys.warnoptions, sys._xoptions],
    "filters": sorted(repr(one) for one in warnings.filters),
    "group": os.getpgrp() == os.getpid() == os.getsid(0),
    "streams": [
        [kind(one), getattr(one, "encoding", ""), getattr(one, "errors", "")]
        for one in (sys.stdin, sys.stdout, sys.stderr, sys.__stdin__, sys.__stdout__, sys.__stderr__)
    ],
    "raw": [
        [one.name, one.mode, one.line_buffering, one.fileno()]
        for one in (sys.__stdin__, sys.__stdout__, sys.__stderr__)
    ],
    "read": sys.__stdin__.read(),
    "files": files(),
    "main": sorted(name for name in vars(sys.modules["__main__"]) if name.startswith("__")),
    "builtins": sorted(vars(builtins)),
    "hooks": [kind(sys.displayhook), kind(sys.excepthook), sys.gettrace() is None, sys.getprofile() is None],
    "signals": {one.name: str(signal.getsignal(one)).split(" at ")[0] for one in signal.Signals},
    "blocked": sorted(signal.pthread_sigmask(signal.SIG_BLOCK, [])),
    "threads": sorted(one.name for one in threading.enumerate() if one.name not in ("OwnerWatch", "Thread-1"))[:1],
    "main_thread": threading.current_thread() is threading.main_thread(),
    "locale": [locale.setlocale(locale.LC_ALL), locale.getpreferredencoding()],
    "time": [time.tzname, time.strftime("%H", time.gmtime(0)), time.timezone],
    "numpy": [repr(np.get_printoptions()), repr(np.geterr()), repr(scipy.special.geterr())],
    "pandas": options(),
    "matplotlib": {name: repr(value) for name, value in matplotlib.rcParams.items()},
    "backend": [matplotlib.get_backend(), plt.isinteractive(), plt.get_fignums()],
    "colours": sorted(matplotlib.colormaps),
    "decimal": repr(decimal.getcontext()),
    "logging": [logging.root.level, [kind(one) for one in logging.root.handlers], logging.raiseExceptions],
    "memory": [gc.isenabled(), gc.get_threshold(), gc.get_debug()],
    "limits": [
        resource.getrlimit(one) for one in (resource.RLIMIT_NOFILE, resource.RLIMIT_STACK, resource.RLIMIT_CORE)
    ],
    "recursion": [sys.getrecursionlimit(), sys.getswitchinterval(), sys.getdlopenflags()],
    "asyncio": [kind(asyncio.get_event_loop_policy()), kind(asyncio.get_event_loop())],
    "processes": [multiprocessing.get_start_method(), multiprocessing.current_process().name],
    "nice": os.nice(0),
    "cores": sorted(os.sched_getaffinity(0)),
    "codecs": kind(codecs.lookup("utf-8")),
    "interpreter": [sys.executable, sys.prefix, sys.base_prefix, sys.dont_write_bytecode, sys.pycache_prefix],
    "hash": hash("a word"),
    "imported_from_here": [name for name in sys.modules if name == "ipykernel_launcher"],
}
os.umask(int(state["umask"], 8))
print(json.dumps(state, default=str))  # noqa: T201
