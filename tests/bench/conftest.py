"""The naive app's scripts run under `streamlit run`, never by an import: pytest leaves them alone."""

collect_ignore = ["naive.py", "offline.py", "others.py"]
