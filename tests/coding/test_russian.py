"""Russian: passives, verbs behind their nouns, names by their sound, the days of a passage, and no events."""

from datetime import date

import pytest

from geo.coding.record import records
from geo.coding.spelt import spellings
from tests.coding.conftest import Code

WEDNESDAY = date(2024, 5, 15)
TOLD = [
    ("Armed clash", "В столкновениях армии и повстанцев в Гоме в понедельник погибли девять человек."),
    ("Armed clash", "Боевики вступили в понедельник в бой с солдатами на окраине Гомы."),
    ("Armed clash", "В ходе спецоперации в Дербенте в понедельник ликвидированы трое боевиков."),
    ("Government regains territory", "Сирийская армия вошла в понедельник в Алеппо, выбив оттуда боевиков."),
    ("Government regains territory", "Войска вернули Гому в понедельник."),
    ("Non-violent transfer of territory", "Повстанцы без боя сдали в понедельник Гому миротворцам."),
    ("Non-violent transfer of territory", "Без единого выстрела под их контроль в понедельник перешла Гома."),
    ("Attack", "Четверо крестьян расстреляны в понедельник солдатами в Гоме."),
    ("Attack", "Нападение на мечеть в Кадуне в понедельник: погибли семь человек."),
    ("Excessive force against protesters", "При разгоне демонстрации в Найроби в понедельник погибли двое."),
    ("Grenade", "При взрыве гранаты в Бужумбуре в понедельник ранены трое."),
    ("Looting/property destruction", "Мародёры растащили в понедельник арсенал в Адене."),
    ("Arrests", "Депутата забрали в понедельник прямо из дома в Гондэре."),
    ("Armed clash", "Бои между армией и повстанцами шли в понедельник у президентского дворца в Нджамене."),
    ("Other", "Комендант ввёл в понедельник в Гоме комендантский час."),
    ("Other", "Военные захватили в понедельник власть в Нигере."),
    ("Other", "Министр внутренних дел Сербии уволен в понедельник."),
    ("Other", "Губернатор в понедельник подписал в Гоме заявление об отставке."),
    ("Arrests", "В Гоме в понедельник увезли из домов около сорока мужчин."),
    ("Mob violence", "В Гоме в понедельник местные парни избили двоих студентов."),
    ("Looting/property destruction", "В понедельник в Гоме разгромлен Французский институт."),
    ("Peaceful protest", "Сотни людей прошли в понедельник по Гоме со свечами."),
    ("Peaceful protest", "Тысячи людей в понедельник потребовали у парламента в Найроби отставки президента."),
    ("Change to group/activity", "Повстанцы в понедельник отошли из Гомы."),
]
NOT_TOLD = [
    "Аятолла в понедельник назвал поджигателей в Исфахане бандитами.",
    "В 1996 году талибы вошли в Кабул ночью.",
    "Войска в Гоме уже несколько месяцев находятся в боевой готовности.",
    "Власти Сирии отрицают, что армия бомбила Идлиб.",
    "Столкновений с полицией в Тбилиси не было.",
    "Митинг в Тбилиси намечен на субботу.",
    "Связь и интернет в Тбилиси работают без перебоев.",
    "Мобильный интернет в Тбилиси работал без сбоев.",
    "Обсуждается введение комендантского часа в Тбилиси.",
    "Вопрос об отправке войск в Тбилиси рассматривается.",
    "Забастовка в Актау начнётся в пятницу, если власти не уступят.",
    "Митинг оппозиции в Тбилиси отменили из-за дождя.",
    "Указ позволяет солдатам задерживать жителей Гомы и вводить комендантский час.",
    "Правозащитники требуют расследовать расстрел демонстрантов в Найроби.",
    "Туристам советуют избегать митингов в Найроби.",
    "Похищения людей в Нигерии стали обычным делом.",
    "Памятник жертвам теракта открыт в Мадриде.",
    "Компания захватила треть рынка в Казахстане.",
    "Смертная казнь в Белоруссии сохраняется.",
]


@pytest.mark.parametrize(("sub", "text"), TOLD)
def test_a_sentence_tells_its_one_event_of_monday(code: Code, sub: str, text: str) -> None:
    found = list(records(code(text, WEDNESDAY, "ru")))
    assert [(f["sub_event_type"], f["start_date"]) for f in found] == [(sub, "2024-05-13")]


