"""What the server sends besides Streamlit's own pages: public data as JSON, the map's files, and security headers."""
