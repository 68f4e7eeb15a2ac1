"""The one way in which event and report text becomes HTML on a page: escaped, never markdown."""

import streamlit as st
from markupsafe import Markup


def html(template: str, /, *texts: object) -> Markup:
    """Fill the `{}` of a constant template with texts, each escaped for HTML."""
    return Markup(template).format(*texts)


def put(template: str, /, *texts: object) -> None:
    """Draw a constant HTML template with texts filled in, each escaped."""
    st.html(str(html(template, *texts)))
