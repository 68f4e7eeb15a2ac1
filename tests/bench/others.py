"""Two other ways to put a table on a map in Streamlit, to compare with, as their documentation shows them.

BENCH_SCRIPT=others.py OTHER_WAY=geojson OTHER_DATA=…/events.parquet streamlit run tests/bench/offline.py    (or pydeck)
"""

import os
from datetime import timedelta

import folium
import pandas as pd
import pyarrow.parquet as pq
import pydeck
import streamlit as st
from streamlit_folium import st_folium

COLUMNS = ["event_id", "event_type", "start_date", "end_date", "place", "lon", "lat"]


@st.cache_data
def load(path: str) -> pd.DataFrame:
    return pq.read_table(path, columns=COLUMNS).to_pandas().dropna(subset=["lon", "lat"])


def with_geojson(shown: pd.DataFrame) -> None:
    world = folium.Map(location=[40, 60], zoom_start=3)
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [event.lon, event.lat]},
            "properties": {"type": event.event_type, "place": event.place, "day": str(event.start_date)},
        }
        for event in shown.itertuples()
    ]
    folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        marker=folium.CircleMarker(radius=4),
        popup=folium.GeoJsonPopup(["type", "place", "day"]) if features else None,
    ).add_to(world)
    st_folium(world, width=1000, height=600, returned_objects=[])


def with_pydeck(shown: pd.DataFrame) -> None:
    layer = pydeck.Layer(
        "ScatterplotLayer",
        data=shown[["lon", "lat"]],
        get_position=["lon", "lat"],
        get_radius=4,
        radius_units="'pixels'",
        get_fill_color=[30, 90, 160, 160],
    )
    st.pydeck_chart(
        pydeck.Deck(layers=[layer], initial_view_state=pydeck.ViewState(40, 60, 3), map_style=None, map_provider=None)
    )


def main() -> None:
    st.set_page_config(page_title="Events", layout="wide")
    events = load(os.environ["OTHER_DATA"])
    first, last = events["start_date"].min(), events["end_date"].max()
    low, high = st.slider("Dates", first, last, (first, last), step=timedelta(days=1))
    shown = events[(events["end_date"] >= low) & (events["start_date"] <= high)]
    if os.environ["OTHER_WAY"] == "pydeck":
        with_pydeck(shown)
    else:
        with_geojson(shown)
    st.write(f"{len(shown)} of {len(events)} events shown")


if __name__ == "__main__":
    main()
