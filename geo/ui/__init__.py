"""The Streamlit side: the frame of every page, its filters and the address bar. The only importer of streamlit."""
