"""What public pages ask again and again is asked once while somebody remembers."""

import pytest

from app.remembered import remembered, remembered_each, remembering


@pytest.fixture
def asked() -> list[int]:
    return []


@pytest.fixture
def ask(asked: list[int]):
    @remembered
    def ask() -> int:
        asked.append(len(asked))
        return len(asked)

    return ask


def test_it_is_asked_each_time_where_nobody_remembers(ask, asked) -> None:
    assert ([ask(), ask()], len(asked)) == ([1, 2], 2)


def test_it_is_asked_once_for_each_memory(ask, asked) -> None:
    monday, tuesday = {}, {}
    with remembering(monday):
        first = [ask(), ask()]
    with remembering(tuesday):
        second = [ask(), ask()]
    with remembering(monday):
        third = ask()
    assert (first, second, third, len(asked)) == ([1, 1], [2, 2], 1, 2)


def test_nothing_is_remembered_of_an_answer_that_failed(asked) -> None:
    @remembered
    def fail_once() -> int:
        asked.append(0)
        if len(asked) == 1:
            raise LookupError
        return len(asked)

    with remembering({}):
        with pytest.raises(LookupError):
            fail_once()
        assert (fail_once(), fail_once()) == (2, 2)


def test_a_memory_ends_with_its_request(ask) -> None:
    with remembering({}):
        ask()
        with remembering(None):
            assert ask() == 2
        assert ask() == 1
    assert ask() == 3


def test_of_several_only_those_are_asked_that_are_not_remembered(asked) -> None:
    @remembered_each(3)
    def squares(numbers):
        asked.append(sorted(numbers))
        return {number: number**2 for number in numbers if number > 0}

    assert (squares([1, 2]), squares([2])) == ({1: 1, 2: 4}, {2: 4})
    asked.clear()
    with remembering({}):
        found = [squares([1, 0]), squares([0, 1, 2]), squares([2, 1])]
    assert (found, asked) == ([{1: 1}, {1: 1, 2: 4}, {2: 4, 1: 1}], [[0, 1], [2]])


def test_only_so_many_are_remembered_and_those_asked_for_are_among_them(asked) -> None:
    @remembered_each(3)
    def squares(numbers):
        asked.append(sorted(numbers))
        return {number: number**2 for number in numbers}

    memory = {}
    with remembering(memory):
        found = [squares([1, 2, 3]), squares([3, 4]), squares([4, 3]), squares([1])]
    assert found == [{1: 1, 2: 4, 3: 9}, {3: 9, 4: 16}, {4: 16, 3: 9}, {1: 1}]
    assert asked == [[1, 2, 3], [4], [1]]
    assert [*memory.values()] == [{3: 9, 4: 16, 1: 1}]


def test_what_is_not_there_is_remembered_as_not_there(asked) -> None:
    @remembered_each(3)
    def nothing(numbers):
        asked.extend(numbers)
        return {}

    with remembering({}):
        assert (nothing([1]), nothing([1]), asked) == ({}, {}, [1])
