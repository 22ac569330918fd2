"""Change the gate's code in one place at a time and see whether its unit tests notice: make mutants.

Each change (a comparison, a boundary, an operator, a constant, a condition, what is returned, a call left out,
two arguments swapped) is made in a process of its own, forked from one that has imported everything, by putting the
changed code into the functions that are there. First the plain tests of a module are called (functions without
arguments: its own, then those of the gate, the quickest first), then pytest runs its fast files until one fails. What
no test notices is printed; docs/trust.md says which of it cannot be noticed. Words of messages are not changed; whether
they are said is. It ends with 1 where fewer than 95 % of the changes in a module are noticed.

Usage: python tools/mutants.py [--share N] [--plain-only] [module ...]    one change in N, by its place; all without
"""

import argparse
import ast
import copy
import importlib
import importlib.util
import inspect
import os
import resource
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PROTECT = "tests/protect/"
PLAIN = (PROTECT + "test_each_rule.py", PROTECT + "test_known_answers.py")  # of the gate as a whole
# Module: the file whose plain tests are its own.
OWN = {
    "earlyeval.protect.secondary": PROTECT + "test_secondary.py",
    "earlyeval.protect.sums": PROTECT + "test_sums.py",
    "earlyeval.protect.told_again": PROTECT + "test_told_again.py",
    "earlyeval.protect.later": PROTECT + "test_later.py",
    "earlyeval.protect.cells": PROTECT + "test_cells.py",
    "earlyeval.protect.curves": PROTECT + "test_curves.py",
    "earlyeval.protect.elsewhere": PROTECT + "test_elsewhere.py",
    "earlyeval.protect.sites": PROTECT + "test_sites.py",
    "earlyeval.protect.told_by_width": PROTECT + "test_told_by_width.py",
    "earlyeval.tidy.findings": "tests/tidy/test_findings.py",
}
# Module: the files that pytest runs where the plain tests noticed nothing.
MODULES = {
    "earlyeval.registry.checks_profiles": ("tests/registry/test_profiles.py",),
    "earlyeval.protect.primary": (PROTECT + "test_primary.py", PROTECT + "test_gate.py"),
    "earlyeval.protect.rounding": (PROTECT + "test_rounding.py", PROTECT + "test_gate.py"),
    "earlyeval.protect.secondary": (PROTECT + "test_secondary.py",),
    "earlyeval.protect.gate": (PROTECT + "test_gate.py", PROTECT + "test_plan.py"),
    "earlyeval.protect.second_look": (PROTECT + "test_gate.py", PROTECT + "test_of_a_few.py"),
    "earlyeval.protect.sums": (PROTECT + "test_sums.py", PROTECT + "test_joint_rows.py"),
    "earlyeval.protect.told_again": (PROTECT + "test_told_again.py",),
    "earlyeval.protect.later": (PROTECT + "test_later.py",),
    "earlyeval.protect.cells": (PROTECT + "test_cells.py", PROTECT + "test_gate.py"),
    "earlyeval.protect.curves": (PROTECT + "test_curves.py",),
    "earlyeval.protect.elsewhere": (PROTECT + "test_elsewhere.py",),
    "earlyeval.protect.sites": (PROTECT + "test_sites.py",),
    "earlyeval.protect.told_by_width": (PROTECT + "test_told_by_width.py",),
    "earlyeval.tidy.findings": ("tests/tidy/test_findings.py",),
}
SLOW = "not best_pattern and not tenth"
SECONDS = 20  # of processor time; a change that never ends is noticed by that
ENOUGH = 95.0  # percent
_OTHER = {
    ast.Lt: (ast.LtE, ast.GtE), ast.LtE: (ast.Lt, ast.Gt), ast.Gt: (ast.GtE, ast.LtE), ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.In: (ast.NotIn,), ast.NotIn: (ast.In,), ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,), ast.Add: (ast.Sub,), ast.Sub: (ast.Add,), ast.Mult: (ast.Div,), ast.Div: (ast.Mult,),
    ast.FloorDiv: (ast.Mult,), ast.Mod: (ast.Mult,), ast.Pow: (ast.Mult,), ast.BitOr: (ast.BitAnd,),
    ast.BitAnd: (ast.BitOr,), ast.And: (ast.Or,), ast.Or: (ast.And,),
}  # fmt: skip
_EITHER_WAY = ("min", "max", "minimum", "maximum")  # of two numbers it is the same one, whichever stands first
_PAIRS = {"min": "max", "max": "min", "any": "all", "all": "any", "floor": "ceil"}


