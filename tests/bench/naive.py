"""The app to compare with: folium and Streamlit as their tutorials show them, a marker and a popup per event.

NAIVE_EVENTS=…/events.geojson streamlit run tests/bench/naive.py
"""

import os
from datetime import timedelta

import folium
import geopandas as gpd
import pandas as pd
import streamlit as st
from streamlit_folium import st_folium

COLOURS = {
    "Protests": "blue",
    "Riots": "orange",
    "Battles": "red",
    "Explosions/Remote violence": "black",
    "Violence against civilians": "purple",
    "Strategic developments": "green",
}


@st.cache_data
def load(path: str) -> pd.DataFrame:
    events = gpd.read_file(path).dropna(subset="geometry")
    last_point = [shape.coords[-1] for shape in events.geometry]
    events["lon"], events["lat"] = zip(*last_point, strict=True)
    for column in ("start_date", "end_date"):
        events[column] = pd.to_datetime(events[column]).dt.date
    return pd.DataFrame(events.drop(columns="geometry"))


def main() -> None:
    st.set_page_config(page_title="Events", layout="wide")
    st.title("Events")
    events = load(os.environ["NAIVE_EVENTS"])
    first, last = events["start_date"].min(), events["end_date"].max()
    low, high = st.slider("Dates", first, last, (first, last), step=timedelta(days=1))
    shown = events[(events["end_date"] >= low) & (events["start_date"] <= high)]
    st.write(f"{len(shown)} of {len(events)} events shown")
    world = folium.Map(location=[48, 67], zoom_start=5)
    for event in shown.itertuples():
        text = (
            f"<b>{event.event_type}</b><br>{event.start_date} – {event.end_date}, {event.place}<br>{event.summary_en}"
        )
        folium.CircleMarker(
            location=[event.lat, event.lon],
            radius=6,
            color=COLOURS[event.event_type],
            fill=True,
            popup=folium.Popup(text, max_width=300),
        ).add_to(world)
    st_folium(world, width=1000, height=600)


if __name__ == "__main__":
    main()
