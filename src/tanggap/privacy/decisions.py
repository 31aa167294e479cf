"""What of each table goes when a reporter is erased, and why the rest stays: a row for every table near a report or with something sealed.

    goes    the whole row
    loses   these columns are emptied, or replaced by what tells nothing; the rest of the row stays, as `why` says
    stays   nothing of the reporter is in it, as `why` says

`tests/privacy/test_decisions.py` fails for a table without a row here, and `tests/privacy/test_canaries.py` looks into all of them.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Decision:
    """`model` as Django labels it; `how` is goes, loses or stays; `columns` what is lost."""

    model: str
    how: str
    why: str
    columns: tuple[str, ...] = ()


GOES, LOSES, STAYS = "goes", "loses", "stays"

# fmt: off
DECISIONS: dict[str, Decision] = {one.model: one for one in (
    # who it was
    Decision("reports.Identity",          GOES,  "the vault: name, contacts and their keyed hashes"),
    Decision("reports.PhotoOrigin",       GOES,  "what the camera wrote: serial number, place, time"),
    Decision("reports.Photo",             GOES,
             "what the reporter photographed, with its sums; photos of units stay, they are of their work"),
    Decision("reports.Report",            LOSES,
             "the case stays: kind, area, states, times, unit. The point stays as the public sees it: where the problem is",
             ("text", "public_text", "address", "details", "nonce", "cover", "lon", "lat")),
    Decision("reports.Event",             LOSES,
             "what the reporter wrote goes (reports.events, personal); scores, codes and the words of units stay", ("payload",)),
    Decision("reports.SearchText",        LOSES, "made anew by the database from the neutral sentence", ("words",)),
    Decision("reports.PublicWords",       LOSES, "thrown out by the database, made anew from the neutral sentence", ("words",)),
    Decision("intake.Inbound",            LOSES,
             "that the key came once, as a keyed hash: the same payload makes no second report", ("external_id", "sealed", "body")),
    Decision("intake.ContactLookup",      LOSES,
             "who of the staff looked for somebody stays; for whom goes with the contact's last report", ("index",)),
    # what was said by the channels
    Decision("channels.Thread",           GOES,
             "who talked with us; only the report it is about, where the same person's other reports hang on it"),
    Decision("channels.Arrival",          LOSES, "that something came and when, for the counts of the channel; its id as a keyed hash",
             ("external_id", "sealed", "amended", "body", "error", "thread")),
    Decision("channels.Kept",             GOES,  "files of a message that was no report yet"),
    Decision("channels.Posting",          GOES,  "what was answered, to whom, under which id of the platform"),
    Decision("channels.Own",              GOES,  "whose installation of the app sent the report"),
    Decision("channels.Transfer",         GOES,  "a photo on its way"),
    Decision("channels.Part",             GOES,  "bytes of a photo on its way"),
    Decision("channels.Device",           LOSES,
             "an installation's key names nobody; where it is notified goes with its last report", ("push",)),
    Decision("channels.Forward",          STAYS, "the other city's number of the case; it is worded when it goes, from what stands then"),
    # what was to be said
    Decision("notify.Wish",               GOES,  "what the reporter wished to be told"),
    Decision("notify.Subscription",       GOES,  "of the report by this contact; all of the contact with its last report"),
    Decision("notify.OutboundMessage",    LOSES, "holds neither words nor address; what waits is not sent any more", ("state",)),
    Decision("notify.Contact",            GOES,
             "with its last report; a contact that wants nothing from us stays as a keyed hash, so that nobody writes to it"),
    Decision("notify.Paper",              STAYS, "counts and names of units for the staff: nothing of a reporter"),
    Decision("notify.StaffNotice",        STAYS, "what the staff was told of a step: a code and a share of time"),
    # what was said of the result
    Decision("feedback.Rating",           LOSES, "the score is about the unit", ("comment",)),
    Decision("feedback.Survey",           LOSES,
             "that somebody was asked and answered, without words; nobody is reminded", ("reminded_at",)),
    Decision("feedback.Request",          STAYS, "that it was asked to open the report again, and who decides"),
    Decision("feedback.Asker",            STAYS, "that this report is among those who asked: a count"),
    Decision("feedback.Neighbour",        STAYS, "other people's answers, by a keyed hash"),
    Decision("surveys.Invitation",        LOSES,
             "that somebody was invited to a survey and whether there is an answer, for the share that answers; not who", ("report",)),
    Decision("reports.Support",           STAYS, "other people's support, by a keyed hash of their browsers' marks"),
    # what the photos were compared by
    Decision("evidence.Finding",          GOES,  "of photos that go; of a unit's photo it stays without the picture it was held against"),
    Decision("evidence.Print",            GOES,  "what a photo is found by"),
    Decision("evidence.Scan",             GOES,  "that a photo was looked at"),
    Decision("evidence.Mark",             STAYS, "numbers of local shapes under a print that is no more: they lead to nobody"),
    # the log
    Decision("ledger.Seed",               LOSES,
             "the salt of what is personal dies; the report's own stays, or no leaf could be checked", ("personal",)),
    Decision("ledger.Kept",               LOSES, "place and address as they were filed", ("personal",)),
    Decision("ledger.Sealed",             STAYS,
             "digests under a salt that is gone: the document is the same, its words cannot be guessed"),
    Decision("ledger.Leaf",               STAYS, "salted commitments; the log only grows"),
    Decision("ledger.Tile",               STAYS, "hashes of leaves"),
    Decision("ledger.Head",               STAYS, "roots and signatures"),
    Decision("ledger.Watched",            STAYS, "heads of other cities' logs"),
    # what offices did with the case
    Decision("reports.Moderation",        STAYS, "the public log of what was hidden: a reason and an area"),
    Decision("reports.Flag",              STAYS, "that readers saw something private: a reason and a count"),
    Decision("reports.Forgotten",         STAYS, "that words were removed, when, by which role of the database"),
    Decision("reports.Instruction",       STAYS, "words of one officer to another"),
    Decision("reports.Task",              STAYS, "words between units"),
    Decision("reports.TaskLink",          STAYS, "who of a partner does a task"),
    Decision("reports.Capture",           STAYS, "photos of the field app: the staff's"),
    Decision("reports.DeviceKey",         STAYS, "phones of the staff"),
    Decision("reports.Sent",              STAYS, "that a phone of the staff sent an act, once"),
    Decision("reports.BatchItem",         STAYS, "what became of a report in an act on many"),
    Decision("reports.Presence",          STAYS, "who of the staff has it open"),
    Decision("reports.Watch",             STAYS, "who of the staff watches it"),
    Decision("deadlines.Escalation",      STAYS, "which steps were climbed"),
    Decision("verification.Check",        STAYS, "what validators found of the unit's work"),
    Decision("verification.Opinion",      STAYS, "what a second validator found"),
    Decision("verification.Plan",         STAYS, "how it was drawn for a visit"),
    Decision("verification.Conflict",     STAYS, "why a validator stepped back"),
    Decision("verification.Seed",         STAYS, "lots of a day"),
    Decision("planning.ProposalReport",   STAYS, "that the case is part of a proposal, and the number of one that joined it"),
    Decision("planning.ProposalSupport",  STAYS, "other people's support, by a keyed hash of their browsers' marks"),
    # counts
    Decision("insight.Tally",             STAYS, "what is counted of a case: codes, days, states"),
    Decision("tallies.Memory",            STAYS, "what is counted of a case for the evaluation: codes, days, states"),
    Decision("anomalies.Receipt",         STAYS, "when a case came and where it counts, for ten weeks: codes"),
    Decision("cells.Spot",                STAYS, "the public point; made anew from the report by its consumer"),
    # this room
    Decision("privacy.Erasure",           STAYS, "that it was done, and how much went: counts"),
    Decision("privacy.Leftover",          GOES,  "with the files it names, within minutes"),
    # sealed or hashed, and of somebody else
    Decision("agencies.Device",           STAYS, "browsers of the staff"),
    Decision("command.Wall",              STAYS, "where a screen of the staff hangs, and what makes its address"),
    Decision("agencies.Factor",           STAYS, "second factors of the staff"),
    Decision("agencies.RecoveryCode",     STAYS, "recovery codes of the staff"),
    Decision("channels.Account",          STAYS, "secrets of the city's own accounts"),
    Decision("clients.Key",               STAYS, "keys of partners' programs"),
    Decision("clients.Token",             STAYS, "tokens of partners' programs"),
    Decision("clients.Once",              STAYS,
             "a program's answer, sealed, for 30 days: a code, and a private link that opens no more"),
    Decision("webhooks.Subscription",     STAYS, "addresses and secrets of partners' programs"),
    Decision("webhooks.Delivery",         STAYS, "that an event was sent; it is worded when it goes, from what stands then"),
)}
# fmt: on
