"""What the product says of the pairs. Every photo goes the product's way: sent in as JPEG, drawn anew as the shown picture, read grey."""

import itertools
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import cv2
import numpy as np
from numpy.random import default_rng

from bench.evidence.edits import EDITS, Edit, edited
from bench.evidence.retakes import RETAKES, retaken
from bench.evidence.scenes import Photo, Scene, scenes, seed
from bench.evidence.variants import VARIANTS, resized, upload, variant_of
from tanggap.core.media.render import SHOWN_QUALITY, encode, render
from tanggap.verification.evidence import geometry, place
from tanggap.verification.evidence.features import Features, extract
from tanggap.verification.evidence.pixels import Grey, grey
from tanggap.verification.evidence.words import Kind, Tone

WORKERS = 2
RANDOM_PAIRS, HARD_PAIRS = 2000, 400
LIKENESS_SIDE = 16


@dataclass(frozen=True)
class Trial:
    """One question put to the product. `said` is its answer in one word, `took` the seconds of each part."""

    part: str  # reuse, edit, retake, real, fixed, other, parts
    name: str  # as the table calls the row
    scene: str
    said: str
    took: dict[str, float]
    note: str = ""


@dataclass(frozen=True)
class Plan:
    """What is to be asked: the side of the split, families (all when empty) and how many pairs at most (0: all)."""

    folder: Path
    split: str
    only: frozenset[str]
    limit: int

    def asks(self, family: str) -> bool:
        """Return whether a family is wanted."""
        return not self.only or family in self.only


def shown(data: bytes) -> bytes:
    """Return the JPEG that the product keeps and shows of a photo that was sent in."""
    return encode(render("jpeg", data).shown, SHOWN_QUALITY)


def run(plan: Plan, told: Callable[[str], None] = lambda line: None) -> list[Trial]:
    """Return all trials, those of one scene one after the other, in the order of the scenes' names."""
    chosen = scenes(plan.split)
    work: list[Callable[[], list[Trial]]] = [partial(of_scene, plan, scene) for scene in chosen]
    if plan.asks("other"):
        work += [partial(of_pairs, plan, part) for part in _parts(other_pairs(plan, chosen), 24)]
    if plan.asks("parts"):
        work.append(partial(of_parts, plan, chosen))
    done: list[Trial] = []
    if plan.limit:
        for part in work:
            done += part()
            if len(done) >= plan.limit:
                break
        return done[: plan.limit]
    with ProcessPoolExecutor(WORKERS, mp_context=get_context("fork"), initializer=_alone) as pool:
        for number, found in enumerate(pool.map(_called, work), 1):
            done += found
            if number % 10 == 0:
                told(f"{number} of {len(work)} parts, {len(done)} questions")
    return done


def of_scene(plan: Plan, scene: Scene) -> list[Trial]:
    """Return what the product says of the scene's photos: used again, edited, retaken."""
    photo = scene.photo(plan.folder)
    first = _Seen.of(upload(photo))
    asked = (_reused, _edited, _retaken)
    return list(itertools.chain.from_iterable(ask(plan, scene, photo, first) for ask in asked))


@dataclass(frozen=True)
class _Seen:
    """A photo as the checks see it, and how long making its points took."""

    grey: Grey
    features: Features
    seconds: float

    @classmethod
    def of(cls, data: bytes) -> "_Seen":
        picture = grey(shown(data))
        begun = time.perf_counter()
        features = extract(picture)
        return cls(picture, features, time.perf_counter() - begun)


def _reused(plan: Plan, scene: Scene, photo: Photo, first: _Seen) -> Iterator[Trial]:
    for variant in VARIANTS:
        if not plan.asks(variant.family):
            continue
        before, again = variant_of(variant, photo, scene.name)
        one = _Seen.of(before) if variant.before else first
        other = _Seen.of(again)
        begun = time.perf_counter()
        reuse = geometry.confirm(other.features, one.features)
        took = {"points": other.seconds, "confirm": time.perf_counter() - begun}
        yield Trial(
            "reuse",
            variant.name,
            scene.name,
            "found" if reuse else "missed",
            took,
            " ".join(reuse.how) if reuse else "",
        )


