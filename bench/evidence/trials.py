"""What the product says of the pairs. Every photo goes the product's way: sent in as JPEG, drawn anew as the shown picture, read grey."""

import itertools
import math
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from uuid import UUID

import cv2
import numpy as np
from django.db import connections
from numpy.random import default_rng

from bench.evidence import lookup
from bench.evidence.edits import EDITS, Edit, edited
from bench.evidence.looking import Looked, kept, look
from bench.evidence.retakes import RETAKES, Retake, retaken
from bench.evidence.scenes import Photo, Scene, scenes, seed
from bench.evidence.variants import VARIANTS, Variant, upload, variant_of
from tanggap.verification.evidence import geometry, place
from tanggap.verification.evidence.seeing import Seen
from tanggap.verification.evidence.words import Kind, Tone

RANDOM_PAIRS, HARD_PAIRS = 1800, 400
LIKENESS_SIDE = 16
REUSE = frozenset(variant.family for variant in VARIANTS)


@dataclass(frozen=True)
class Trial:
    """One question put to the product. `said` is its answer in one word, `took` the seconds of each part."""

    part: str  # reuse, edit, retake, real, fixed, other, parts
    name: str  # as the table calls the row
    scene: str
    said: str
    took: dict[str, float]
    note: str = ""


Made = Variant | Edit | Retake
Work = tuple[str, Callable[[], list["Trial"]]]


@dataclass(frozen=True)
class Plan:
    """What is to be asked: the side of the split, families (all when empty), at most how many questions (0: all).

    `share` of the made pairs of each scene are built, which ones is drawn from its name. After `minutes` no further part is begun;
    the parts come in a drawn order.
    """

    folder: Path
    split: str
    only: frozenset[str]
    limit: int
    share: float = 1.0
    workers: int = 2
    minutes: float = math.inf

    def asks(self, family: str) -> bool:
        """Return whether a family is wanted; those of photos used again are, where only the look-up is asked for."""
        return not self.only or family in self.only or (self.only == {"lookup"} and family in REUSE)

    def makes(self, scene: Scene, made: Made) -> bool:
        """Return whether a pair is built of a scene."""
        return self.asks(made.family) and seed(scene.name, made.name, "share") / 2**64 < self.share


def run(plan: Plan, told: Callable[[str], None] = lambda line: None) -> list[Trial]:
    """Return all trials, in the order of the scenes' names."""
    chosen = scenes(plan.split)
    work: list[Work] = [(scene.name, partial(of_scene, plan, scene)) for scene in chosen]
    if plan.asks("other"):
        parts = _parts(other_pairs(plan, chosen), 48)
        work += [(f"other pairs {number}", partial(of_pairs, plan, part)) for number, part in enumerate(parts)]
    if plan.asks("parts"):
        work.append(("parts", partial(of_parts, plan, chosen)))
    if plan.asks("lookup"):
        _index_all(plan, told)
    done: list[Trial] = []
    if plan.limit:
        for _, part in work:
            done += part()
            if len(done) >= plan.limit:
                break
        return done[: plan.limit]
    return _in_order(list(_asked_of_all(plan, sorted(work, key=lambda one: seed(one[0])), told)))


def _asked_of_all(plan: Plan, work: Sequence[Work], told: Callable[[str], None]) -> Iterator[Trial]:
    """Yield the answers of all parts that are begun in time."""
    end = time.monotonic() + plan.minutes * 60
    waiting: set[Future[list[Trial]]] = set()
    begun = answered = 0
    with _pool(plan) as pool:
        while begun < len(work) or waiting:
            while begun < len(work) and len(waiting) < plan.workers and time.monotonic() < end:
                waiting.add(pool.submit(work[begun][1]))
                begun += 1
            if not waiting:
                told(f"time is up: {begun} of {len(work)} parts were asked")
                return
            ready, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            for one in ready:
                yield from one.result()
                answered += 1
                if answered % 10 == 0:
                    told(f"{answered} of {len(work)} parts")


