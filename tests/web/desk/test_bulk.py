"""One act on many reports: chosen in the list, looked at before, done one by one by the very action of a single report, told one by one."""

import re
from uuid import uuid4

import pytest
from tests.factories import make
from tests.web.desk.pages import GEBANG, browser, hidden, many, words

from tanggap.reports import actions as reports
from tanggap.reports.actions import batches
from tanggap.reports.models import Batch, BatchItem, Event, Report
from tanggap.reports.words import BatchOutcome, State
from tanggap.web.desk import bulk

pytestmark = pytest.mark.django_db


@pytest.fixture
def sari():
    return make.staff(of=GEBANG)


def picked(*found):
    return [f"{one.pk}.{one.version}" for one in found]


def preview(client, act, found=(), **given):
    """Ask for a preview as the form does and return its page."""
    sent = {"act": act, "key": str(uuid4()), "r": picked(*found), **given}
    return client.post("/desk/massal/", sent, follow=True)


def run(client, page):
    """Press the preview's button and return the page that follows."""
    return client.post(page.request["PATH_INFO"], follow=True)


def outcomes():
    return list(BatchItem.objects.order_by("number").values_list("outcome", flat=True))


def test_the_list_leads_to_the_acts_with_what_was_ticked(sari):
    one, two = make.report(), make.report()
    page = browser(sari).get("/desk/massal/", {"r": picked(one, two), "act": "catat"})

    assert "2 reports" in words(page)
    assert re.findall(r'name="r" value="([\d.]+)"', page.content.decode())[-2:] == picked(one, two)


def test_the_acts_are_offered_before_one_is_chosen(sari):
    page = browser(sari).get("/desk/massal/", {"r": picked(make.report())})

    assert re.findall(r'name="act" value="([a-z]+)"', page.content.decode()) == list(bulk.BY_SLUG)
    assert "1 report" in words(page)


def test_a_preview_says_what_will_be_refused_and_why_and_does_nothing(sari):
    waiting, running = make.report(), make.report(state=State.IN_PROGRESS, officer=sari)
    page = preview(browser(sari), "mulai", [waiting, running])
    said = words(page)

    assert "1 report will be changed" in said
    assert "1 will be refused" in said
    assert "This report is “In progress”, and from there this step does not exist." in said
    assert "Each reporter will be told" in said
    assert make.events(waiting) == ["intake.accept"]


def test_what_was_previewed_is_done_by_each_reports_own_action(sari):
    waiting, running = make.report(), make.report(state=State.IN_PROGRESS, officer=sari)
    client = browser(sari)
    said = words(run(client, preview(client, "mulai", [waiting, running], message="Kami mulai")))

    assert "1 report was changed" in said
    assert "1 was refused" in said
    assert make.events(waiting) == ["intake.accept", "reports.start"]
    assert Event.objects.get(report=waiting, kind="reports.start").payload == {"message": "Kami mulai"}
    assert outcomes() == [BatchOutcome.DONE, BatchOutcome.REFUSED]


def test_doing_it_twice_is_doing_it_once(sari):
    one = make.report()
    client = browser(sari)
    page = preview(client, "catat", [one], note="Sudah ditelepon")
    run(client, page)
    run(client, page)

    assert make.events(one) == ["intake.accept", "reports.note"]


def test_the_same_form_sent_twice_makes_one_preview(sari):
    one, key = make.report(), str(uuid4())
    client = browser(sari)
    for _time in range(2):
        preview(client, "ikuti", [one], key=key)

    assert Batch.objects.count() == 1


def test_somebody_elses_batch_is_not_there(sari):
    page = preview(browser(sari), "ikuti", [make.report()])
    other = browser(make.staff(of=GEBANG))
    address = page.request["PATH_INFO"]

    answers = [
        other.get(address).status_code,
        other.post(address).status_code,
        other.get(f"{address}hasil.csv").status_code,
    ]

    assert answers == [404, 404, 404]
    assert Batch.objects.get().state == "draft"


def test_what_one_may_not_see_cannot_be_chosen_by_its_number(sari):
    foreign = make.report(handled_by=make.unit())
    other = browser(make.staff(of="kel-31.75.06.1001"))

    assert "Nothing is chosen" in words(other.get("/desk/massal/", {"r": picked(foreign), "act": "catat"}))


def test_a_report_that_changed_since_it_was_ticked_is_refused_with_the_reason(sari):
    one = make.report()
    client = browser(sari)
    page = preview(client, "tugaskan", [one], assignee=sari.username)
    reports.ask(code=one.code, version=one.version, by=make.staff(of=GEBANG), question="Di mana?")

    assert "Somebody changed this report while you had it open." in words(run(client, page))
    assert Report.objects.get(pk=one.pk).assignee is None


def test_all_of_a_filtered_list_are_taken_not_only_the_page(sari):
    many(120)
    client = browser(sari)
    page = preview(client, "catat", all="1", lens="?view=unassigned", note="Rapat")

    assert "120 reports will be changed" in words(page)
    assert BatchItem.objects.count() == 120


