"""Data sets whose every text tries to be something else: a template, a script, a formula, a picture, a key.

Each event holds one of PAYLOADS in all its texts; whatever runs sets `window.pwned` or asks for `evil.example`.
"""

from datetime import date
from pathlib import Path
from typing import Any, Final

from geo.sources.inner import linkable
from tests.synthetic import Feature, Properties, make_claims, make_features, make_report, write_dataset

LAST: Final = date(2022, 1, 6)
PAYLOADS: Final = (
    "{{7*7}}",
    "{{ cycler.__init__.__globals__.os.getcwd() }}",
    "{% raw %}",
    "{% for x in ().__class__.__base__.__subclasses__() %}{{ x }}{% endfor %}",
    "{# gone #}",
    "{% include '/etc/passwd' %}",
    '<img src=x onerror="window.top.pwned=window.pwned=1">',
    "<img src='https://evil.example/seen.png'>",
    "</script><script>window.pwned=1</script>",
    "</textarea></title></style><svg onload=window.pwned=1>",
    "\"'><iframe srcdoc='<script>parent.pwned=1</script>'></iframe>",
    "${window.pwned=1}",
    "`;window.pwned=1;//",
    "');window.pwned=1;//",
    '";window.pwned=1;//',
    "\\';window.pwned=1;//",
    "javascript:window.pwned=1",
    "![seen](https://evil.example/seen.png)",
    "[press](javascript:window.pwned=1) [here](https://evil.example/)",
    "https://evil.example/ www.evil.example me@evil.example",
    "**bold** _it_ `code` # head ~~gone~~ :red[red] :material/bomb: :bomb: $x^2$ $$y$$ a -> b",
    "* item\n> quote\n\n---\n| a | b |\n|---|---|\n| c | d |",
    '=HYPERLINK("https://evil.example/";"press")',
    "+1+1|cmd",
    "-2+3",
    "@SUM(1+1)",
    "\t=1+1",
    "{0} {n} {low} {self} %s %(x)s %n $1 \\1",
    "\u202egnp.exe\u202c \u2066isolated\u2069 \u200b\u200d\ufeff",
    "line\u2028paragraph\u2029next\x85end",
    "e\u0301 \u0416 \u6f22 \U0001f600 \U0001f3f4\u200d\u2620\ufe0f a\u0300\u0301\u0302\u0303\u0304",
    "__proto__",
    "constructor",
    "hasOwnProperty",
    "null",
    "NaN",
    "undefined",
    "None; DROP TABLE events; --",
    "../../../../etc/passwd",
    "a/b?c=d&e=f#g%00%2F%25",
    "&lt;b&gt; &amp;amp; &#x3C;script&#x3E;",
    "<!-- --> <![CDATA[ ]]> <?php echo 1 ?>",
    "datum.pwned = 1; signal('x'); warn('x')",
)
_EVENT_TEXTS: Final = (
    *("label", "summary_en", "summary_de", "place", "place_as_written", "admin1", "origin"),
    *("note", "note_de", "coded_by", "attribution", "attribution_de"),
)
_CLAIM_TEXTS: Final = ("whom_en", "whom_de", "claimed_by_en", "claimed_by_de", "as_written", "note_en", "note_de")
LONG: Final = "<b>long</b> " + "x" * 50_000 + " " + "word " * 10_000


def write_hostile(parent: Path) -> Path:
    """Write `hostile` (an event for each payload) and `long` (fields of 100,000 characters) below `parent`."""
    features = [_hostile(f, text, n) for n, (f, text) in enumerate(zip(_features(), PAYLOADS, strict=True))]
    write_dataset(parent / "hostile", features, _claims(features), _report(" ".join(PAYLOADS)))
    one = [_hostile(feature, LONG, n) for n, feature in enumerate(make_features(3))]
    write_dataset(parent / "long", one, _claims(one), _report(LONG))
    return parent


def event_id(text: str, n: int) -> str:
    """Return the id of the event that holds a payload."""
    return f"{linkable(text)[:150]} {n}"


def _features() -> list[Feature]:
    return make_features(len(PAYLOADS))


def _hostile(feature: Feature, text: str, n: int) -> Feature:
    properties: Properties = feature["properties"]
    properties.update(dict.fromkeys(_EVENT_TEXTS, text))
    properties.update({"event_id": event_id(text, n), "report_id": "hostile", "certainty": "attributed"})
    properties.update({"actors": [text, f"{text} again"], "actors_de": [text, f"{text} again"], "origin_precision": 2})
    properties["origin_country"] = properties["country"]
    return feature


def _claims(features: list[Feature]) -> list[Properties]:
    claims = make_claims(features)
    texts = {f["properties"]["event_id"]: f["properties"]["note"] for f in features}
    for n, claim in enumerate(claims):
        claim.update(dict.fromkeys(_CLAIM_TEXTS, texts[claim["event_id"]]))
        claim["claim_id"] = event_id(texts[claim["event_id"]], n)
    return claims


def _report(text: str) -> dict[str, Any]:
    names = {"en": text, "de": text}
    return {
        **make_report(last=LAST),
        **{"report_id": "hostile", "title": names, "outlet": names, "language": text, "coded_by": text},
        **{"codebook": text, "url": 'https://evil.example/"><img src=x onerror=window.pwned=1>'},
    }
