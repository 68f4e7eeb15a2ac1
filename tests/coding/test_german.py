"""German: verbs in two parts, years before nouns, the edge of a town, and what is planned, played or likened."""

from datetime import date

import pytest

from geo.coding.record import records
from tests.coding.conftest import Code

FRIDAY = date(2024, 3, 8)
BEFORE = "Unruhen in Ostkongo\n\nIn Goma lösten Polizisten am Donnerstag eine Kundgebung mit Tränengas auf.\n\n"
TOLD = [
    ("Mob violence", "Beni", "In Beni fiel am Mittwoch eine aufgebrachte Menge über zwei Händler her."),
    ("Armed clash", "Beni", "Am Mittwoch gerieten bei Beni Rebellen mit ugandischen Soldaten aneinander."),
    (
        "Abduction/forced disappearance",
        "Beni",
        "Bei Beni brachten Rebellen am Mittwoch zwei Ingenieure in ihre Gewalt.",
    ),
    ("Attack", "Beni", "Unbekannte durchsiebten am Mittwoch in Beni das Auto eines Richters mit Kugeln."),
    ("Other", "Beni", "In Beni darf seit Mittwoch nach Sonnenuntergang niemand mehr auf die Straße."),
    ("Peaceful protest", "Beni", "In Beni saßen am Mittwoch Hunderte Händler auf der Fahrbahn."),
    ("Arrests", "Beni", "In Beni nahmen Polizisten am Mittwoch einen Mann fest, der 2017 geflohen war."),
    ("Shelling/artillery/missile attack", "Beni", "Seit Mittwoch beschießen Rebellen die Stadt Beni."),
    ("Other", "Beni", "Das Parlament billigte am Mittwoch den Ausnahmezustand in Beni."),
    ("Other", "Beni", "Der Außenminister empfing am Mittwoch in Beni die Vertreter der Rebellen zu Gesprächen."),
    (
        "Non-state actor overtakes territory",
        "Beni",
        "In Beni besetzten Demonstranten am Mittwoch das Bergbauministerium.",
    ),
    ("Other", "Beni", "Am Mittwoch sind 900 Menschen aus Bunia in Beni angekommen."),
    ("Violent demonstration", "Beni", "Maskierte verwüsteten am Mittwoch in Beni zwei Haltestellen."),
    ("Change to group/activity", "Beni", "Am Mittwoch ergaben sich in Beni die letzten Meuterer."),
    ("Other", "Beni", "Seit Mittwoch dürfen Taxis in Beni nach 18 Uhr nicht mehr fahren."),
    ("Other", "Beni", "Am Mittwoch setzten sich vier Offiziere nach Beni ab."),
    (
        "Government regains territory",
        "Beni",
        "Bulldozer walzten am Mittwoch in Beni die Barrikaden der Streikenden nieder.",
    ),
    ("Looting/property destruction", "Beni", "Soldaten brannten am Mittwoch in Beni Häuser nieder."),
    ("Other", "Beni", "Am Mittwoch brachten sich Hunderte Familien aus Bunia in Beni in Sicherheit."),
    ("Violent demonstration", "Beni", "Am Mittwoch rammten Demonstranten in Beni die Tür des Rathauses ein."),
    ("Arrests", "Beni", "Drei der Verschwörer wurden am Mittwoch in Beni gefasst."),
    ("Air/drone strike", "Beni", "Helikopter feuerten am Mittwoch auf ein Viertel von Beni."),
    ("Other", "Beni", "Der Präsident verfügte am Mittwoch einen Ausnahmezustand in Beni."),
    ("Peaceful protest", "Beni", "Am Mittwoch schlugen Tausende auf dem Marktplatz von Beni Zelte auf."),
    ("Armed clash", "Beni", "Am Mittwoch schossen Banden auf den Flughafen von Beni."),
    ("Suicide bomb", "Beni", "Am Rande von Beni sprengte sich am Mittwoch ein Mann in die Luft."),
]
NOT_TOLD = [
    "Seit Beginn der Unruhen am 1. März wurden nach Angaben des Ministeriums 104 Menschen getötet.",
    "Die Unruhen begannen in Beni, wo sich ein Händler angezündet hatte.",
    "In Beni fuhren Jugendliche jubelnd neben den Militärwagen her.",
    "Die Union drohte der Regierung in Beni mit Sanktionen.",
    "Der General, unter dessen Befehl 2016 Dörfer bombardiert wurden, lebt in Bukavu.",
    "Berichte über einen Angriff auf den Flughafen von Bukavu wies das Militär zurück.",
    "Die Verlegung von zwei Bataillonen nach Beni ist in Vorbereitung.",
    "Ein Sturm auf das Rathaus von Beni wird offenbar vorbereitet.",
    "Die Truppen in Bukavu sind seit Monaten in Alarmbereitschaft.",
    "Die Feuerwehr probte am Mittwoch in Bukavu einen Bombenanschlag.",
    "Die Rebellen, die 2012 Bukavu erobert hatten, haben am Mittwoch geschwiegen.",
    "Wer in Bukavu demonstriert, riskiert eine Festnahme.",
    "In Kampala verfolgten Exilanten die Kämpfe im Fernsehen.",
    "In Bukavu sind 3000 Soldaten stationiert.",
    "Der Ärztebund, dessen Büro in Bukavu liegt, zählt inzwischen 97 Tote.",
    "In Bukavu müsse man, heißt es, mit weiteren Verhaftungen rechnen.",
    "Die Miliz, die im Januar Bukavu erobert hatte, verfügt über Artillerie.",
    "Der Bischof nannte den Anschlag in Bukavu einen Beleg für den Ernst der Lage.",
    "Manche vergleichen den Marsch mit dem Sturm auf das Parlament in Kinshasa.",
]


@pytest.mark.parametrize(("kind", "place", "text"), TOLD)
def test_a_sentence_gives_its_event(code: Code, kind: str, place: str, text: str) -> None:
    found = [f for f in records(code(BEFORE + text + "\n", FRIDAY, "de")) if f["paragraph"] == 3]
    assert [(f["sub_event_type"], f["place"], f["start_date"]) for f in found] == [(kind, place, "2024-03-06")]


@pytest.mark.parametrize("text", NOT_TOLD)
def test_what_is_not_told_as_done_gives_no_event(code: Code, text: str) -> None:
    assert not [f for f in records(code(BEFORE + text + "\n", FRIDAY, "de")) if f["paragraph"] == 3]


@pytest.mark.parametrize(("number", "counted"), [("2012 Goma", False), ("2000 Soldaten", True), ("2014 Tote", True)])
def test_a_year_before_a_name_is_told_from_a_count(code: Code, number: str, counted: bool) -> None:
    told = code(f"Aufständische haben {number} gezählt.\n", FRIDAY, "de").told[0]
    assert counted == (not told.reading.times)


def test_a_ministry_that_appeals_is_no_scene(code: Code) -> None:
    text = "Das Ministerium in Berlin rief zur Ruhe auf. Am Mittwoch wurden zwei Polizisten erschossen."
    assert [f["place"] for f in records(code(BEFORE + text + "\n", FRIDAY, "de")) if f["paragraph"] == 3] == ["Goma"]
