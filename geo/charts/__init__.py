"""Charts of events and of figures: pure functions from data to Altair charts, with every text already in words.

No chart evaluates a text as an expression or as HTML: labels and tooltips are data.
"""

from geo.charts.chronology import chronology
from geo.charts.figures import figures
from geo.charts.look import Look

__all__ = ["Look", "chronology", "figures"]
