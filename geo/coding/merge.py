"""One event told in several clauses is one event: which finds belong together, and what the whole is then."""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from geo.coding.scene import Found
from geo.model import Certainty, EventType, SubEventType

_S = SubEventType
#: What two kinds of finds at one place and day, told close together, are as a whole.
_WHOLE: Final[dict[frozenset[SubEventType], SubEventType]] = {
    frozenset(pair): whole
    for whole, pairs in {
        _S.PROTEST_WITH_INTERVENTION: (
            (_S.PEACEFUL_PROTEST, _S.PROTEST_WITH_INTERVENTION), (_S.ARRESTS, _S.PROTEST_WITH_INTERVENTION),
        ),
        _S.EXCESSIVE_FORCE: (
            (_S.PEACEFUL_PROTEST, _S.EXCESSIVE_FORCE), (_S.PROTEST_WITH_INTERVENTION, _S.EXCESSIVE_FORCE),
            (_S.ATTACK, _S.EXCESSIVE_FORCE), (_S.ARRESTS, _S.EXCESSIVE_FORCE),
        ),
        _S.VIOLENT_DEMONSTRATION: (
            (_S.PEACEFUL_PROTEST, _S.VIOLENT_DEMONSTRATION), (_S.PROTEST_WITH_INTERVENTION, _S.VIOLENT_DEMONSTRATION),
            (_S.EXCESSIVE_FORCE, _S.VIOLENT_DEMONSTRATION), (_S.ARRESTS, _S.VIOLENT_DEMONSTRATION),
            (_S.ATTACK, _S.VIOLENT_DEMONSTRATION), (_S.MOB_VIOLENCE, _S.VIOLENT_DEMONSTRATION),
        ),
        _S.NON_STATE_OVERTAKES: (
            (_S.VIOLENT_DEMONSTRATION, _S.NON_STATE_OVERTAKES), (_S.ARMED_CLASH, _S.NON_STATE_OVERTAKES),
        ),
        _S.GOVERNMENT_REGAINS: ((_S.NON_STATE_OVERTAKES, _S.GOVERNMENT_REGAINS),),
        _S.ARMED_CLASH: ((_S.ATTACK, _S.ARMED_CLASH),),
        _S.MOB_VIOLENCE: ((_S.ATTACK, _S.MOB_VIOLENCE),),
        _S.SUICIDE_BOMB: ((_S.IED, _S.SUICIDE_BOMB), (_S.ATTACK, _S.SUICIDE_BOMB)),
        _S.IED: ((_S.ATTACK, _S.IED),),
        _S.AIR_STRIKE: ((_S.ATTACK, _S.AIR_STRIKE), (_S.IED, _S.AIR_STRIKE)),
        _S.SHELLING: ((_S.ATTACK, _S.SHELLING), (_S.IED, _S.SHELLING)),
        _S.AGREEMENT: (),
    }.items()
    for pair in pairs
}  # fmt: skip


#: How far back events at one place are compared, and how many of the last told.
_BACK: Final = 60
_LAST: Final = 12


def kilometres(a: Found, b: Found) -> float:
    """The distance between two finds' places."""
    la1, lo1, la2, lo2 = map(math.radians, (a.where.place.lat, a.where.place.lon, b.where.place.lat, b.where.place.lon))
    h = math.sin((la2 - la1) / 2) ** 2 + math.cos(la1) * math.cos(la2) * math.sin((lo2 - lo1) / 2) ** 2
    return 12742 * math.asin(min(1.0, math.sqrt(h)))


def same_place(a: Found, b: Found) -> bool:
    """Whether two finds are at one place: of one name, within 1 km, or the same area."""
    if a.where.precision == 3 or b.where.precision == 3:
        same = a.where.place.name == b.where.place.name and a.where.place.country == b.where.place.country
        return same and a.where.precision == b.where.precision
    return (a.where.place.name == b.where.place.name and kilometres(a, b) <= 25) or kilometres(a, b) <= 1


