"""How fast the dashboard is on this machine, beside the plain st_folium app that people write.

python -m tests.bench                      everything, some minutes
python -m tests.bench --quick              fewer runs, smaller load
python -m tests.bench --only steps,load    some measurements only
"""
