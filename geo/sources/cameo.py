"""CAMEO event codes, as GDELT has them, and the event types of our codebook.

Codebook: Schrodt, P. A., "CAMEO: Conflict and Mediation Event Observations Event and Actor Codebook", version 1.1b3,
2012, chapter 2 (verb codes) and its list of codes. A code takes the entry of its longest prefix below: 1411 that of 14.
"""

from typing import Final

from geo.model import SubEventType

_S: Final = SubEventType
#: CAMEO code → our sub-event type and, in plain words, what CAMEO calls it
CODES: Final[dict[str, tuple[SubEventType, str]]] = {
    "01": (_S.OTHER, "statement"),
    "02": (_S.OTHER, "appeal"),
    "03": (_S.OTHER, "intent to cooperate"),
    "04": (_S.OTHER, "talks"),
    "05": (_S.OTHER, "diplomatic cooperation"),
    "057": (_S.AGREEMENT, "formal agreement"),
    "06": (_S.OTHER, "material cooperation"),
    "07": (_S.OTHER, "aid"),
    "08": (_S.OTHER, "concession"),
    "087": (_S.AGREEMENT, "de-escalation of military engagement"),
    "0874": (_S.CHANGE_TO_GROUP, "military retreat or surrender"),
    "09": (_S.OTHER, "investigation"),
    "10": (_S.OTHER, "demand"),
    "11": (_S.OTHER, "disapproval"),
    "12": (_S.OTHER, "rejection"),
    "13": (_S.OTHER, "threat"),
    "14": (_S.PEACEFUL_PROTEST, "political dissent"),
    "145": (_S.VIOLENT_DEMONSTRATION, "violent protest or riot"),
    "15": (_S.CHANGE_TO_GROUP, "show of force"),
    "16": (_S.OTHER, "reduced relations"),
    "17": (_S.OTHER, "coercion"),
    "171": (_S.LOOTING, "property seized or damaged"),
    "172": (_S.OTHER, "administrative sanctions"),
    "1723": (_S.OTHER, "ban on parties or politicians"),
    "1724": (_S.OTHER, "curfew"),
    "1725": (_S.OTHER, "state of emergency"),
    "173": (_S.ARRESTS, "arrest"),
    "174": (_S.OTHER, "expulsion"),
    "175": (_S.ATTACK, "violent repression"),
    "176": (_S.OTHER, "cyber attack"),
    "18": (_S.ATTACK, "assault"),
    "181": (_S.ABDUCTION, "abduction or hostage-taking"),
    "1821": (_S.SEXUAL_VIOLENCE, "sexual assault"),
    "183": (_S.IED, "bombing"),
    "1831": (_S.SUICIDE_BOMB, "suicide bombing"),
    "19": (_S.ARMED_CLASH, "fight"),
    "191": (_S.OTHER, "blockade"),
    "192": (_S.ARMED_CLASH, "occupation of territory"),
    "194": (_S.SHELLING, "artillery and tanks"),
    "195": (_S.AIR_STRIKE, "aerial weapons"),
    "20": (_S.ATTACK, "mass violence"),
    "204": (_S.CHEMICAL_WEAPON, "weapons of mass destruction"),
}


def meaning(code: str) -> tuple[SubEventType, str] | None:
    """Return the sub-event type and label of a CAMEO code; None for no CAMEO code.

    >>> meaning("1411"), meaning("1831"), meaning("21")
    ((<SubEventType.PEACEFUL_PROTEST: 'Peaceful protest'>, 'political dissent'), \
(<SubEventType.SUICIDE_BOMB: 'Suicide bomb'>, 'suicide bombing'), None)
    """
    if not 2 <= len(code) <= 4:
        return None
    return next((CODES[code[:n]] for n in range(len(code), 1, -1) if code[:n] in CODES), None)
