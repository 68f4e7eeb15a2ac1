"""English: passives, pasts, posts and convoys, who closes a sentence, towns before their countries, and motives."""

from datetime import date

import pytest

from geo.coding.record import records
from tests.coding.conftest import Code

WEDNESDAY = date(2024, 5, 15)
TOLD = [
    ("Armed clash", "Militants stormed an army base in Buni Yadi, Nigeria, on Monday."),
    ("Armed clash", "Two policemen were shot dead at a checkpoint in Mogadishu, Somalia, on Monday."),
    ("Attack", "Monday's raid in Kasindi, Congo, saw 17 villagers killed with machetes."),
    ("Attack", "An aid convoy came under attack near Zalingei, Sudan, on Monday."),
    ("Attack", "Masked men burst into a bar in Salamanca, Mexico, on Monday and opened fire."),
    ("Attack", "Knife attack in Kunming, China, leaves 29 dead."),
    ("Air/drone strike", "Twenty people were killed in Israeli strikes on Rafah, Gaza, on Monday."),
    ("Air/drone strike", "Israel's military said it had struck Hezbollah targets in Baalbek, Lebanon, on Monday."),
    (
        "Shelling/artillery/missile attack",
        "Russian forces fired missiles at Lviv, Ukraine, on Monday, the governor said.",
    ),
    ("Remote explosive/landmine/IED", "Five soldiers were killed when a mine exploded near Gao, Mali, on Monday."),
    ("Grenade", "Attackers hurled a hand grenade at a police station in Srinagar, India, on Monday."),
    ("Disrupted weapons use", "Deminers cleared 40 landmines in Balakliia, Ukraine, on Monday."),
    ("Mob violence", "A man accused of blasphemy was beaten to death by a mob in Sialkot, Pakistan, on Monday."),
    (
        "Looting/property destruction",
        "Robbers held up a bus near Bria, Central African Republic, on Monday, stealing cash.",
    ),
    ("Abduction/forced disappearance", "The head of a school was seized by armed men in Bamenda, Cameroon, on Monday."),
    ("Arrests", "Authorities took a former minister into custody in Lusaka, Zambia, on Monday."),
    ("Change to group/activity", "The last French soldiers left Niamey, Niger, on Monday."),
    ("Non-state actor overtakes territory", "The M23 group entered Uvira, Congo, on Monday."),
    (
        "Non-state actor overtakes territory",
        "Army sources said the RSF was in full control of Kutum, Sudan, on Monday.",
    ),
    (
        "Peaceful protest",
        "In Tarkwa, Ghana, workers who have not been paid since March are picketing a mine for a third day.",
    ),
    ("Peaceful protest", "Hundreds marched in Kano, Nigeria, on Monday against the killing of a student."),
    (
        "Abduction/forced disappearance",
        "Rebels seized nine fishermen near Goma, Congo, on Monday and marched them away.",
    ),
    ("Agreement", "The army and the rebels agreed in Doha, Qatar, on Monday to cease fire."),
    (
        "Excessive force against protesters",
        "LIMA, May 14 - Eight people were killed on Monday when soldiers fired at a crowd at the airport of Ayacucho.",
    ),
    ("Government regains territory", "Security forces cleared two camps of Islamists in Cairo, Egypt, on Monday."),
    ("Other", "TikTok was blocked in Noumea, New Caledonia, on Monday."),
    ("Other", "The junta in Ouagadougou, Burkina Faso, suspended a radio station on Monday."),
    ("Other", "Around 5,000 people fled the fighting in Sake, Congo, on Monday."),
]
NOT_TOLD = [
    "A lorry overturned near Bambari, Central African Republic, on Monday, killing 31 passengers.",
    "The airline has no plans to suspend flights to Beirut, Lebanon.",
    "Inflation is killing businesses in Harare, Zimbabwe.",
    "According to a survey, most Malians support the withdrawal of French troops.",
]


@pytest.mark.parametrize(("sub", "text"), TOLD)
def test_one_event_of_its_kind(code: Code, sub: str, text: str) -> None:
    assert [e.sub.value for e in code(text, WEDNESDAY, "en").events] == [sub]


@pytest.mark.parametrize("text", NOT_TOLD)
def test_no_event(code: Code, text: str) -> None:
    assert code(text, WEDNESDAY, "en").events == ()


@pytest.mark.parametrize(
    ("text", "place", "country"),
    [
        ("Rebels killed six villagers in Palma, Mozambique, on Monday.", "Palma", "MZ"),
        ("Rebels killed six villagers in Solhan, Burkina Faso, on Monday.", "Burkina Faso", "BF"),
        ("Rebels killed six villagers in Congo on Monday.", "Democratic Republic of the Congo", "CD"),
        ("Troops shelled a market in Tigray, Ethiopia, on Monday.", "Tigray", "ET"),
        ("Rebels killed a farmer in Bihar, India, on Monday.", "Bihar", "IN"),
    ],
)
def test_a_name_before_its_country_lies_there(code: Code, text: str, place: str, country: str) -> None:
    assert [(r["place"], r["country"]) for r in records(code(text, WEDNESDAY, "en"))] == [(place, country)]


