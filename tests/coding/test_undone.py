"""English acts that are denied or put in the future behind their noun, likened, or a backdrop."""

from datetime import date

import pytest

from geo.coding.record import records
from tests.coding.conftest import Code

FRIDAY = date(2024, 3, 8)
HEAD = "Unrest in eastern Congo\n\nIn Goma police fired tear gas at hundreds of protesters on Thursday.\n\n"

UNDONE = (
    "The internet was not cut in Beni.",
    "The curfew in Beni was not extended on Thursday.",
    "The march in Beni did not take place.",
    "The demonstration in Beni was called off.",
    "The rally in Beni was put off until April.",
    "The government has no plans to declare a state of emergency in Beni.",
    "The army has no intention of shelling Beni.",
)
AHEAD = (
    "Elections in Beni are scheduled for June.",
    "A march in Beni is being planned by students.",
    "A strike by nurses in Beni is being prepared.",
    "Talks on a ceasefire in Beni are expected on Monday.",
)
ELSEWHERE = (
    "In 2019 police shot dead five protesters in Beni.",
    "In 2017 rebels captured Beni.",
    "As in Sudan, where the army opened fire on protesters, people in Beni are afraid.",
    "Like in Burundi, where rebels stormed a prison, people in Beni fear the night.",
    "The clerk, who had been at a wedding in Butembo when rebels shelled Beni, was dismissed years ago.",
    "Soldiers in Beni are on high alert.",
    "Investigators appointed by the council are looking into the shooting in Beni.",
)
TOLD = (
    ("Other", "On Thursday the internet was cut in Beni, but phones still worked."),
    ("Other", "The airport of Beni was closed and flights were not resumed on Thursday."),
    ("Other", "Elections were postponed in Beni on Thursday."),
    ("Other", "The governor blamed the rebels for the attack on Beni on Thursday."),
    ("Other", "On Thursday Congo's government asked its allies for 300 police officers."),
    ("Other", "The owners of a mine flew 90 foreign employees out of Beni on Thursday."),
    ("Change to group/activity", "Troops in Beni were put on high alert on Thursday."),
    ("Attack", "In Beni, where rebels shot dead two nurses on Thursday, shops stayed shut."),
    ("Attack", "Militiamen hacked to death 11 farmers near Beni on Thursday."),
    ("Mob violence", "A mob hacked a suspected thief to death in Beni on Thursday."),
    ("Peaceful protest", "Thousands joined a march in Beni on Thursday that had been planned for weeks."),
    ("Peaceful protest", "Villagers sat on the highway near Beni on Thursday."),
    ("Peaceful protest", "Dozens of traders walked in silence through Beni on Thursday."),
    ("Violent demonstration", "Angry football fans stormed the town hall of Beni on Thursday."),
)


@pytest.mark.parametrize("text", [*UNDONE, *AHEAD, *ELSEWHERE])
def test_it_is_no_event(code: Code, text: str) -> None:
    assert [r for r in records(code(HEAD + text, FRIDAY, "en")) if r["paragraph"] == 3] == []


@pytest.mark.parametrize(("sub", "text"), TOLD)
def test_it_is_an_event(code: Code, sub: str, text: str) -> None:
    assert [r["sub_event_type"] for r in records(code(HEAD + text, FRIDAY, "en")) if r["paragraph"] == 3] == [sub]
