"""What a reader may rely on anywhere in the tree."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from tools import lifecycle_doc

from tanggap.reports import events, lifecycle

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "src" / "tanggap").rglob("*.py"))
LONGEST = 400
ROOMS = {
    "core",
    "places",
    "agencies",
    "catalog",
    "reports",
    "triage",
    "intake",
    "deadlines",
    "verification",
    "feedback",
    "notify",
}


def test_no_file_is_longer_than_a_sitting():
    lengths = {
        path.relative_to(ROOT).as_posix(): len(path.read_text("utf-8").splitlines())
        for path in SOURCES
        if "migrations" not in path.parts
    }

    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


def test_keys_into_other_rooms_point_down_and_leave_no_trace_there():
    ours = [model for model in apps.get_models() if model.__module__.startswith("tanggap.")]
    keys = [field for model in ours for field in model._meta.get_fields() if isinstance(field, models.ForeignKey)]
    seen = [
        f"{key.model.__name__}.{key.name}"
        for key in keys
        if key.remote_field.related_name != "+" and key.related_model._meta.app_label != key.model._meta.app_label
    ]

    assert seen == []


def test_every_public_name_says_what_it_is_for():
    silent = []
    for path in SOURCES:
        if {"migrations", "static"} & set(
            path.parts
        ) or path.name == "__init__.py":  # what is served is no module of ours
            continue
        for node in ast.parse(path.read_text("utf-8")).body:
            is_named = isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
            if is_named and not ast.get_docstring(node):
                silent.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}")

    assert silent == []


def test_lazy_words_have_a_name_that_the_catalogue_finds():
    """Under another name a word would be left out of the catalogue, and shown in English."""
    renamed = r"import .*gettext_lazy as (?!_\b)"
    wrong = [path.name for path in SOURCES if re.search(renamed, path.read_text("utf-8"))]

    assert wrong == []


def test_only_the_settings_and_the_starter_read_the_environment():
    readers = [
        path.relative_to(ROOT).as_posix()
        for path in SOURCES
        if re.search(r"os\.environ|os\.getenv", path.read_text("utf-8")) and "starter" not in path.parts
    ]
    wiring = {
        "src/tanggap/__init__.py",  # tells the library of matrices how many threads, before anything can load it
        "src/tanggap/core/media/pool.py",  # hands its child a bare environment
        "src/tanggap/verification/evidence/looking.py",  # hands the worker's to its child
        "src/tanggap/config/settings.py",
        "src/tanggap/config/wsgi.py",
        "src/tanggap/cli.py",
        "src/tanggap/__main__.py",
    }

    assert set(readers) - wiring == set()


def test_one_clock():
    own = re.compile(r"datetime\.now\(|timezone\.now\(|utcnow\(|date\.today\(")
    readers = [
        path.relative_to(ROOT).as_posix()
        for path in SOURCES
        if own.search(path.read_text("utf-8"))
        and path.parts[-2:] != ("core", "clock.py")
        and "starter" not in path.parts
    ]

    assert readers == []


def test_the_page_on_the_lifecycle_is_the_table():
    assert lifecycle_doc.TARGET.read_text("utf-8") == lifecycle_doc.text()


@pytest.mark.parametrize("door", sorted(lifecycle.DOORS))
def test_a_door_is_an_action_of_the_room_before_its_dot(door):
    room, name = door.split(".")
    source = "\n".join(path.read_text("utf-8") for path in (ROOT / "src/tanggap" / room).rglob("*.py"))

    assert f'"{door}"' in source
    assert door in events.KINDS
    assert name


def test_no_template_asks_the_database_or_holds_a_style():
    bad = re.compile(
        r"\.objects|\sstyle=|<style|<script(?![^>]*\bsrc=)(?![^>]*type=\"application/)|\son[a-z]+=", re.IGNORECASE
    )
    pages = sorted((ROOT / "src/tanggap").rglob("templates/**/*.html"))

    assert [str(page.relative_to(ROOT)) for page in pages if bad.search(page.read_text("utf-8"))] == []
    assert pages