def test_no_other_town_stands_for_a_district_that_is_unknown(code: Code) -> None:
    found = records(code("A landmine wounded a Thai soldier in Phan Yuen district on Monday.", WEDNESDAY, "en"))
    assert [(r["place"], r["country"]) for r in found] == [("Thailand", "TH")]


def test_several_regions_without_a_name_are_the_country(code: Code) -> None:
    text = "More than 100,000 people from four Thai provinces were moved to shelters on Monday."
    assert [(r["place"], r["geo_precision"]) for r in records(code(text, WEDNESDAY, "en"))] == [("Thailand", 3)]


def test_who_closes_a_sentence_vouches_for_all_of_it(code: Code) -> None:
    text = "Rockets hit a petrol station in Surin, Thailand, on Monday, killing eight people, the Thai army said."
    [found] = records(code(text, WEDNESDAY, "en"))
    assert (found["certainty"], found["attribution"]) == ("attributed", "Thai army")


def test_a_rumour_of_its_own_says_nothing_of_what_was_told(code: Code) -> None:
    text = "Rebels abducted nine men near Goma, Congo, on Monday. A rumour about their leader spread."
    [found] = records(code(text, WEDNESDAY, "en"))
    assert found["certainty"] == "stated"


def test_a_time_in_a_relative_clause_dates_no_main_clause(code: Code) -> None:
    text = "On Monday the president in Bangui dissolved a militia alliance, which had swept him in in March."
    assert {r["start_date"] for r in records(code(text, WEDNESDAY, "en"))} == {"2024-05-13"}


def test_a_capital_that_declares_stands_for_its_country(code: Code) -> None:
    (event,) = records(code("Kyiv declared martial law on Monday.", WEDNESDAY))
    assert (event["place"], event["geo_precision"]) == ("Ukraine", 3)


def test_where_somebody_speaks_of_an_act_is_not_its_scene(code: Code) -> None:
    text = "KARACHI, May 14 - Two policemen were shot dead on Monday, a minister said in Islamabad."
    (event,) = records(code(text, WEDNESDAY))
    assert event["place"] == "Karachi"


def test_that_night_is_the_night_of_the_day_told_before_it(code: Code) -> None:
    text = (
        "Soldiers who had held the president in Niamey, Niger, since Monday said that night that they had ousted him."
    )
    (event,) = records(code(text, date(2024, 5, 17)))
    assert (str(event["start_date"]), str(event["end_date"])) == ("2024-05-13", "2024-05-14")


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("Manama", "MANAMA, March 14 - Bahraini police drove a crowd from Pearl roundabout with tear gas on Monday."),
        ("Nairobi", "In the Nairobi slum of Kibera, gangs with machetes burned shops on Monday."),
        ("Punjab (Pakistan)", "The government of Pakistan called out the army in Punjab on Monday."),
    ],
)
def test_a_square_of_another_town_is_no_scene(code: Code, place: str, text: str) -> None:
    assert [f["place"] for f in records(code(text, WEDNESDAY))] == [place]


@pytest.mark.parametrize("text", ["since May 6 in Goma, Congo", "in Goma, Congo, since May 6"])
def test_a_day_of_a_month_is_no_month(code: Code, text: str) -> None:
    (event,) = records(code(f"Students have been protesting {text}.", WEDNESDAY))
    assert str(event["start_date"]) == "2024-05-06"


def test_what_has_not_been_for_years_makes_no_later_act_old(code: Code) -> None:
    text = "Not since May 1968 has Paris seen such damage, a historian said. Police arrested 400 people in Lyon."
    assert [f["place"] for f in records(code(text, WEDNESDAY))] == ["Lyon"]


def test_a_day_in_a_relative_clause_moves_no_passage(code: Code) -> None:
    text = (
        "Police fired tear gas at a crowd in Lyon, France, on Tuesday. It was about a tax that the cabinet dropped on "
        "Sunday. In Lille students marched."
    )
    assert [str(f["start_date"]) for f in records(code(text, WEDNESDAY))] == ["2024-05-14", "2024-05-14"]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("In Richmond the mayor ordered a curfew on Monday, and Texas sent 200 soldiers.", ["Richmond", "Richmond"]),
        ("A jail in Sherpur, Bangladesh, was stormed on Monday. India put its troops on alert.", ["Sherpur", "India"]),
        ("Goma burned for six days in 1992. It was rebuilt. In Lyon, students marched.", ["Lyon"]),
    ],
)
def test_who_does_something_else_lends_no_place(code: Code, text: str, places: list[str]) -> None:
    assert [f["place"].partition(" ")[0] for f in records(code(text, WEDNESDAY))] == places


def test_police_who_arrest_over_an_arson_tell_of_no_fire(code: Code) -> None:
    text = "Police in Goma, Congo, arrested three men over the arson on Monday."
    assert [f["sub_event_type"] for f in records(code(text, WEDNESDAY))] == ["Arrests"]
