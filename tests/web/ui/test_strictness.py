"""The content security policy refuses inline scripts and styles, so no template has any."""

import re
from pathlib import Path

import pytest

import tanggap

PAGES = sorted((Path(tanggap.__file__).parent / "web").rglob("templates/**/*.html"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.parent.name}/{page.name}")
def test_a_template_has_no_inline_script_or_style(page):
    text = page.read_text("utf-8")

    assert re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", text) == []
    assert re.findall(r"<style|\sstyle=|\son[a-z]+=\"|javascript:", text) == []
