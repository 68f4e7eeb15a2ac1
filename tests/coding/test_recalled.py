"""Acts that somebody remembers, discusses or stands accused of were done before; where and when the rest is."""

from datetime import date

import pytest

from geo.coding.record import records
from tests.coding.conftest import Code

FRIDAY = date(2024, 3, 8)
HEADS = {
    "en": "Unrest in eastern Congo\n\nIn Goma police fired tear gas at hundreds of protesters on Thursday.\n\n",
    "de": "Unruhen in Ostkongo\n\nIn Goma lösten Polizisten am Donnerstag eine Kundgebung mit Tränengas auf.\n\n",
    "ru": "Беспорядки в Конго\n\nВ Гоме полиция в четверг применила слезоточивый газ против сотен демонстрантов.\n\n",
}
BEFORE = [
    ("en", "On Wednesday the UN remembered the peacekeepers killed in Beni."),
    ("en", "Analysts in Kampala expect more fighting."),
    ("en", "Ministers in Beni discussed the attack on Butembo."),
    ("en", "She still remembers how soldiers burned her house in Beni."),
    ("de", "Am Mittwoch gedachten die Vereinten Nationen der in Beni getöteten Blauhelme."),
    ("de", "Die Rebellen, die 2012 Beni erobert hatten, haben am Mittwoch geschwiegen."),
    ("ru", "В среду ООН почтила память миротворцев, убитых в Бени."),
]
TOLD = [
    ("verdict", "On Wednesday a court in Beni jailed two men convicted of burning a market."),
    ("arrest", "Police in Beni arrested ten men on Wednesday suspected of attacking a mosque."),
    ("arrest", "On Wednesday ten men suspected of attacking a mosque were arrested in Beni."),
    ("shelling", "Rebels shelled the road between Beni and Butembo on Wednesday."),
    ("count", "The ministry in Kinshasa said that 12 people had been killed in Beni on Wednesday."),
    ("request", "On Wednesday the government asked Australia for 200 police officers."),
]


@pytest.mark.parametrize(("language", "text"), BEFORE)
def test_what_is_only_remembered_is_no_event(code: Code, language: str, text: str) -> None:
    assert not [f for f in records(code(HEADS[language] + text + "\n", FRIDAY, language)) if f["paragraph"] == 3]


@pytest.mark.parametrize(("rule", "text"), TOLD)
def test_what_is_done_about_it_is_the_one_event(code: Code, rule: str, text: str) -> None:
    found = [f for f in records(code(HEADS["en"] + text + "\n", FRIDAY, "en")) if f["paragraph"] == 3]
    place = "Kinshasa" if rule == "request" else "Beni"
    assert [(f["rule"], f["place"], f["start_date"]) for f in found] == [(rule, place, "2024-03-06")]
