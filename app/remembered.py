"""What public pages ask for again and again, remembered by a process for as long as the edition stays."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")
Memory = dict[str, Any]
Each = Callable[[Collection[Key]], dict[Key, Value]]

_memory: ContextVar[Memory | None] = ContextVar("memory", default=None)


@contextmanager
def remembering(memory: Memory | None) -> Iterator[None]:
    """Until this ends, what is asked is remembered here: a memory is of one edition and one day, which were read before
    anything else."""
    before = _memory.set(memory)
    try:
        yield
    finally:
        _memory.reset(before)


def remembered(ask: Callable[[], Value]) -> Callable[[], Value]:
    """Ask once, and answer from memory where somebody remembers.

    For what depends on nothing but rows that move the edition, and on the day; whoever takes the answer must not change
    it. Where nobody remembers (a form that is sent, a worker), it is asked each time.
    """
    name = f"{ask.__module__}.{ask.__qualname__}"

    @wraps(ask)
    def answer() -> Value:
        memory = _memory.get()
        if memory is None:
            return ask()
        if name not in memory:
            memory[name] = ask()
        value: Value = memory[name]
        return value

    return answer


def remembered_each(most: int) -> Callable[[Each[Key, Value]], Each[Key, Value]]:
    """The same for what is asked of several at once: those are asked that are not remembered yet, and about so many are
    remembered."""

    def decorated(ask: Each[Key, Value]) -> Each[Key, Value]:
        name = f"{ask.__module__}.{ask.__qualname__}"

        @wraps(ask)
        def answer(keys: Collection[Key]) -> dict[Key, Value]:
            memory = _memory.get()
            if memory is None:
                return ask(keys)
            known = memory.setdefault(name, {})
            if new := [key for key in keys if key not in known]:
                if len(known) + len(new) > most:
                    # Another one, so that a thread that reads the old one finds what it has looked for.
                    memory[name] = known = {key: known[key] for key in keys if key in known}
                known.update(dict.fromkeys(new) | ask(new))
            return {key: known[key] for key in keys if known[key] is not None}

        return answer

    return decorated
