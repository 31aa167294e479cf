"""`dialogue.toml`: a broken one is refused with every fault, its line and what to do; a sound one is read as data."""

import pytest
from tests.catalog import small_pack

from tanggap.catalog import pack
from tanggap.catalog.pack.dialogue import SAYS, Dialogue, Step, dialogue

SOUND = """\
[rules]
wait_minutes = 30
[[steps]]
need = "what"
ask = "ask_what"
[[steps]]
need = "photo"
ask = "ask_photo"
categories = ["hole"]
[without_words]
en = "(no words)"
nl = "(zonder woorden)"
[words]
yes.en = ["yes", "that is right"]
yes.nl = ["ja"]
[short.nl]
nr = "nummer"
[places]
near.en = ["next to"]
[places.levels.quarter]
en = ["quarter"]
nl = ["wijk"]
[says]
""" + "".join(f'{name} = {{ en = "a", nl = "b" }}\n' for name in SAYS)

CASES = [
    # what stood there, what stands there now, line of the fault, words of the fault
    ("wait_minutes = 30", "wait_minutes = 1", 2, '"wait_minutes" is 1; it must lie between 5'),
    ("wait_minutes = 30", "wait_minuts = 30", 2, '"wait_minuts" is not known here; did you mean "wait_minutes"?'),
    ('need = "what"', 'need = "who"', 4, '"need" is "who"; it must be one of photo, what, where'),
    ('need = "photo"', 'need = "what"', 7, '"what" is asked for twice'),
    ('need = "what"', 'need = "where"', 3, 'a step must ask for "what"'),
    ('ask = "ask_what"', 'ask = "ask_wat"', 5, '"ask" is "ask_wat"; did you mean "ask_what"?'),
    ('ask = "ask_what"', 'ask = "ask_which"', 5, '"ask" is "ask_which"'),
    ('["hole"]', '["hols"]', 9, 'the category "hols" is not in categories.toml; did you mean "hole"?'),
    ('\nnl = "(zonder woorden)"', "", 10, '"without_words" has no text in the language "nl"'),
    ('"that is right"', '"That is right"', 14, '"That is right" must be words in small letters'),
    ('"that is right"', '"that  is right"', 14, '"that  is right" must be words in small letters'),
    ('"that is right"', '"yes"', 14, '"yes" stands twice in "en"'),
    ("yes.nl", "yess.nl", 15, '"yess" is not known here; did you mean "yes"?'),
    ("yes.nl", "yes.de", 15, '"de" is not known here'),
    ('nr = "nummer"', 'Nr = "nummer"', 17, '"Nr" must be one word in small letters'),
    ('nr = "nummer"', "nr = 5", 17, '"nr" must be a text in quotes, not 5'),
    ("near.en", "neer.en", 19, '"neer" is not known here; did you mean "near"?'),
    ("levels.quarter", "levels.quarters", 20, 'no area has the level "quarters"; did you mean "quarter"?'),
    ('ask_what = { en = "a"', 'ask_what = { en = "a {"', 24, "this text has an unpaired brace"),
    ('ask_what = { en = "a"', 'ask_what = { en = "a {code}"', 24, '{code} is no blank of "ask_what"; it has none'),
    ('ask_what = { en = "a", nl = "b" }\n', "", 23, '"ask_what" is missing'),
    ('ask_what = { en = "a", nl = "b" }', 'ask_what = { en = "a" }', 24, '"ask_what" has no text in the language "nl"'),
    ('ask_what = { en = "a"', f'ask_what = {{ en = "{"a" * 161}"', 24, "this takes 161 letters with its blanks filled; an SMS holds 160"),
    ('ask_what = { en = "a"', f'ask_what = {{ en = "{"–" * 71}"', 24, "an SMS holds 70 letters when some of them are none of GSM's"),
    ('refused = { en = "a"', f'refused = {{ en = "{"a" * 40} {{why}}"', 23 + 1 + list(SAYS).index("refused"), "this takes 171 letters"),
]  # fmt: skip


def faults(folder, text):
    with pytest.raises(pack.BrokenPack) as refused:
        pack.read(small_pack.write(folder, **{"dialogue.toml": text}))
    return [(fault.file, fault.line, fault.message) for fault in refused.value.faults]


@pytest.mark.parametrize(("old", "new", "line", "words"), CASES)
def test_each_fault_is_told_with_its_line(tmp_path, old, new, line, words):
    assert SOUND.count(old) == 1

    found = faults(tmp_path, SOUND.replace(old, new))

    assert [at for file, at, message in found if file == "dialogue.toml" and words in message] == [line], found


def test_a_sound_one_is_read_as_data(tmp_path):
    folder = small_pack.write(tmp_path, **{"dialogue.toml": SOUND})
    pack.read(folder)

    book = dialogue(folder)

    assert book.steps == (Step("what", "ask_what"), Step("photo", "ask_photo", frozenset({"hole"})))
    assert (book.wait_minutes, book.most_turns) == (30, 6)
    assert book.words == {"yes": ("yes", "that is right", "ja")}
    assert (book.short, book.levels) == ({"nr": "nummer"}, {"quarter": "quarter", "wijk": "quarter"})
    assert book.tongues["nl"] == {"ja", "nr"}


def test_a_pack_without_one_asks_nobody_anything(tmp_path):
    folder = small_pack.write(tmp_path)
    pack.read(folder)

    assert dialogue(folder) == Dialogue()
