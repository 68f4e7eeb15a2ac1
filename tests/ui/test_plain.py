from geo.ui.plain import html


def test_texts_are_escaped_and_the_template_is_not() -> None:
    made = html("<p title='{}'>{}</p>", "a'b\"", "<img src=x onerror=alert(1)> {{7*7}} {0}")
    assert made == ("<p title='a&#39;b&#34;'>&lt;img src=x onerror=alert(1)&gt; {{7*7}} {0}</p>")