def _edited(plan: Plan, scene: Scene, photo: Photo, first: _Seen) -> Iterator[Trial]:
    lender = _lender(plan, scene)
    for edit in EDITS:
        if not plan.asks(edit.family):
            continue
        data, mask = edited(edit, photo, lender, scene.name)
        answer, found, took = _asked(first, _Seen.of(data))
        yield Trial("edit", edit.name, scene.name, answer, took, f"{_overlap(found, mask):.2f}")


def _retaken(plan: Plan, scene: Scene, photo: Photo, first: _Seen) -> Iterator[Trial]:
    lender = _lender(plan, scene)
    for retake in RETAKES:
        if plan.asks(retake.family):
            answer, _, took = _asked(first, _Seen.of(retaken(retake, photo, lender, scene.name)))
            yield Trial("retake", retake.name, scene.name, answer, took)
    if not plan.asks(scene.kind):
        return
    views = [first, *(_Seen.of(upload(scene.photo(plan.folder, view))) for view in range(1, len(scene.views)))]
    for one, other in itertools.combinations(range(len(views)), 2):
        answer, _, took = _asked(views[one], views[other])
        part = "fixed" if scene.kind == "fixed" else "real"
        yield Trial(part, scene.package, scene.name, answer, took, f"{one}-{other}")


def _asked(before: _Seen, after: _Seen) -> tuple[str, geometry.Comparison, dict[str, float]]:
    """Return what the product's signs say: "frame" (the very photo, edited), "fixed" (asked whether), or its verdict on the place."""
    begun = time.perf_counter()
    found = geometry.compare(before.grey, after.grey)
    took = {"compare": time.perf_counter() - begun}
    tones = {sign.kind: sign.tone for sign in place.signs_of(found)}
    if tones.get(Kind.EDITED) == Tone.AGAINST:
        return "frame", found, took
    if tones.get(Kind.EDITED) == Tone.QUESTION:
        return "fixed", found, took
    return found.verdict.value, found, took


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
    places = _one_a_group(chosen)
    pairs = list(itertools.combinations(places, 2))
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


_KNOWN: dict[str, _Seen] = {}


def of_pairs(plan: Plan, pairs: Sequence[tuple[Scene, Scene, str]]) -> list[Trial]:
    """Return what the product says of pairs of different places, and whether one is taken for the other used again."""
    done = []
    for one, other, how in pairs:
        before, after = (_known(plan, scene) for scene in (one, other))
        done.append(_different(f"different places, {how}", f"{one.name} | {other.name}", before, after))
    return done


def _different(name: str, scene: str, before: _Seen, after: _Seen) -> Trial:
    begun = time.perf_counter()
    found = geometry.compare_known(before.grey, after.grey, before.features, after.features)
    took = {"compare": time.perf_counter() - begun}
    said = "reuse" if found.is_frame else found.verdict.value
    return Trial("other", name, scene, said, took, f"{found.inliers}/{found.matches}")


def _known(plan: Plan, scene: Scene) -> _Seen:
    if scene.name not in _KNOWN:
        _KNOWN[scene.name] = _Seen.of(upload(scene.photo(plan.folder)))
    return _KNOWN[scene.name]


def of_parts(plan: Plan, chosen: Sequence[Scene]) -> list[Trial]:
    """Return what is said of two parts of one photo that do not touch: one light, one texture, nothing in common."""
    done = []
    for scene in _one_a_group(chosen):
        photo = scene.photo(plan.folder)
        width = photo.shape[1]
        if max(photo.shape[:2]) < 900:
            continue
        left, right = photo[:, : round(width * 0.47)], photo[:, round(width * 0.53) :]
        seen = [_Seen.of(upload(resized(np.ascontiguousarray(side), 1.0))) for side in (left, right)]
        done.append(_different("two parts of one photo", scene.name, *seen))
    return done


def _parts(rows: Sequence[tuple[Scene, Scene, str]], count: int) -> list[Sequence[tuple[Scene, Scene, str]]]:
    step = max(1, -(-len(rows) // count))
    return [rows[start : start + step] for start in range(0, len(rows), step)]


def _alone() -> None:
    """Keep each worker on one core, and out of the way of whoever else uses the machine."""
    cv2.setNumThreads(1)
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ[name] = "1"
    os.nice(5)


def _called(work: Callable[[], list[Trial]]) -> list[Trial]:
    return work()


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
    return sorted(named | {"moved", "fixed", "other", "parts"})


__all__ = ["Edit", "Plan", "Trial", "families", "run", "shown"]