@pytest.mark.parametrize("text", NOT_TOLD)
def test_what_is_denied_planned_permitted_or_a_figure_of_speech_gives_no_event(code: Code, text: str) -> None:
    assert code(text, WEDNESDAY, "ru").events == ()


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("ru", "В четверг, 2 мая, в Гоме начались бои. В субботу боевики заняли Букаву.", "2024-05-04"),
        ("en", "On Thursday, 2 May, fighting broke out in Goma. On Saturday rebels seized Bukavu.", "2024-05-04"),
        ("de", "Am Donnerstag, 2. Mai, begannen in Goma Kämpfe. Am Samstag eroberten Rebellen Bukavu.", "2024-05-04"),
        ("ru", "В четверг в Гоме начались бои. В субботу боевики заняли Букаву.", "2024-05-11"),
    ],
)  # fmt: skip
def test_a_weekday_follows_the_date_that_a_passage_is_at(code: Code, language: str, text: str, day: str) -> None:
    assert [f["start_date"] for f in records(code(text, WEDNESDAY, language))][1:] == [day]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Власти Эфиопии стянули войска. В понедельник бои шли под Дэбрэ-Табором.", "Debre Tabor"),
        ("Власти Эфиопии стянули войска. В понедельник в Финотэ-Сэляме прогремел взрыв.", "Finote Selam"),
    ],
)
def test_a_town_without_a_name_in_cyrillic_is_found_by_its_sound(code: Code, text: str, place: str) -> None:
    assert [f["place"] for f in records(code(text, WEDNESDAY, "ru"))][-1] == place


def test_a_name_in_quotation_marks_is_a_group_not_a_town(code: Code) -> None:
    found = list(
        records(
            code("В понедельник под Гондэром отряд «Фано» вступил в перестрелку с колонной армии.", WEDNESDAY, "ru")
        )
    )
    assert [f["place"] for f in found] == ["Gondar"]


def test_spellings_put_the_likeliest_first_and_stop_at_a_foreign_letter() -> None:
    letters = {"ш": "sh", "э": "e", "к": "k|q", "о": "o"}
    assert list(spellings("Шэко", letters)) == ["sheko", "sheqo"]
    assert list(spellings("Ґэко", letters)) == []
    assert len(list(spellings("к" * 40, letters))) == 48


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("В Армении неспокойно. В понедельник обстрелу подверглись Горис и Сотк.", ["Goris", "Sotk"]),
        ("В понедельник Горис подвергся обстрелу. Это Армения.", ["Goris"]),
        ("Три человека погибли в понедельник в результате взрыва у рынка в Могадишо.", ["Mogadishu"]),
        ("При посредничестве Москвы стороны в понедельник в Женеве договорились о перемирии.", ["Geneva"]),
        ("В понедельник было закрыто воздушное пространство Иордании и Ирака.", ["Jordan", "Iraq"]),
        ("В Сомали в понедельник армия отбила у боевиков город Тыртырдере.", ["Somalia"]),
        ("В понедельник в Осло у посольства Ирана прошёл митинг.", ["Oslo"]),
        ("Россия ждёт. В понедельник войска заняли село Прогресс в Донецкой области.", ["Donetsk Oblast"]),
        ("В понедельник минобороны Армении обвинило азербайджанские войска в обстреле Гориса.", ["Yerevan"]),
        ("Таиз встревожен. В понедельник толпа собралась у вокзала, узнав о поезде из Адена.", ["Taiz"]),
        ("Аэропорт Триполи в понедельник закрыли, рейсы перенаправлены в Мисрату.", ["Tripoli"]),
    ],
)
def test_where_an_act_is_by_what_stands_around_the_name(code: Code, text: str, places: list[str]) -> None:
    assert [f["place"] for f in records(code(text, WEDNESDAY, "ru"))] == places


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("В Таизе в четверг прошёл митинг. Накануне там же полиция разогнала шествие.", "2024-05-08"),
        ("В Таизе после пятничной молитвы прошло шествие.", "2024-05-10"),
        ("В ночь на вторник в Таизе прошли акции против итогов выборов, прошедших 5 мая.", "2024-05-13"),
        ("В Таизе в четверг прошёл митинг. Днём ранее в Адене толпа окружила суд. Полетели камни.", "2024-05-08"),
        ("В четверг в Таизе прогремел взрыв. Неделей ранее в городе подорвал себя смертник.", "2024-05-02"),
    ],
)
def test_days_by_adjectives_and_by_the_passage(code: Code, text: str, day: str) -> None:
    assert [f["start_date"] for f in records(code(text, WEDNESDAY, "ru"))][-1:] == [day]