def whole_of(a: Found, b: Found, gap: int) -> SubEventType | None:
    """Return what the two are as one event, None if they are two; `gap` is how many sentences lie between."""
    if a.label == b.label == "departure" and a.where.place.country == b.where.place.country:
        return a.sub if a.first <= b.last and b.first <= a.last else None
    if a.label == b.label == "departure" and gap <= 1 and "passage" in (a.where.basis, b.where.basis):
        return a.sub
    if not same_place(a, b) or a.first > b.last or b.first > a.last:
        return None
    if a.sub is b.sub:
        if a.sub is _S.OTHER:
            return a.sub if a.label == b.label and (a.label != "statement" or gap == 0) else None
        if a.sub is _S.CHANGE_TO_GROUP:
            return a.sub if gap <= 1 and (a.nations == b.nations or not a.nations or not b.nations) else None
        if a.event_type is EventType.STRATEGIC and gap > 3:
            return None
        return a.sub
    burnt = "burn" in (a.action, b.action) and gap <= 1 and not (a.placed and b.placed)
    if (gap == 0 or burnt) and {a.sub, b.sub} == {_S.LOOTING, _S.VIOLENT_DEMONSTRATION} and not b.clause.sub:
        return _S.VIOLENT_DEMONSTRATION
    if gap == 0 and {a.sub, b.sub} == {_S.NON_VIOLENT_TRANSFER, _S.NON_STATE_OVERTAKES}:
        return _S.NON_VIOLENT_TRANSFER  # "entered the city without a fight and took the palace"
    if gap > (3 if _S.ARRESTS in (a.sub, b.sub) and not b.placed else 1):
        return None
    if gap and a.sub is _S.ARRESTS and a.placed and b.sub is _S.PROTEST_WITH_INTERVENTION:
        return None  # an arrest told first, with its place, is what the protest is about
    if gap and _S.ATTACK in (a.sub, b.sub) and b.action != "kill":
        return None
    return _WHOLE.get(frozenset((a.sub, b.sub)))


def merge(found: Sequence[Found]) -> list[Found]:
    """Merge finds that tell one event, in the order of the report; the first telling keeps the locator."""
    out: list[Found] = []
    named: dict[str, list[int]] = {}
    for new in found:
        # Only a few can be the same: those at a place of this name, and those told last.
        near = {*named.get(new.where.place.name, [])[-_BACK:], *range(max(0, len(out) - _LAST), len(out))}
        for i in sorted(near, reverse=True):
            gap = new.sentence - max((e[0] for e in out[i].evidence), default=out[i].sentence)
            whole = whole_of(out[i], new, gap)
            if whole is not None:
                out[i] = _joined(out[i], new, whole)
                break
        else:
            named.setdefault(new.where.place.name, []).append(len(out))
            out.append(replace(new, evidence=((new.sentence, 0),)))
    return out


def _joined(old: Found, new: Found, whole: SubEventType) -> Found:
    lead = old if old.sub is whole or new.sub is not whole else new
    first, last = old.first, old.last
    if (new.dated and not old.dated) or (new.dated and old.dated and (new.last - new.first) < (old.last - old.first)):
        first, last = new.first, new.last
    certainty = old.certainty if old.sub is whole else lead.certainty
    both = {old.certainty, new.certainty}
    if Certainty.DISPUTED in both:
        certainty = Certainty.DISPUTED
    elif Certainty.STATED in both and Certainty.UNCONFIRMED not in both:
        certainty = Certainty.STATED
    if old.label == "departure" and old.where.basis == "passage":
        return replace(new, evidence=(*old.evidence, (new.sentence, 0)), certainty=certainty)
    where = old.where if old.where.precision == 1 or new.where.precision != 1 else new.where
    return replace(
        old,
        sub=whole,
        label=old.label or new.label,
        where=where,
        first=first,
        last=last,
        dated=old.dated or new.dated,
        actors=tuple(dict.fromkeys((*old.actors, *new.actors))),
        attribution=tuple(dict.fromkeys((*old.attribution, *new.attribution))),
        certainty=certainty,
        evidence=(*old.evidence, (new.sentence, 0)),
    )