def _in_order(done: list[Trial]) -> list[Trial]:
    """Return the answers by row as the tables have them, then by scene."""
    names = [one.name for one in (*VARIANTS, *EDITS, *RETAKES)]
    places = {name: place for place, name in enumerate(names)}
    return sorted(done, key=lambda one: (places.get(one.name, len(places)), one.name, one.scene, one.note))


def _index_all(plan: Plan, told: Callable[[str], None]) -> None:
    """Look at every photo of both sides, and put them all into the index of the set's database."""
    told("filling the index")
    lookup.prepare()
    photos = [(scene, view) for scene in scenes() for view in range(len(scene.views))]
    with _pool(plan) as pool:
        for (scene, view), seen in zip(photos, pool.map(partial(_view, plan), photos), strict=True):
            _INDEXED[lookup.number(scene, view)] = seen
            _GROUPS[lookup.number(scene, view)] = scene.group
    lookup.fill(_INDEXED)
    told(f"{len(_INDEXED)} photos in the index")
    connections.close_all()  # each worker opens its own


def _view(plan: Plan, photo: tuple[Scene, int]) -> Seen:
    scene, view = photo
    return kept(plan.folder, f"{scene.name}/view {view}", lambda: look(upload(scene.photo(plan.folder, view)))).seen


def _pool(plan: Plan) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(plan.workers, mp_context=get_context("fork"), initializer=_alone)


def of_scene(plan: Plan, scene: Scene) -> list[Trial]:
    """Return what the product says of the scene's photos: as they come, used again, edited, retaken."""
    first = _view(plan, (scene, 0))
    asked = (_fresh, _reused, _edited, _retaken)
    return list(itertools.chain.from_iterable(ask(plan, scene, first) for ask in asked))


def _fresh(plan: Plan, scene: Scene, first: Seen) -> Iterator[Trial]:
    """Ask the index for each photo of the scene as if it had just come: nobody's photo but its own may be named."""
    if not plan.asks("lookup"):
        return
    yield _alarm("a photo of a place that is not in the index", scene, first, but=lookup.number(scene), own=False)
    for view in range(1, len(scene.views)) if plan.asks(scene.kind) else ():
        kind = "a real re-take (fixed camera)" if scene.kind == "fixed" else "a real re-take (another standpoint)"
        yield _alarm(kind, scene, _INDEXED[lookup.number(scene, view)], but=lookup.number(scene, view), own=True)


def _alarm(name: str, scene: Scene, seen: Seen, *, but: UUID | None, own: bool) -> Trial:
    """Return whether a look-up names a photo: any but `but`, those of the scene's own group only where `own`."""
    named = lookup.look_up(seen, _INDEXED, but=but, is_timed=True)
    wrong = [photo for photo in named.photos if own or _GROUPS[photo] != scene.group]
    return Trial(
        "fresh",
        name,
        scene.name,
        "alarm" if wrong else "quiet",
        named.took,
        " ".join(sorted(_GROUPS[one] for one in wrong)),
    )


def _reused(plan: Plan, scene: Scene, first: Seen) -> Iterator[Trial]:
    for variant in VARIANTS:
        if not plan.makes(scene, variant):
            continue
        other = kept(plan.folder, f"{scene.name}/{variant.name}", partial(_variant, plan, scene, variant))
        one = other.note or first
        begun = time.perf_counter()
        found = geometry.compare_known(one.grey, other.seen.grey, one.features, other.seen.features)
        took = {"points": other.seconds, "compare": time.perf_counter() - begun}
        said, how = "found" if is_one_photo(found) else "missed", " ".join(found.how)
        if not plan.asks("lookup"):
            yield Trial("reuse", variant.name, scene.name, said, took, how)
            continue
        named = lookup.look_up(other.seen, _INDEXED)
        where = "lookup" if lookup.number(scene) in named.photos else "not among all"
        yield Trial("reuse", variant.name, scene.name, said, took | named.took, f"{where} {how}".rstrip())
        wrong = sorted({_GROUPS[photo] for photo in named.photos} - {scene.group})
        yield Trial(
            "fresh",
            "a used photo, someone else's named",
            scene.name,
            "alarm" if wrong else "quiet",
            {},
            " ".join(wrong),
        )


