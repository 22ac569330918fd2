"""Keep with a study what was worked out of it: questions ask one another, and a study never changes."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

import pandas as pd

from earlyeval.study import Study

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")
_PLACE = "_worked_out"


def once(function: Callable[Concatenate[Study, Asked], Answer]) -> Callable[Concatenate[Study, Asked], Answer]:
    """Make a function of a study work its answer out once for each study and each set of further arguments.

    The answers lie in the study itself and go with it: nothing outlives it, and a study made from it by
    ``dataclasses.replace`` begins with none. Each caller gets a frame of their own (its values are copied as soon as
    somebody writes to it). Two threads that ask at once may both work it out; they get the same.

    Parameters
    ----------
    function : callable
        Its answer may depend on nothing but its arguments; those after the study can be hashed. The answer is a
        frame, or nothing that anybody can change.
    """
    name = f"{function.__module__}.{function.__qualname__}"

    @wraps(function)
    def kept(study: Study, *arguments: Asked.args, **options: Asked.kwargs) -> Answer:
        answers: dict[Any, Answer] = vars(study).setdefault(_PLACE, {})
        asked = (name, arguments, tuple(sorted(options.items())))
        if asked not in answers:
            answers[asked] = function(study, *arguments, **options)
        answer = answers[asked]
        return answer.copy(deep=False) if isinstance(answer, pd.DataFrame) else answer

    return kept