def changes(tree: ast.Module) -> Iterator[tuple[ast.Module, int, str]]:
    """Yield the tree with one change, the line of it and what it was."""
    silent = {id(part) for node in ast.walk(tree) for part in _said_only(node)}
    for place, node in enumerate(ast.walk(tree)):
        if id(node) in silent or not hasattr(node, "lineno"):
            continue
        for number, (what, _) in enumerate(_changes_of(node)):
            other = copy.deepcopy(tree)
            found = next(one for at, one in enumerate(ast.walk(other)) if at == place)
            list(_changes_of(found))[number][1]()
            yield ast.fix_missing_locations(other), node.lineno, what


def _said_only(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what only words are made of: docstrings, annotations, messages of errors, and what is yielded in words."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Module) and ast.get_docstring(node) is not None:
        yield from ast.walk(node.body[0])
    if isinstance(node, ast.FunctionDef):
        arguments = node.args.args + node.args.kwonlyargs
        for annotation in [node.returns, *(one.annotation for one in arguments), *node.decorator_list]:
            yield from ast.walk(annotation) if annotation is not None else ()
    if isinstance(node, ast.AnnAssign):
        yield from ast.walk(node.annotation)
    if isinstance(node, ast.JoinedStr):
        yield from ast.walk(node)
    if isinstance(node, ast.Raise) and node.exc is not None:
        yield from (part for part in ast.walk(node.exc))
    if isinstance(node, ast.Yield) and isinstance(node.value, ast.Constant | ast.JoinedStr):
        yield from ast.walk(node.value)


def _changes_of(node: ast.AST) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield what may be changed in one place of the code, in words, and what changes it."""
    if isinstance(node, ast.Compare):
        for at, operator in enumerate(node.ops):
            for other in _OTHER[type(operator)]:
                yield (
                    f"{type(operator).__name__} to {other.__name__}",
                    lambda at=at, to=other: node.ops.__setitem__(at, to()),
                )
    elif isinstance(node, ast.BinOp | ast.BoolOp | ast.AugAssign) and type(node.op) in _OTHER:
        for other in _OTHER[type(node.op)]:
            yield f"{type(node.op).__name__} to {other.__name__}", lambda to=other: setattr(node, "op", to())
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.USub):
        yield (
            f"without {type(node.op).__name__}",
            lambda: setattr(node, "op", ast.UAdd() if isinstance(node.op, ast.USub) else _twice(node)),
        )
    elif isinstance(node, ast.Constant):
        if isinstance(node.value, bool):
            yield f"{node.value} to {not node.value}", lambda: setattr(node, "value", not node.value)
        elif isinstance(node.value, int | float):
            yield f"{node.value} and one", lambda: setattr(node, "value", node.value + 1)
        elif isinstance(node.value, str):
            yield f"other words than '{node.value[:20]}'", lambda: setattr(node, "value", f"XX{node.value}")
    elif isinstance(node, ast.Return) and node.value is not None and not _is_none(node.value):
        yield "returns None", lambda: setattr(node, "value", ast.Constant(None))
    elif isinstance(node, ast.If | ast.IfExp):
        for value in (True, False):
            yield f"condition {value}", lambda value=value: setattr(node, "test", ast.Constant(value))
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call | ast.Yield | ast.YieldFrom):
        call = isinstance(node.value, ast.Call)
        empty = ast.Constant(None) if call else ast.YieldFrom(ast.Tuple([], ast.Load()))
        yield "left out", lambda: setattr(node, "value", empty)
    elif isinstance(node, ast.Call):
        if isinstance(node.func, ast.Name) and node.func.id in _PAIRS:
            yield f"{node.func.id} to {_PAIRS[node.func.id]}", lambda: setattr(node.func, "id", _PAIRS[node.func.id])
        swaps = len(node.args) > 1 and not any(isinstance(one, ast.Starred) for one in node.args[:2])
        if swaps and getattr(node.func, "attr", getattr(node.func, "id", "")) not in _EITHER_WAY:
            yield "arguments swapped", lambda: node.args.__setitem__(slice(0, 2), node.args[1::-1])


def _twice(node: ast.UnaryOp) -> ast.Not:
    node.operand = ast.UnaryOp(ast.Not(), node.operand)
    return ast.Not()


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def functions(module: object) -> dict[str, object]:
    """Return the functions and methods of a module by their full names."""
    found = {}
    for thing in vars(module).values():
        parts = vars(thing).values() if inspect.isclass(thing) and thing.__module__ == module.__name__ else (thing,)
        for part in parts:
            function = getattr(part, "fget", None) or getattr(part, "func", None) or part
            if inspect.isfunction(function) and function.__module__ == module.__name__:
                found[function.__qualname__] = function
    return found


def put_in(module: object, tree: ast.Module) -> bool:
    """Put the code of a changed tree into a module; say whether anything is another now."""
    own, changed = functions(module), False
    waiting = [compile(tree, module.__file__, "exec")]
    while waiting:
        for code in [part for part in waiting.pop().co_consts if inspect.iscode(part)]:
            if code.co_qualname in own:
                function = own[code.co_qualname]
                changed |= _text(function.__code__) != _text(code)
                function.__code__ = code
            elif "<locals>" not in code.co_qualname:
                waiting.append(code)
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            changed |= _other_constant(module, node)
    return changed


def _text(code: object) -> tuple[object, ...]:
    inner = tuple(_text(part) if inspect.iscode(part) else repr(part) for part in code.co_consts)
    return code.co_code, inner, code.co_names


def _other_constant(module: object, node: ast.Assign | ast.AnnAssign) -> bool:
    target = node.targets[0] if isinstance(node, ast.Assign) else node.target
    if not isinstance(target, ast.Name):
        return False
    was = getattr(module, target.id)
    now = eval(compile(ast.Expression(node.value), "constant", "eval"), vars(module))  # our own source
    if isinstance(was, dict) or callable(was) or repr(now) == repr(was) or type(now) is object:
        return False
    for name, other in list(sys.modules.items()):
        if name.startswith("earlyeval.") and getattr(other, target.id, None) is was:
            setattr(other, target.id, now)
    return True


def noticed(module: object, tree: ast.Module, files: tuple[str, ...], plain: list[Callable[[], None]]) -> str:
    """Return who noticed a change: the plain tests, pytest, the clock; "" where nobody did, "same" where it is none."""
    child = os.fork()
    if not child:
        os._exit(_judge(module, tree, files, plain))
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    return {0: "", 9: "same", 10: "plain", 11: "pytest"}.get(code, "clock" if code < 0 else "pytest")


def _judge(module: object, tree: ast.Module, files: tuple[str, ...], plain: list[Callable[[], None]]) -> int:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    try:
        if not put_in(module, tree):
            return 9
        for test in plain:
            test()
    except BaseException:
        return 10
    import pytest

    if not files:
        return 0
    return 11 if pytest.main(["-x", "-q", "-p", "no:cacheprovider", "-k", SLOW, *files]) else 0


def plain_tests(names: Iterable[str]) -> list[Callable[[], None]]:
    """Return the tests of some files that need nothing, which are functions without arguments: the quickest first."""
    found = []
    for path in map(ROOT.joinpath, names):
        spec = importlib.util.spec_from_file_location(path.stem, path)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        found += [test for title, test in vars(module).items() if title.startswith("test_") and callable(test)]
    return _quickest_first([test for test in found if not inspect.signature(test).parameters])


def _quickest_first(tests: list[Callable[[], None]]) -> list[Callable[[], None]]:
    """Return tests in the order of the time that they take, as measured in a process of their own."""
    reader, writer = os.pipe()
    if not os.fork():
        for test in tests:
            began = time.process_time()
            test()
            os.write(writer, f"{time.process_time() - began}\n".encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as told:
        took = [float(line) for line in told]
    os.wait()
    return [test for _, test in sorted(zip(took, tests, strict=True), key=lambda pair: pair[0])]


def main() -> int:
    """Change the modules that were asked for, one change after another, and say which nobody noticed."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--share", type=int, default=1)
    asked.add_argument("--plain-only", action="store_true")
    asked.add_argument("modules", nargs="*")
    asked = asked.parse_args()
    os.chdir(ROOT)
    os.nice(10)
    import scipy.optimize  # noqa: F401  imported once, for all that are forked

    names = [name for name in MODULES if not asked.modules or name.rpartition(".")[2] in asked.modules]
    of_all, worst = plain_tests(PLAIN), 100.0
    for name in names:
        files = () if asked.plain_only else MODULES[name]
        module, began = importlib.import_module(name), time.monotonic()
        own = plain_tests([OWN[name]] if name in OWN else [])
        plain = own if ".tidy." in name else own + of_all
        tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
        if noticed(module, tree, files, plain) not in ("", "same"):
            print(f"{name}: its tests fail without any change")
            return 1
        made = [one for at, one in enumerate(changes(tree)) if at % asked.share == 0]
        tried = alive = 0
        for changed, line, what in made:
            by = noticed(module, changed, files, plain)
            tried += by != "same"
            if not by:
                alive += 1
                print(f"  not noticed: {name}:{line}: {what}", flush=True)
        share = 100 * (tried - alive) / max(1, tried)
        worst = min(worst, share)
        print(
            f"{name}: {tried - alive} of {tried} noticed, {share:.1f} %, {time.monotonic() - began:.0f} s", flush=True
        )
    return int(worst < ENOUGH)


if __name__ == "__main__":
    sys.exit(main())