def test_many_are_left_to_a_worker_and_carried_on_after_a_crash(sari, monkeypatch):
    many(60)
    client = browser(sari)
    page = run(client, preview(client, "ikuti", all="1", lens=""))
    assert "60 of 60 still to do" in words(page)
    assert "Look again" in words(page)  # without a script
    key = Batch.objects.get().id

    done = []

    def dies_at_the_tenth(slug, **given):
        if len(done) == 10:
            raise SystemExit
        done.append(given["code"])
        bulk.perform(slug, **given)

    with pytest.raises(SystemExit):
        batches.carry_on(key, perform=dies_at_the_tenth)
    assert outcomes().count(BatchOutcome.DONE) == 10

    assert bulk.carry_on(key) == 50
    assert outcomes() == [BatchOutcome.DONE] * 60
    assert "60 reports were changed" in words(client.get(page.request["PATH_INFO"]))


def test_of_many_with_three_forbidden_all_others_are_done_and_the_three_explained(sari):
    """Many parts of a batch one after the other; `make bench` does an act on 500, and on a thousand nothing is different."""
    many(260)
    chosen = list(Report.objects.order_by("pk"))
    for one in chosen[:3]:
        reports.coordinate(code=one.code, version=1, by=sari, unit="kel-31.75.06.1001", message="Mohon")
    client = browser(sari)
    asked = [batches.Wanted(one.pk, 1) for one in chosen]
    given = {"act": "tugaskan", "arguments": {"assignee": sari.username}, "query": "", "language": "en"}
    batches.draft(key=(key := uuid4()), by=sari, wanted=asked, **given)
    batches.begin(key=key, by=sari)

    assert bulk.carry_on(key) == 260

    said = words(client.get(f"/desk/massal/{key}/"))
    assert "257 reports were changed" in said
    assert "3 were refused" in said
    assert "3 × Somebody changed this report while you had it open." in said
    assert Report.objects.filter(assignee=sari).count() == 257


def test_a_stopped_batch_leaves_the_rest_undone(sari):
    many(60)
    client = browser(sari)
    page = run(client, preview(client, "ikuti", all="1", lens=""))

    client.post(page.request["PATH_INFO"], {"act": "stop"})

    assert bulk.carry_on(Batch.objects.get().id) == 0
    assert "60 were left" in words(client.get(page.request["PATH_INFO"]))


def test_an_unexpected_error_fails_that_one_report_and_no_other(sari):
    first, second = make.report(), make.report()
    client = browser(sari)
    page = preview(client, "ikuti", [first, second])
    batches.begin(key=Batch.objects.get().id, by=sari)

    def breaks_first(slug, **given):
        if given["code"] == first.code:
            raise RuntimeError("broken")
        bulk.perform(slug, **given)

    batches.carry_on(Batch.objects.get().id, perform=breaks_first)

    assert outcomes() == [BatchOutcome.FAILED, BatchOutcome.DONE]
    assert "1 failed" in words(client.get(page.request["PATH_INFO"]))


def test_the_result_is_a_table_file_too(sari):
    one = make.report()
    client = browser(sari)
    page = run(client, preview(client, "ikuti", [one]))
    lines = client.get(f"{page.request['PATH_INFO']}hasil.csv").content.decode("utf-8-sig").splitlines()

    assert lines[0] == "Number,Report code,Outcome,Reason,At"
    assert lines[1].startswith(f"1,{one.code},Done,,")


def test_a_form_that_lacks_something_is_shown_again_with_what_was_chosen(sari):
    one = make.report()
    page = browser(sari).post("/desk/massal/", {"act": "tanya", "r": picked(one), "key": str(uuid4()), "question": " "})

    assert page.status_code == 422
    assert "Please write something here." in words(page)
    assert hidden(page, "r") == picked(one)[0]
    assert Batch.objects.count() == 0


def test_a_unit_is_meant_only_when_its_name_fits_it_alone(sari):
    one, sent = make.report(), {"act": "koordinasi", "message": "Mohon", "key": str(uuid4())}
    client = browser(sari)

    several = client.post("/desk/massal/", {**sent, "r": picked(one), "unit": "suku dinas"})
    assert "Several units fit" in words(several)

    page = client.post("/desk/massal/", {**sent, "r": picked(one), "unit": "sudin-lingkungan-hidup-31.75"}, follow=True)
    run(client, page)
    assert make.events(one) == ["intake.accept", "reports.coordinate"]


@pytest.mark.parametrize("picked_text", ["", "x", "1.", "1.x", "-1.1", "9" * 30 + ".1", "\x00"])
def test_nonsense_chooses_nothing(sari, picked_text):
    page = browser(sari).get("/desk/massal/", {"r": picked_text, "act": "catat"})

    assert page.status_code == 200
    assert "Nothing is chosen" in words(page)
