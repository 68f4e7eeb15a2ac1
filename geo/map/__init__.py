"""The map: a constant folium shell, and the JavaScript app that draws events, timeline and details in it."""
