"""Every sample letter, one by one: what it says and carries, its charsets, what an answer hangs under, whether a machine wrote it."""

from dataclasses import dataclass

import pytest
from tests.channels.email import made

from tanggap.channels.email import parts


@dataclass(frozen=True)
class Expected:
    """`charsets` are those that the text parts name, in order. `files` are name, kind and bytes."""

    text: str
    sender: str
    title: str
    charsets: tuple[str, ...] = ("us-ascii",)
    files: tuple[tuple[str, str, int], ...] = ()
    thread: str = ""
    machine: str = ""


DIGEST = """Send Ppp mailing list submissions to
 ppp@zzz.org

To subscribe or unsubscribe via the World Wide Web, visit
 http://www.zzz.org/mailman/listinfo/ppp
or, via email, send a message with subject or body 'help' to
 ppp-request@zzz.org

You can reach the person managing the list at
 ppp-admin@zzz.org

When replying, please edit your Subject line so it is more specific
than "Re: Contents of Ppp digest..."

Today's Topics:

   1. testing #1 (Barry A. Warsaw)
   2. testing #2 (Barry A. Warsaw)
   3. testing #3 (Barry A. Warsaw)
   4. testing #4 (Barry A. Warsaw)
   5. testing #5 (Barry A. Warsaw)

_______________________________________________
Ppp mailing list
Ppp@zzz.org
http://www.zzz.org/mailman/listinfo/ppp"""

FULL = """This report relates to a message you sent with the following header fields:

  Message-id: <002001c144a6$8752e060$56104586@oxy.edu>
  Date: Sun, 23 Sep 2001 20:10:55 -0700
  From: "Ian T. Henry" <henryi@oxy.edu>
  To: SoCal Raves <scr@socal-raves.org>
  Subject: [scr] yeah for Ians!!

Your message cannot be delivered to the following recipients:

  Recipient address: jangel1@cougar.noc.ucla.edu
  Reason: recipient reached disk quota"""

BARRY = "barry@python.org"
DINGUS = "barry@digicool.com"
DOE = "15090.61304.110929.45684@aaa.zzz.org"
MIRROR = "a simple kind of mirror\nto reflect upon our own"

LETTERS = {
    "01": Expected("Hi,\n\nDo you like this message?", "bbb@ddd.com", "This is a test message", thread=DOE),
    "02": Expected(DIGEST, "ppp-request@zzz.org", "Ppp digest, Vol 1 #2 - 5 msgs", ("us-ascii",) * 8, machine="list"),
    "03": Expected("Hi,\n\nDo you like this message?", "bbb@ddd.com", "This is a test message", ("",), thread=DOE),
    "04": Expected(
        f"{MIRROR}\n\n{MIRROR}",
        BARRY,
        "a simple multipart",
        ("", ""),
        thread="15261.36209.358846.118674@anthem.python.org",
    ),
    "05": Expected(
        "Yadda yadda yadda\n\nYadda yadda yadda",
        "",
        "bar",
        ("", "", ""),
        thread="20010803162810.0CA8AA7ACC@mail.example.com",
        machine="bounce",
    ),
    "07": Expected(
        "Hi there,\n\nThis is the dingus fish.",
        DINGUS,
        "Here is your dingus fish",
        files=(("dingusfish.gif", "image/gif", 3512),),
    ),
    "08": Expected("Lyrics", BARRY, "Lyrics", ("us-ascii", "iso-8859-1", "iso-8859-2", "koi8-r")),
    "10": Expected(
        "This is a 7bit encoded message.\n\n¡This is a Quoted Printable encoded message!\n\nThis is a Base64 encoded message.\n\n"
        "This is a Base64 encoded message.\n\nThis has no Content-Transfer-Encoding: header.",
        BARRY,
        "Lyrics",
        ("us-ascii", *["iso-8859-1"] * 4),
    ),
    "12": Expected(
        "Lyrics", BARRY, "Lyrics", ("us-ascii", "iso-8859-1", "iso-8859-2", "iso-8859-3", "us-ascii", "koi8-r")
    ),
    "16": Expected(
        FULL,
        "postmaster@ucla.edu",
        "Delivery Notification: Delivery has failed",
        ("iso-8859-1", "us-ascii"),
        thread="0GK500B04D0B8X@cougar.noc.ucla.edu",
        machine="bounce",
    ),
    "21": Expected("One\n\nTwo", "aperson@dom.ain", "Test", ("us-ascii",) * 2),
    "22": Expected(
        "Text text text.\n\nText text text.",
        "b@example.com",
        "",
        ("us-ascii",) * 2,
        files=(("wibble.JPG", "image/jpeg", 272), ("wibble2.JPG", "image/jpeg", 317)),
        thread="a05001902b7f1c33773e9@[134.84.183.138]",
    ),
    "30": Expected("message 1\n\nmessage 2", "aperson@dom.ain", "", ("us-ascii",) * 2),
    "35": Expected(
        "counter to RFC 2822, there's no separating newline here",
        "aperson@dom.ain",
        "here's something interesting",
        ("",),
    ),
    "43": Expected(
        "BANNED FILENAME ALERT…Firewall is set to block.",
        "",
        "Banned file: auto__mail.python.bat in mail from you",
        ("utf-8", ""),
        thread="edab.7804f5cb8070@python.org",
        machine="bounce",
    ),
}

REPLIES = {
    "correct_sig": "this is an email with a correct -- signature.",
    "email_1_1": "Hi folks\n\nWhat is the best way to clear a Riak bucket of all key, values after\nrunning a test?\n"
    "I am currently using the Java HTTP API.",
    "email_1_3": "Oh thanks.\n\nHaving the function would be great.",
    "email_1_5": None,  # nothing quoted, nothing signed: all of it, its list too
    "email_2_1": "Outlook with a reply",
    "email_BlackBerry": "Here is another email",
    "email_gmail": "This is a test for inbox replying to a github message.",
    "email_iPhone": "Here is another email",
}


def test_no_sample_is_left_out():
    listed = {f"cpython_msg_{number}.eml" for number in LETTERS} | {f"reply_{name}.txt" for name in REPLIES}
    assert listed == {path.name for path in made.SAMPLES.iterdir()}


@pytest.mark.parametrize("number", LETTERS)
def test_a_letter_says_what_its_reader_reads(number):
    payload = (made.SAMPLES / f"cpython_msg_{number}.eml").read_bytes()
    heard = made.said(payload)
    charsets = tuple(
        each.parameter("charset").lower()
        for each in parts.split(payload).walk()
        if not each.parts and each.type.startswith("text/")
    )
    text = heard.text if len(heard.text) < 900 else f"{heard.text[:21]}…{heard.text[-25:]}"
    assert (
        Expected(
            text,
            heard.sender,
            heard.title,
            charsets,
            tuple((each.name, each.mime, len(each.data or b"")) for each in heard.attachments),
            heard.thread,
            heard.is_machine,
        )
        == (LETTERS[number])
    )


@pytest.mark.parametrize("name", REPLIES)
def test_a_reply_says_what_is_new_in_it(name):
    body = (made.SAMPLES / f"reply_{name}.txt").read_text(encoding="utf-8")
    expected = REPLIES[name] or body.strip()
    assert made.said(made.letter(body, Subject="Re: Laporan")).text == expected
