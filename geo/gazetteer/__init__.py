"""Names → places, offline: towns, sites, airports, regions, countries, seas, in German, English and Russian.

>>> gazetteer = open_gazetteer()
>>> gazetteer.find("Schangaösen")[0].name
'Zhanaozen'
"""

from geo.gazetteer.fold import fold
from geo.gazetteer.gazetteer import DATA, Gazetteer, open_gazetteer
from geo.gazetteer.places import LANGUAGES, Candidate, Kind, OldName, Place
from geo.gazetteer.shapes import area
from geo.gazetteer.tables import Country

__all__ = [
    "DATA",
    "LANGUAGES",
    "Candidate",
    "Country",
    "Gazetteer",
    "Kind",
    "OldName",
    "Place",
    "area",
    "fold",
    "open_gazetteer",
]
