"""What a sentence wraps an act in keeps it off the map; its near twin, which tells the act, stays."""

from datetime import date

import pytest

from tests.coding.conftest import Code

FRIDAY = date(2024, 3, 8)
#: language, what tells no event, and a near twin that does.
PAIRS = [
    # Denied or told as untrue.
    ("en", "The army denied having shelled Goma.", "The army shelled Goma on Thursday and denied it."),
    (
        "de",
        "Der Minister wies den Vorwurf zurück, die Polizei habe in Goma auf Bauern geschossen.",
        "Die Polizei schoss am Mittwoch in Goma auf Bauern, was der Minister zurückwies.",
    ),
    (
        "ru",
        "Сообщения о том, что солдаты обстреляли Гому, оказались ложными.",
        "В среду солдаты обстреляли Гому.",
    ),
    ("en", '"We did not shell Goma," the general said.', '"We shelled Goma on Thursday," the general said.'),
    (
        "en",
        "Claims that rebels had captured Goma were soon disproved.",
        "Rebels captured Goma on Thursday, officials said.",
    ),
    (
        "de",
        "Die Regierung in Goma bestreitet das und macht Banden verantwortlich.",
        "Die Regierung in Goma machte am Mittwoch Banden verantwortlich.",
    ),
    (
        "en",
        "A spokesman declined to comment on reports of a drone strike in Goma.",
        "A drone strike hit Goma on Thursday, a spokesman said.",
    ),
    ("en", "The army has 900 soldiers stationed in Goma.", "The army sent 900 soldiers to Goma on Thursday."),
    ("de", "In Goma explodierten am Mittwoch die Benzinpreise.", "In Goma explodierte am Mittwoch eine Bombe."),
    ("de", "Schon im Vorjahr hatten Rebellen Goma überfallen.", "Am Mittwoch überfielen Rebellen Goma."),
    # Demanded; looked into by a prosecutor; a journey to a summit.
    (
        "en",
        "The crowd demanded that the troops be withdrawn from Goma.",
        "The army withdrew its troops from Goma on Thursday.",
    ),
    (
        "en",
        "Prosecutors in Goma opened an investigation into one of the deaths.",
        "The government set up a commission of inquiry in Goma on Thursday.",
    ),
    ("en", "The president flew to Goma for a summit.", "The president fled to Goma on Thursday."),
    ("de", "Der Präsident flog zu einem Gipfel nach Goma.", "Der Präsident floh am Mittwoch nach Goma."),
    # What an act left behind; what was before this war; a childhood; a monument; who sells the gas; who flies where.
    ("en", "The coup in Goma had no effect on prices.", "The coup in Goma began on Thursday, officers said."),
    (
        "en",
        "The bridge of Goma was bombed during the first war and has been rebuilt.",
        "The bridge of Goma was bombed on Thursday.",
    ),
    ("en", "He was a child when rebels seized Goma.", "Rebels seized Goma on Thursday."),
    ("en", "A monument recalls the soldiers killed in Goma by an air strike.", "An air strike hit Goma on Thursday."),
    (
        "en",
        "The company that supplies the police in Goma with tear gas declined to comment.",
        "Police in Goma used tear gas on a crowd on Thursday.",
    ),
    ("en", "Airlines have cancelled their flights to Goma.", "The airport of Goma was closed on Thursday."),
    ("en", "France, which keeps soldiers in Goma, called that a mistake.", "France sent soldiers to Goma on Thursday."),
    (
        "en",
        "Prosecutors in Goma asked for 18 months of detention for the mayor.",
        "Police in Goma placed the mayor in detention on Thursday.",
    ),
    ("en", "A soldier was shot dead in Goma by accident.", "A soldier was shot dead in Goma on Thursday."),
    ("en", "The bishop visits the burnt house in Goma.", "A house in Goma was burnt by a mob on Thursday."),
    ("de", "Der Putsch in Goma blieb ohne Folgen für den Verkehr.", "In Goma begann am Mittwoch ein Putsch."),
    ("ru", "Переворот в Гоме никак не отразился на торговле.", "В среду в Гоме произошел переворот."),
    ("en", "Residents of Goma said the explosion they heard was thunder.", "Residents heard an explosion in Goma."),
    ("en", "Some of the men had fought in the siege of Goma.", "Rebels fought soldiers in Goma on Thursday."),
    (
        "de",
        "Nach den Unruhen vom Januar vergangenen Jahres in Goma wurde er Minister.",
        "Bei Unruhen in Goma brannten am Mittwoch Läden.",
    ),
    (
        "en",
        "Floods have driven thousands of families from their homes in Goma.",
        "Fighting has driven thousands of families from their homes in Goma.",
    ),
    (
        "en",
        "The attempt to kidnap the bishop of Goma came to nothing.",
        "Gunmen kidnapped the bishop of Goma on Thursday.",
    ),
    ("en", "An amnesty law is being drafted in Goma.", "The army conscripted men in Goma on Thursday."),
    ("en", "He spent six years in prison in Goma.", "He was jailed for six years in Goma on Thursday."),
    (
        "en",
        "Those who were in the coup attempt of 2017 met in Goma at noon.",
        "Soldiers who attempted a coup seized the radio station in Goma on Thursday.",
    ),
    ("en", "Shops in Goma were looted before the last election.", "Shops in Goma were looted on Thursday."),
    # Dreaded, asked about, hanging on a condition.
    ("en", "Aid workers fear a massacre in Goma.", "Fearing a massacre, thousands fled Goma on Thursday."),
    ("de", "Beobachter sorgen sich vor Kämpfen in Goma.", "In Goma kam es am Mittwoch zu Kämpfen."),
    ("ru", "Неясно, захватили ли повстанцы Гому.", "В четверг повстанцы захватили Гому."),
    (
        "de",
        "Hätte die Armee gezögert, hätten Rebellen Goma erobert.",
        "Weil die Armee zögerte, eroberten Rebellen am Mittwoch Goma.",
    ),
    ("ru", "Без помощи повстанцы захватили бы Гому.", "В среду повстанцы захватили Гому без помощи."),
    (
        "de",
        "Bauern wollen Mist abladen und die Straße nach Goma blockieren.",
        "Bauern luden am Mittwoch Mist ab und blockierten die Straße nach Goma.",
    ),
    # What is looked into, tried, or what somebody once led.
    ("en", "Prosecutors are investigating the killings in Goma.", "Gunmen killed two teachers in Goma on Thursday."),
    (
        "de",
        "Die Anklageschrift nennt die Erstürmung des Rathauses von Goma.",
        "Rebellen stürmten am Mittwoch das Rathaus von Goma.",
    ),
    (
        "ru",
        "Генерал, командовавший нападением на Гому, ныне посол.",
        "В четверг повстанцы напали на Гому.",
    ),
    # Likened, remembered, told in a book, played.
    (
        "en",
        "The scenes remind many of the storming of the parliament in Goma.",
        "A crowd stormed the court in Goma on Thursday.",
    ),
    (
        "de",
        "Ihr Roman erzählt, wie Soldaten in Goma Bauern erschossen.",
        "Am Mittwoch erschossen Soldaten in Goma Bauern.",
    ),
    ("ru", "По сюжету сериала повстанцы захватывают Гому.", "В среду повстанцы захватывают Гому."),
    (
        "en",
        "In the final, Goma attacked from the first minute and scored.",
        "Rebels attacked an army post in Goma on Thursday.",
    ),
    # Law, custom, sums, spans.
    (
        "en",
        "The law allows police to disperse rallies in Goma.",
        "Police dispersed a rally in Goma on Thursday, citing the law.",
    ),
    (
        "de",
        "Raubüberfälle und Entführungen gehören in Goma zum Alltag.",
        "Bewaffnete entführten am Mittwoch in Goma einen Arzt.",
    ),
    ("ru", "За одиннадцать месяцев войны больницы Гомы обстреливали 70 раз.", "В среду обстреляли больницу в Гоме."),
    ("en", "The group recorded 340 battles in Goma.", "A battle broke out in Goma on Thursday."),
    # Accidents, private quarrels, games of the market.
    (
        "de",
        "Zwölf Menschen starben, als ein Bus bei Goma in eine Schlucht stürzte.",
        "Am Mittwoch trafen Granaten Goma und töteten zwölf Menschen.",
    ),
    ("en", "A man shot his wife in Goma on Thursday.", "Rebels shot dead a farmer in Goma on Thursday."),
    ("ru", "Курс франка в Гоме взорвался.", "В среду в Гоме взорвалась бомба."),
    # A day of its own lifts what a law or a comparison covers.
    (
        "en",
        "Under article 85 the president may declare a state of emergency in Goma.",
        "Under article 85 the president declared a state of emergency in Goma on Thursday.",
    ),
    ("ru", "В 2012 году повстанцы заняли Гому.", "Во вторник повстанцы, как и в 2012 году, заняли Гому."),
    (
        "de",
        "Er riet, in Goma nicht zu demonstrieren.",
        "Ohne Vorwarnung schoss die Polizei am Mittwoch in Goma auf Demonstranten.",
    ),
]


@pytest.mark.parametrize(("language", "trap", "twin"), PAIRS)
def test_an_act_in_a_frame_is_none_and_its_twin_is_one(code: Code, language: str, trap: str, twin: str) -> None:
    assert code(trap, FRIDAY, language).events == ()
    assert code(twin, FRIDAY, language).events != ()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The town has seen worse. In 1998 the army besieged Goma. It shelled the market and killed dozens."),
        ("de", "1998 belagerte die Armee Goma. Sie beschoss den Markt und tötete Dutzende."),
        ("ru", "В 1998 году армия осаждала Гому. Она обстреляла рынок и убила десятки людей."),
    ],
)
def test_former_times_go_on_until_a_day_ends_them(code: Code, language: str, text: str) -> None:
    now = {
        "en": "On Thursday rockets hit Goma again.",
        "de": "Am Donnerstag trafen Raketen Goma.",
        "ru": "В четверг по Гоме ударили ракеты.",
    }
    assert code(text, FRIDAY, language).events == ()
    assert [e.first for e in code(f"{text} {now[language]}", FRIDAY, language).events] == [date(2024, 3, 7)]
