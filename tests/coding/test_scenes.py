"""Where it happened, among the names that only say where something else is."""

from datetime import date

import pytest

from tests.coding.conftest import Code

#: language, a sentence, and where what it tells happened.
SCENES = [
    # Where somebody speaks of it.
    ("en", "The army in Bunia said it had repelled an attack on Beni on Thursday.", "Beni"),
    ("en", "Relatives in Goma said that their sons had been arrested in Beni on Thursday.", "Beni"),
    ("de", "Der Gouverneur von Nord-Kivu sagte in Goma, Rebellen hätten am Donnerstag Rutshuru erobert.", "Rutshuru"),
    ("de", "Die Armee in Bunia teilte mit, sie habe am Donnerstag einen Angriff auf Beni abgewehrt.", "Beni"),
    # What it is likened to.
    ("en", "Demonstrators in Lubero, unlike those in Goma, threw stones at police on Thursday.", "Lubero"),
    ("de", "Anders als in Goma warfen Demonstranten in Lubero am Donnerstag Steine auf Polizisten.", "Lubero"),
    # Where a road leads from; what somebody protests against; who is a guest.
    ("en", "On the road from Goma to Rutshuru, gunmen attacked an army convoy near Sake on Thursday.", "Sake"),
    ("de", "An der Straße von Goma nach Rutshuru überfielen Bewaffnete am Donnerstag bei Sake einen Bus.", "Sake"),
    ("de", "Studenten zogen am Donnerstag durch Bukavu, um gegen die Morde in Beni zu protestieren.", "Bukavu"),
    ("en", "In Butembo, where the bishop of Beni was visiting, police broke up a rally on Thursday.", "Butembo"),
    ("de", "In Butembo, wo der Bischof von Beni zu Gast war, lösten Polizisten eine Kundgebung auf.", "Butembo"),
]
BEFORE = {"en": "Unrest in eastern Congo\n\nPeace was far away.\n\n", "de": "Unruhen in Ostkongo\n\nEs war Krieg.\n\n"}


@pytest.mark.parametrize(("language", "told", "scene"), SCENES)
def test_what_a_sentence_tells_is_where_it_happened(code: Code, language: str, told: str, scene: str) -> None:
    events = code(BEFORE[language] + told + "\n", date(2024, 3, 8), language).events
    assert {event.where.place.name for event in events} == {scene}