def _variant(plan: Plan, scene: Scene, variant: Variant) -> Looked:
    """Return the photo used again; its note is the photo that came first, where something was done to that, too."""
    before, again = variant_of(variant, scene.photo(plan.folder), scene.name)
    return look(again, note=look(before).seen if variant.before else None)


def _edited(plan: Plan, scene: Scene, first: Seen) -> Iterator[Trial]:
    for edit in EDITS:
        if plan.makes(scene, edit):
            after = kept(plan.folder, f"{scene.name}/{edit.name}", partial(_edit, plan, scene, edit))
            answer, found, took = _asked(first, after.seen)
            yield Trial("edit", edit.name, scene.name, answer, took, f"{_overlap(found, after.note):.2f}")


def _edit(plan: Plan, scene: Scene, edit: Edit) -> Looked:
    return look(*edited(edit, scene.photo(plan.folder), _lender(plan, scene), scene.name))


def _retaken(plan: Plan, scene: Scene, first: Seen) -> Iterator[Trial]:
    for retake in RETAKES:
        if not plan.makes(scene, retake):
            continue
        again = kept(plan.folder, f"{scene.name}/{retake.name}", partial(_retake, plan, scene, retake)).seen
        answer, _, took = _asked(first, again)
        yield Trial("retake", retake.name, scene.name, answer, took)
        if plan.asks("lookup"):
            kind = "a simulated re-take" if retake.family == "retake" else "a simulated re-take, only turned"
            yield _alarm(kind, scene, again, but=None, own=True)
    if not plan.asks(scene.kind):
        return
    views = [first, *(_view(plan, (scene, view)) for view in range(1, len(scene.views)))]
    for one, other in itertools.combinations(range(len(views)), 2):
        answer, _, took = _asked(views[one], views[other])
        part = "fixed" if scene.kind == "fixed" else "real"
        yield Trial(part, scene.package, scene.name, answer, took, f"{one}-{other}")


def _retake(plan: Plan, scene: Scene, retake: Retake) -> Looked:
    return look(retaken(retake, scene.photo(plan.folder), _lender(plan, scene), scene.name))


def _asked(before: Seen, after: Seen) -> tuple[str, geometry.Comparison, dict[str, float]]:
    """Return what the product's signs say: "frame" (the very photo, edited), "fixed" or "photographed" (asked), or the place."""
    begun = time.perf_counter()
    found = geometry.compare_known(before.grey, after.grey, before.features, after.features)
    took = {"compare": time.perf_counter() - begun}
    tones = {sign.kind: sign.tone for sign in place.signs_of(found)}
    if tones.get(Kind.EDITED) == Tone.AGAINST:
        return "frame", found, took
    if tones.get(Kind.EDITED) == Tone.QUESTION:
        return "fixed", found, took
    if tones.get(Kind.PLACE) == Tone.QUESTION:
        return "photographed", found, took
    return found.verdict.value, found, took


def is_one_photo(found: geometry.Comparison) -> bool:
    """Return whether two pictures are told to be one photo: its very frame, or a photo of it."""
    return found.is_frame or found.is_photographed


def _overlap(found: geometry.Comparison, mask: np.ndarray) -> float:
    """Return how much of what was changed lies in the regions that are told, by their boxes; 0 where none is."""
    small = cv2.resize(mask, (200, 200), interpolation=cv2.INTER_NEAREST) > 0
    told = np.zeros_like(small)
    for region in found.regions:
        x0, y0, x1, y1 = (round(side * 200) for side in region.box)
        told[y0:y1, x0:x1] = True
    return float((small & told).sum() / max(1, small.sum()))


def _lender(plan: Plan, scene: Scene) -> Photo:
    """Return the photo of another scene of the same side, that lends patches."""
    others = [one for one in scenes(scene.split) if one.group != scene.group]
    return others[seed(scene.name, "lender") % len(others)].photo(plan.folder)


