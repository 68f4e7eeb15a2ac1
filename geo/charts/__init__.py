"""Charts of events and of figures: pure functions from data to Vega-Lite, with every text already in words.

A chart is a plain Vega-Lite specification, so that drawing one takes a few milliseconds. No text of the data stands in
it as an expression or as HTML: labels and tooltips are rows of its data sets.
"""

from geo.charts.chronology import chronology
from geo.charts.figures import figures
from geo.charts.look import Chart, Look

__all__ = ["Chart", "Look", "chronology", "figures"]
