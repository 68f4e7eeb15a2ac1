"""What a report, an event and a claim are; the codebook's closed lists, whose values are what is stored.

Terms follow the ACLED codebook (event types and sub-types, geo-precision) and the UCDP GED codebook
(low / best / high, date precision); `shared/codebook.md` says how each field is coded.
"""

from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum


class _Slugged(StrEnum):
    """A closed list whose values are stored as written and linked as slugs."""

    @property
    def slug(self) -> str:
        """The value as it stands in a link: `Explosions/Remote violence` → `explosions-remote-violence`."""
        words = "".join(c if c.isalnum() else " " for c in self.value.lower()).split()
        return "-".join(words)


class EventType(_Slugged):
    """The six event types of ACLED, in the order in which they are always listed."""

    PROTESTS = "Protests"
    RIOTS = "Riots"
    BATTLES = "Battles"
    EXPLOSIONS = "Explosions/Remote violence"
    CIVILIANS = "Violence against civilians"
    STRATEGIC = "Strategic developments"


class SubEventType(_Slugged):
    """The sub-event types; `SUB_TYPES` says below which event type each stands."""

    PEACEFUL_PROTEST = "Peaceful protest"
    PROTEST_WITH_INTERVENTION = "Protest with intervention"
    EXCESSIVE_FORCE = "Excessive force against protesters"
    VIOLENT_DEMONSTRATION = "Violent demonstration"
    MOB_VIOLENCE = "Mob violence"
    ARMED_CLASH = "Armed clash"
    GOVERNMENT_REGAINS = "Government regains territory"
    NON_STATE_OVERTAKES = "Non-state actor overtakes territory"
    CHEMICAL_WEAPON = "Chemical weapon"
    AIR_STRIKE = "Air/drone strike"
    SUICIDE_BOMB = "Suicide bomb"
    SHELLING = "Shelling/artillery/missile attack"
    IED = "Remote explosive/landmine/IED"
    GRENADE = "Grenade"
    SEXUAL_VIOLENCE = "Sexual violence"
    ATTACK = "Attack"
    ABDUCTION = "Abduction/forced disappearance"
    AGREEMENT = "Agreement"
    ARRESTS = "Arrests"
    CHANGE_TO_GROUP = "Change to group/activity"
    DISRUPTED_WEAPONS = "Disrupted weapons use"
    BASE_ESTABLISHED = "Headquarters or base established"
    LOOTING = "Looting/property destruction"
    NON_VIOLENT_TRANSFER = "Non-violent transfer of territory"
    OTHER = "Other"


_S = SubEventType
SUB_TYPES: dict[EventType, tuple[SubEventType, ...]] = {
    EventType.PROTESTS: (_S.PEACEFUL_PROTEST, _S.PROTEST_WITH_INTERVENTION, _S.EXCESSIVE_FORCE),
    EventType.RIOTS: (_S.VIOLENT_DEMONSTRATION, _S.MOB_VIOLENCE),
    EventType.BATTLES: (_S.ARMED_CLASH, _S.GOVERNMENT_REGAINS, _S.NON_STATE_OVERTAKES),
    EventType.EXPLOSIONS: (
        _S.CHEMICAL_WEAPON,
        _S.AIR_STRIKE,
        _S.SUICIDE_BOMB,
        _S.SHELLING,
        _S.IED,
        _S.GRENADE,
    ),
    EventType.CIVILIANS: (_S.SEXUAL_VIOLENCE, _S.ATTACK, _S.ABDUCTION),
    EventType.STRATEGIC: (
        _S.AGREEMENT,
        _S.ARRESTS,
        _S.CHANGE_TO_GROUP,
        _S.DISRUPTED_WEAPONS,
        _S.BASE_ESTABLISHED,
        _S.LOOTING,
        _S.NON_VIOLENT_TRANSFER,
        _S.OTHER,
    ),
}
TYPE_OF: dict[SubEventType, EventType] = {sub: event_type for event_type, subs in SUB_TYPES.items() for sub in subs}


class Certainty(_Slugged):
    """How sure the report is of what it tells (codebook, section 5)."""

    STATED = "stated"
    ATTRIBUTED = "attributed"
    UNCONFIRMED = "unconfirmed"
    DISPUTED = "disputed"


class ClaimKind(_Slugged):
    """What a figure counts."""

    FATALITIES = "fatalities"
    INJURED = "injured"
    HOSPITALISED = "hospitalised"
    ARRESTED = "arrested"
    TROOPS = "troops"


class PartOfDay(_Slugged):
    """A part of the local day, where the report tells no more than that."""

    EARLY_MORNING = "early morning"
    MORNING = "morning"
    MIDDAY = "midday"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    NIGHT = "night"


class GeoPrecision(IntEnum):
    """How exactly the place is known (codebook, section 3)."""

    EXACT = 1
    NEAR = 2
    AREA = 3


class DatePrecision(IntEnum):
    """How exactly the days are known (codebook, section 4)."""

    DAY = 1
    WEEK = 2
    MONTH = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Locator:
    """Where in a report: paragraph and sentence counted from 1, characters [start, end) of the text as read.

    A passage of several sentences has `last_paragraph` and `last_sentence`, which it includes.
    """

    paragraph: int
    sentence: int
    last_paragraph: int | None = None
    last_sentence: int | None = None
    char_start: int | None = None
    char_end: int | None = None


class ReportKind(StrEnum):
    """What a data set was made of: one report that was coded, or somebody's table of events."""

    REPORT = "report"
    TABLE = "table"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A report that was coded; never its text, which is known by its SHA-256 alone.

    `first` and `last` are the window, both days included; `licence` is the name of the data set's own licence, with its
    address in `licence_url`, None where its maker states none.
    """

    report_id: str
    title: dict[str, str]
    outlet: dict[str, str]
    language: str
    published: date
    sha256: str
    characters: int
    paragraphs: int
    first: date
    last: date
    url: str | None = None
    licence: str | None = None
    licence_url: str | None = None
    kind: ReportKind = ReportKind.REPORT


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A figure, by one claimant, about one group; never to be summed with another.

    `low`, `best` and `high` are counts of persons; None where the source gives none.
    `part_of` names the claim that includes this one (three of the eighteen). `locator` is None where the figure is a
    cell of somebody else's table, which has no paragraphs.
    """

    claim_id: str
    event_id: str
    kind: ClaimKind
    whom: dict[str, str]
    low: int | None
    best: int | None
    high: int | None
    claimed_by: dict[str, str] | None
    certainty: Certainty
    locator: Locator | None
    part_of: str | None = None
    as_written: str | None = None
    note: dict[str, str] | None = None
