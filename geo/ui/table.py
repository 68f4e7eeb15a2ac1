"""The selection as a table that the reader can sort and search; a row opens its event."""

import hashlib
from typing import Any, Final

import pandas as pd
import streamlit as st

from geo.ui.selection import steady_key
from geo.ui.state import Here, touch

_ROW: Final = 35
#: A selection of so many rows is shown whole; of a larger one, so many rows at a time.
_WHOLE: Final = 25
_MOST: Final = 14


def draw_table(here: Here) -> None:
    """Draw the selected events as a table; the selected row is the View's event."""
    t, ids = here.words, list(here.events["event_id"])
    wanted = [ids.index(here.view.event)] if here.view.event in ids else []
    same = hashlib.sha256("\n".join([here.lang, *ids]).encode()).hexdigest()[:12]
    key = steady_key(f"table-{same}", lambda state: list(state["selection"]["rows"]), wanted)

    def take() -> None:
        rows = st.session_state[key]["selection"]["rows"]
        touch(event=ids[rows[0]] if rows else None)

    st.dataframe(
        table(here),
        key=key,
        hide_index=True,
        height=_ROW * (1 + (len(ids) if len(ids) <= _WHOLE else _MOST)) + 3,
        row_height=_ROW,
        placeholder="",
        on_select=take,
        selection_mode="single-row",
        selection_default={"selection": {"rows": wanted}},
        column_config=_columns(here),
        alt=t("Table of the selected events"),
    )


def table(here: Here) -> pd.DataFrame:
    """Return the selected events in the reader's language, a column for each that `_columns` names."""
    t, events, say = here.words, here.events, here.store.in_words(here.lang)
    known = here.store.claims_about(list(events["event_id"]))
    figures = [len(known.get(event_id, ())) or None for event_id in events["event_id"]]
    summaries = events["summary_de" if here.lang == "de" else "summary_en"]
    said = events["attribution_de"] if here.lang == "de" else events["attribution"]
    return pd.DataFrame(
        {
            "start": events["start_date"],
            "end": events["end_date"],
            "place": events["place"].map(say),
            "type": events["event_type"].map(t),
            "sub": [t(label or sub) for label, sub in zip(events["label"], events["sub_event_type"], strict=True)],
            "summary": summaries.where(summaries.notna(), events["summary_en"]),
            "says": [", ".join(d or e) for d, e in zip(said, events["attribution"], strict=True)],
            "sure": events["certainty"].map(t),
            "part": events["part_of_day"].map(_each(t)),
            "country": events["country"].map(t.country),
            "figures": pd.array(figures, dtype="Int64"),
            "id": events["event_id"],
        }
    )


def _each(say: Any) -> Any:
    return lambda value: say(value) if isinstance(value, str) else None


def _columns(here: Here) -> dict[str, Any]:
    t, column = here.words, st.column_config
    return {
        "start": column.DateColumn(t("First day"), format="YYYY-MM-DD", width=95),
        "end": column.DateColumn(t("Last day"), format="YYYY-MM-DD", width=95),
        "place": column.TextColumn(t("Place"), width=110),
        "type": column.TextColumn(t("Event type"), width=195),
        "sub": column.TextColumn(t("Sub-type"), width=210),
        "summary": column.TextColumn(t("In short"), width=440),
        "says": column.TextColumn(t("Who says so"), width=170),
        "sure": column.TextColumn(t("How sure"), width=110),
        "part": column.TextColumn(t("Part of day"), width=100),
        "country": column.TextColumn(t("Country"), width=110),
        "figures": column.NumberColumn(t("Figures"), format="%d", width=70),
        "id": column.TextColumn(t("Id"), width=90),
    }