@pytest.mark.parametrize(
    "text",
    [
        "В Киеве назвали причастность к теракту абсурдом.",
        "В понедельник премьер осудил нападение и пообещал наказать виновных.",
        "Созданный для руководства операцией штаб молчит.",
    ],
)
def test_what_is_only_named_is_no_event(code: Code, text: str) -> None:
    assert code(text, WEDNESDAY, "ru").events == ()


def test_a_participle_between_commas_keeps_its_words_to_itself(code: Code) -> None:
    text = "Певица, приветствовавшая военных, в понедельник прилетела в Мехико."
    assert code(text, WEDNESDAY, "ru").events == ()
    text = "Демонстранты, перекрывшие в понедельник дорогу в Гоме, разошлись."
    assert [f["sub_event_type"] for f in records(code(text, WEDNESDAY, "ru"))] == ["Peaceful protest"]


def test_a_town_that_is_a_sentence_is_where_its_paragraph_is(code: Code) -> None:
    text = (
        "Хроника Эфиопии\n\nГондэр. В понедельник здесь прогремел взрыв.\n\nДэбрэ-Табор. В понедельник начался митинг."
    )
    assert [f["place"] for f in records(code(text, WEDNESDAY, "ru"))] == ["Gondar", "Debre Tabor"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Боевики в понедельник без боя вошли в Гому и заняли дворец.",
            [("Non-violent transfer of territory", "Goma")],
        ),
        (
            "В понедельник премьер объявил в Риге о заморозке переговоров о вступлении в НАТО до 2031 года.",
            [("Other", "Riga")],
        ),
        (
            "В понедельник ЮАР закрыла границу. Мозамбик ждёт.",
            [("Other", "South Africa")],
        ),
        (
            "В понедельник в Гяндже прогремел взрыв. Минобороны в Баку сообщило о проверке. Затем раздались выстрелы.",
            [("Remote explosive/landmine/IED", "Ganja"), ("Armed clash", "Ganja")],
        ),
    ],
)
def test_kinds_and_places_of_neighbouring_words(code: Code, text: str, told: list[tuple[str, str]]) -> None:
    found = list(records(code(text, WEDNESDAY, "ru")))
    assert [(f["sub_event_type"], f["place"]) for f in found] == told


def test_the_purpose_of_an_act_is_no_act(code: Code) -> None:
    found = list(
        records(code("В понедельник США перебросили в Кабул военных для эвакуации дипломатов.", WEDNESDAY, "ru"))
    )
    assert [f["sub_event_type"] for f in found] == ["Change to group/activity"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("В понедельник полиция разогнала митинг на киевской площади.", "Kyiv"),
        ("США в понедельник перебросили в кабульский аэропорт тысячу солдат.", "Kabul"),
        ("Армия Азербайджана в понедельник заняла сёла в Физулинском районе.", "Fuzuli District"),
        ("СТЕПАНАКЕРТ, 14 мая. В понедельник по городу ударила артиллерия.", "Stepanakert"),
        ("В понедельник в Кутаиси прошли митинги.", "Kutaisi"),
    ],
)
def test_a_place_is_read_in_an_adjective_a_district_and_a_dateline(code: Code, text: str, place: str) -> None:
    assert [f["place"] for f in records(code(text, WEDNESDAY, "ru"))] == [place]


def test_a_channel_is_not_who_speaks(code: Code) -> None:
    text = "В понедельник обстреляны Сумы, написал в телеграм-канале губернатор Пётр Ивко."
    assert [f["attribution"] for f in records(code(text, WEDNESDAY, "ru"))] == ["governor Pyotr Ivko"]


def test_a_rumour_as_a_cause_is_no_doubt(code: Code) -> None:
    text = "В понедельник в Нанте молодые люди забросали мэрию камнями из-за слухов о закрытии школы."
    assert [f["certainty"] for f in records(code(text, WEDNESDAY, "ru"))] == ["stated"]


def test_a_war_that_has_lasted_since_a_month_does_not_widen_the_window(code: Code) -> None:
    text = "В Купянске дрон попал в машину. В Волчанске, за который с марта идут бои, тихо."
    assert [f["start_date"] for f in records(code(text, WEDNESDAY, "ru"))][:1] == ["2024-05-15"]
