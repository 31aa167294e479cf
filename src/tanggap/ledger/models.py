"""Tables of this room. The log's own (leaves, tiles, heads, epochs, sealed digests) only grow: the database refuses the rest.

`event` and `report` carry no foreign key in the database: to check one would lock, and so write anew, each row of a long history. The rooms
below never delete either, and the documents are made of both.
"""

from django.db import models
from django.db.models import F, Q

from tanggap.reports.models import Event, Report


class Epoch(models.Model):
    """One log of this city. The first is number 1; another one begins when an honest restore lost what the one before had signed.

    `verifier` is the vkey that its heads are signed by; `known` the last head known of the log before, as its signed note; `because` who
    began it says why.
    """

    number = models.IntegerField(primary_key=True)
    origin = models.TextField()
    verifier = models.TextField()
    known = models.TextField(default="", blank=True)
    because = models.TextField(default="", blank=True)
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["origin"], name="ledger_epoch_has_its_origin"),
            models.CheckConstraint(
                condition=Q(number=1, because="", known="") | Q(number__gt=1) & ~Q(because=""),
                name="ledger_epoch_begins_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.origin


class Leaf(models.Model):
    """One entry of a log: number `index`, without a gap. `hash` is that of `entry`; `event` is null for what opened the epoch."""

    pk = models.CompositePrimaryKey("epoch_id", "index")
    epoch = models.ForeignKey(Epoch, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    index = models.BigIntegerField()
    event = models.ForeignKey(Event, models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False)
    entry = models.BinaryField()
    hash = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "epoch"], name="ledger_leaf_once_an_event"),
            models.CheckConstraint(condition=Q(index__gte=0), name="ledger_leaf_counts_from_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.epoch_id}/{self.index}"


class Tile(models.Model):
    """256 hashes of one level that are complete, and the root over them, which is a hash of the level above (C2SP tlog-tiles)."""

    pk = models.CompositePrimaryKey("epoch_id", "level", "number")
    epoch = models.ForeignKey(Epoch, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    level = models.IntegerField()
    number = models.BigIntegerField()
    hashes = models.BinaryField()
    root = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.epoch_id}/{self.level}/{self.number}"


class Head(models.Model):
    """A head that we signed, and so can never take back: `note` is the checkpoint with our signature."""

    pk = models.CompositePrimaryKey("epoch_id", "size")
    epoch = models.ForeignKey(Epoch, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    size = models.BigIntegerField()
    root = models.BinaryField()
    note = models.TextField()
    signed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.epoch_id}/{self.size}"


class Cosignature(models.Model):
    """What somebody says of a head besides our signature: one line of its note, the newest of each name.

    Our own name stands here, too: the line says when the head was still the newest.
    """

    pk = models.CompositePrimaryKey("epoch_id", "size", "name")
    epoch = models.ForeignKey(Epoch, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    size = models.BigIntegerField()
    name = models.TextField()
    line = models.TextField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.epoch_id}/{self.size} {self.name}"


class Seed(models.Model):
    """The salts of a report's documents come from these: `seed` stays for ever, `personal` dies when the person is erased.

    `forgotten` is then the last version of which something was sealed by `personal`; what comes later is sealed by `seed`.
    """

    report = models.OneToOneField(Report, models.PROTECT, primary_key=True, related_name="+", db_constraint=False)
    seed = models.BinaryField()
    personal = models.BinaryField(null=True)
    forgotten = models.IntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(personal__isnull=True, forgotten__isnull=False)
                | Q(personal__isnull=False, forgotten__isnull=True),
                name="ledger_seed_is_forgotten_from_a_version",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id}"


class Kept(models.Model):
    """What a document tells of the report's row as it stood when the log first needed it: the row changes later, a document never.

    One for a report's first event and one for each that moved it (`reports.events.PLACING`). `personal` dies when the person is erased.
    """

    pk = models.CompositePrimaryKey("report_id", "version")
    report = models.ForeignKey(Report, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    version = models.IntegerField()
    facts = models.JSONField()
    personal = models.JSONField(null=True)

    def __str__(self) -> str:
        return f"{self.report_id}/{self.version}"


class Sealed(models.Model):
    """The digest of a value whose salt died with its person: the document is made of it for ever, the value cannot be guessed from it."""

    pk = models.CompositePrimaryKey("report_id", "version", "name")
    report = models.ForeignKey(Report, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    version = models.IntegerField()
    name = models.TextField()
    digest = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.report_id}/{self.version} {self.name}"


class Standing(models.Model):
    """How the log stands, as who signs last saw it. `trouble` is empty, or a word of `words.Trouble`; while it stays, nothing is signed."""

    epoch = models.OneToOneField(Epoch, models.PROTECT, primary_key=True, related_name="+", db_constraint=False)
    trouble = models.TextField(default="", blank=True)
    detail = models.TextField(default="", blank=True)
    since = models.DateTimeField(null=True)
    looked_at = models.DateTimeField()
    checked_whole_at = models.DateTimeField(null=True)
    next_tile = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(trouble="", since__isnull=True) | ~Q(trouble="") & Q(since__isnull=False),
                name="ledger_standing_is_troubled_since",
            ),
            models.CheckConstraint(condition=Q(checked_whole_at__isnull=True) | Q(checked_whole_at__lte=F("looked_at")),
                                   name="ledger_standing_was_checked_before"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.epoch_id} {self.trouble}"


class Watched(models.Model):
    """A log of others that we sign for as a witness: the newest head that we cosigned, as size, root and note.

    `forked` is a head that its key signed and that contradicts ours. One that is ended keeps what was seen of it.
    """

    origin = models.TextField(primary_key=True)
    verifier = models.TextField()
    size = models.BigIntegerField(default=0)
    root = models.BinaryField()
    note = models.TextField(default="", blank=True)
    forked = models.TextField(default="", blank=True)
    because = models.TextField()
    added_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(size__gte=0), name="ledger_watched_counts_from_zero"),
            models.CheckConstraint(condition=~Q(because=""), name="ledger_watched_for_a_reason"),
        ]

    def __str__(self) -> str:
        return self.origin
