"""The page about the channels is the pack's and the adapters' own words."""

import re

from tools import channels_doc

from tanggap.channels import registry


def test_the_page_is_what_the_pack_and_the_adapters_say():
    assert channels_doc.TARGET.read_text("utf-8") == channels_doc.text()


def test_each_of_the_thirteen_channels_stands_there_by_each_of_its_adapters():
    rows = re.findall(r"^\| `(\w+)` \| (?:`(\w+)`|our own) \|", channels_doc.text(), re.M)

    assert len({channel for channel, _adapter in rows}) == 13
    assert {adapter for _channel, adapter in rows if adapter} == {
        name for names in registry.FOLDERS.values() for name in names
    }
