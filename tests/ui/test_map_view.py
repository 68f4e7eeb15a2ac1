"""What the map reports is handed on once, and nothing that is not a change."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest


def page() -> None:
    import streamlit as st

    from geo.ui.map_view import KEY, _hand_on

    st.session_state.setdefault("heard", [])
    for value in st.session_state["values"]:
        st.session_state[KEY] = value
        _hand_on(st.session_state["heard"].append)


def heard(*values: Any) -> list[Any]:
    """Return what was handed on of the values that the component had, one after another."""
    test = AppTest.from_function(page, default_timeout=60)
    test.session_state["values"] = values
    test.run()
    assert not test.exception
    return list(test.session_state["heard"])


def test_each_change_is_handed_on_once() -> None:
    first, second = {"from": "2022-01-04", "to": None}, {"event": "kz22-05"}
    assert heard({"n": 10, "change": first}, {"n": 10, "change": first}, {"n": 11, "change": second}) == [first, second]


def test_an_older_change_that_comes_again_is_not() -> None:
    assert heard({"n": 11, "change": {"event": "b"}}, {"n": 10, "change": {"event": "a"}}) == [{"event": "b"}]


@pytest.mark.parametrize(
    "value", [None, {}, {"n": 1}, {"change": {"event": "a"}}, {"n": "1", "change": {}}, {"n": 1, "change": []}]
)
def test_what_is_no_change_is_passed_over(value: Any) -> None:
    assert heard(value) == []