def other_pairs(plan: Plan, chosen: Sequence[Scene]) -> list[tuple[Scene, Scene, str]]:
    """Return pairs of different places: at random, and those that look most alike when small."""
    places = list(chosen)
    pairs = [(one, other) for one, other in itertools.combinations(places, 2) if one.group != other.group]
    order = default_rng(seed("other pairs", plan.split)).permutation(len(pairs))
    looks = {scene.name: _look(scene.photo(plan.folder)) for scene in places}
    likest = sorted(pairs, key=lambda pair: -float(looks[pair[0].name] @ looks[pair[1].name]))[:HARD_PAIRS]
    hard = {(one.name, other.name) for one, other in likest}
    plain = [pairs[index] for index in order if (pairs[index][0].name, pairs[index][1].name) not in hard]
    wanted = [(one, other, "the most alike") for one, other in likest]
    return wanted + [(one, other, "at random") for one, other in plain[:RANDOM_PAIRS]]


def _one_a_group(chosen: Iterable[Scene]) -> list[Scene]:
    return list({scene.group: scene for scene in chosen}.values())


def _look(photo: Photo) -> np.ndarray:
    small = cv2.resize(photo, (LIKENESS_SIDE, LIKENESS_SIDE), interpolation=cv2.INTER_AREA).astype(float).ravel()
    small -= small.mean()
    return small / max(1e-6, float(np.linalg.norm(small)))


_INDEXED: dict[UUID, Seen] = {}  # filled before the workers are forked
_GROUPS: dict[UUID, str] = {}
_KNOWN: dict[str, Seen] = {}


def of_pairs(plan: Plan, pairs: Sequence[tuple[Scene, Scene, str]]) -> list[Trial]:
    """Return what the product says of pairs of different places, and whether one is taken for the other used again."""
    done = []
    for one, other, how in pairs:
        before, after = (_known(plan, scene) for scene in (one, other))
        done.append(_different(f"different places, {how}", f"{one.name} | {other.name}", before, after))
    return done


def _different(name: str, scene: str, before: Seen, after: Seen) -> Trial:
    begun = time.perf_counter()
    found = geometry.compare_known(before.grey, after.grey, before.features, after.features)
    took = {"compare": time.perf_counter() - begun}
    said = "reuse" if is_one_photo(found) else found.verdict.value
    return Trial("other", name, scene, said, took, f"{found.inliers}/{found.matches}")


def _known(plan: Plan, scene: Scene) -> Seen:
    if scene.name not in _KNOWN:
        _KNOWN[scene.name] = _view(plan, (scene, 0))
    return _KNOWN[scene.name]


def of_parts(plan: Plan, chosen: Sequence[Scene]) -> list[Trial]:
    """Return what is said of two parts of one photo that do not touch: one light, one texture, nothing in common."""
    done = []
    for scene in _one_a_group(chosen):
        photo = scene.photo(plan.folder)
        width = photo.shape[1]
        if max(photo.shape[:2]) < 800:
            continue
        left, right = photo[:, : round(width * 0.47)], photo[:, round(width * 0.53) :]
        seen = [look(upload(np.ascontiguousarray(side))).seen for side in (left, right)]
        done.append(_different("two parts of one photo", scene.name, *seen))
    return done


def _parts(rows: Sequence[tuple[Scene, Scene, str]], count: int) -> list[Sequence[tuple[Scene, Scene, str]]]:
    step = max(1, -(-len(rows) // count))
    return [rows[start : start + step] for start in range(0, len(rows), step)]


def _alone() -> None:
    """Keep each worker on one core."""
    cv2.setNumThreads(1)
    os.environ["OMP_NUM_THREADS"] = "1"


def is_as_it_should_be(one: Trial) -> bool:
    """Return whether the answer is the one that is wanted; "cannot tell" is never wrong where no copy is."""
    wanted = {
        "reuse": {"found"},
        "edit": {"frame"},
        "real": {"same_place", "cannot_tell"},
        "retake": {"same_place", "cannot_tell"},
        "fixed": {"same_place", "cannot_tell", "fixed"},
        "other": {"cannot_tell", "other_place"},
        "fresh": {"quiet"},
    }
    return one.said in wanted[one.part]


def families() -> list[str]:
    """Return what `--only` takes."""
    named = {one.family for one in (*VARIANTS, *EDITS, *RETAKES)}
    return sorted(named | {"moved", "fixed", "other", "parts", "lookup"})
