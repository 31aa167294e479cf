"""What stands around a problem: a street seen along, or a row of houses across it. The same place looks the same again."""

from random import Random

from tanggap.config.demo.scenes.canvas import Canvas, Colour

WALLS: tuple[Colour, ...] = (
    (228, 208, 180), (214, 222, 205), (196, 208, 220), (236, 226, 206), (222, 190, 176), (205, 205, 198), (240, 214, 150),
)  # fmt: skip
ROOFS: tuple[Colour, ...] = ((168, 88, 66), (142, 74, 60), (120, 106, 98), (92, 100, 110), (180, 110, 80))
LEAVES: tuple[Colour, ...] = ((72, 122, 66), (92, 140, 72), (58, 106, 62), (110, 148, 78))
WINDOW, LAMPLIT = (86, 108, 124), (250, 214, 140)
ASPHALT, CONCRETE, EARTH, GRASS = (104, 106, 110), (176, 174, 168), (150, 124, 98), (122, 150, 88)
KERB_DARK, KERB_LIGHT, PAINT = (52, 52, 54), (232, 230, 224), (234, 232, 224)
RUBBISH: tuple[Colour, ...] = (
    (48, 50, 56),
    (226, 226, 220),
    (66, 110, 150),
    (182, 66, 58),
    (206, 186, 90),
    (120, 96, 76),
    (88, 130, 96),
)
HORIZON = 5.4


def across(canvas: Canvas, place: Random) -> None:
    """Draw a row of houses with a footway and the road before them; the road's edge is at 8.4, its front below 12."""
    for number in range(6):
        x = -3.2 + number * 3.6 + place.uniform(-0.4, 0.4)
        house(canvas, x, 7.0, place.uniform(2.9, 3.5), place.uniform(2.4, 4.6), place)
    if place.random() < 0.6:
        fence(canvas, place)
    for _ in range(place.randint(1, 3)):
        tree(canvas, place.uniform(-1, 17), 7.1, place.uniform(0.7, 1.25), place)
    canvas.box(-6, 7.0, 28, 1.4, CONCRETE)
    for number in range(-6, 23):
        canvas.line([(number + 0.2, 7.0), (number - 0.1, 8.2)], (160, 158, 152), 0.03)
    kerb(canvas, 8.2)
    canvas.box(-6, 8.45, 28, 8, ASPHALT)
    dashes = place.uniform(0, 3)
    for number in range(-2, 8):
        canvas.polygon(
            [
                (number * 3 + dashes, 10.9),
                (number * 3 + dashes + 1.5, 10.9),
                (number * 3 + dashes + 1.4, 11.12),
                (number * 3 + dashes - 0.1, 11.12),
            ],
            PAINT,
        )


def along(canvas: Canvas, place: Random) -> float:
    """Draw a street that runs away from the eye; return where it vanishes (x)."""
    middle = place.uniform(6.8, 9.2)
    canvas.box(-6, HORIZON, 28, 12, GRASS if place.random() < 0.5 else EARTH)
    for side in (-1, 1):
        for number in range(5, -1, -1):
            near = 0.55**number
            width, height = 3.4 * near + 0.3, place.uniform(2.4, 4.4) * near + 0.4
            x = middle + side * (0.9 + 6.9 * near) - (width if side < 0 else 0)
            house(canvas, x, HORIZON + 2.1 * near + 0.1, width, height, place)
    canvas.polygon(
        [(middle - 0.5, HORIZON), (middle + 0.5, HORIZON), (middle + 12, 13.6), (middle - 12, 13.6)], CONCRETE
    )
    canvas.polygon(
        [(middle - 0.36, HORIZON), (middle + 0.36, HORIZON), (middle + 9.2, 13.6), (middle - 9.2, 13.6)], ASPHALT
    )
    for number in range(7):
        y0, y1 = HORIZON + 0.3 * 1.75**number, HORIZON + 0.3 * 1.75**number * 1.34
        wide = (y0 - HORIZON) * 0.02
        canvas.polygon(
            [(middle - wide, y0), (middle + wide, y0), (middle + wide * 1.34, y1), (middle - wide * 1.34, y1)], PAINT
        )
    return middle


def house(canvas: Canvas, x: float, ground: float, width: float, height: float, place: Random) -> None:
    """Draw a house front that stands on `ground`."""
    wall, roof = place.choice(WALLS), place.choice(ROOFS)
    top = ground - height
    canvas.box(x, top, width, height, wall)
    if place.random() < 0.7:
        eave = width * 0.08
        canvas.polygon(
            [
                (x - eave, top),
                (x + width + eave, top),
                (x + width * 0.8, top - height * 0.24),
                (x + width * 0.2, top - height * 0.24),
            ],
            roof,
        )
    else:
        canvas.box(x - width * 0.02, top - height * 0.05, width * 1.04, height * 0.07, roof)
    floors = 2 if height > 3.2 else 1
    for floor in range(floors):
        for column in range(2):
            lit = canvas.light.is_dark and place.random() < 0.4
            sill = top + height * (0.16 + 0.46 * floor)
            frame = (x + width * (0.14 + 0.44 * column), sill, width * 0.26, height / floors * 0.3)
            canvas.box(*frame, LAMPLIT if lit else WINDOW, glows=lit)
    canvas.box(x + width * 0.42, ground - height * 0.3, width * 0.18, height * 0.3, (120, 84, 62))


def fence(canvas: Canvas, place: Random) -> None:
    """Draw a low wall with bars before the houses."""
    colour = place.choice(WALLS)
    canvas.box(-6, 6.3, 28, 0.75, colour)
    canvas.box(-6, 6.22, 28, 0.1, (150, 146, 140))
    for number in range(-5, 22):
        canvas.line([(number * 0.8, 5.7), (number * 0.8, 6.25)], (84, 92, 96), 0.05)
    canvas.line([(-6, 5.75), (22, 5.75)], (84, 92, 96), 0.06)


def kerb(canvas: Canvas, y: float) -> None:
    """Draw the black and white kerb."""
    for number in range(-7, 23):
        canvas.box(number, y, 1, 0.26, KERB_DARK if number % 2 else KERB_LIGHT)


def tree(canvas: Canvas, x: float, ground: float, size: float, place: Random) -> None:
    """Draw a tree that stands on `ground`; `size` 1 is four units high."""
    leaf = place.choice(LEAVES)
    canvas.polygon(
        [
            (x - 0.14 * size, ground),
            (x + 0.14 * size, ground),
            (x + 0.08 * size, ground - 2.2 * size),
            (x - 0.08 * size, ground - 2.2 * size),
        ],
        (104, 80, 60),
    )
    for _ in range(6):
        dx, dy = place.uniform(-0.9, 0.9) * size, place.uniform(-3.7, -2.1) * size
        canvas.blob(x + dx, ground + dy, 0.85 * size, 0.7 * size, leaf, place)
    light: Colour = (min(255, leaf[0] + 22), min(255, leaf[1] + 22), min(255, leaf[2] + 14))
    for _ in range(3):
        canvas.blob(
            x + place.uniform(-0.6, 0.4) * size,
            ground + place.uniform(-3.6, -2.7) * size,
            0.5 * size,
            0.36 * size,
            light,
            place,
        )


def person(canvas: Canvas, x: float, ground: float, size: float, random: Random) -> None:
    """Draw somebody who passes by, without a face."""
    shirt = random.choice([(190, 70, 60), (60, 110, 170), (230, 180, 70), (90, 140, 100), (240, 240, 236)])
    canvas.box(x - 0.16 * size, ground - 0.8 * size, 0.14 * size, 0.8 * size, (58, 60, 74))
    canvas.box(x + 0.02 * size, ground - 0.8 * size, 0.14 * size, 0.8 * size, (58, 60, 74))
    canvas.polygon(
        [
            (x - 0.26 * size, ground - 1.55 * size),
            (x + 0.26 * size, ground - 1.55 * size),
            (x + 0.2 * size, ground - 0.74 * size),
            (x - 0.2 * size, ground - 0.74 * size),
        ],
        shirt,
    )
    canvas.oval(x, ground - 1.76 * size, 0.18 * size, 0.21 * size, (176, 130, 100))


def car(canvas: Canvas, x: float, ground: float, size: float, random: Random) -> None:
    """Draw a parked car from its side, four units long at size 1."""
    colour = random.choice(
        [(196, 60, 54), (60, 92, 150), (226, 226, 224), (70, 74, 80), (170, 176, 180), (206, 170, 70)]
    )
    canvas.oval(x + 2 * size, ground, 2.2 * size, 0.16 * size, (70, 70, 74))
    canvas.polygon(
        [
            (x + 0.8 * size, ground - 0.95 * size),
            (x + 1.35 * size, ground - 1.6 * size),
            (x + 2.9 * size, ground - 1.6 * size),
            (x + 3.5 * size, ground - 0.95 * size),
        ],
        colour,
    )
    canvas.polygon(
        [
            (x + 1.02 * size, ground - 0.97 * size),
            (x + 1.45 * size, ground - 1.48 * size),
            (x + 2.05 * size, ground - 1.48 * size),
            (x + 2.05 * size, ground - 0.97 * size),
        ],
        WINDOW,
    )
    canvas.polygon(
        [
            (x + 2.18 * size, ground - 0.97 * size),
            (x + 2.18 * size, ground - 1.48 * size),
            (x + 2.82 * size, ground - 1.48 * size),
            (x + 3.25 * size, ground - 0.97 * size),
        ],
        WINDOW,
    )
    canvas.polygon(
        [
            (x, ground - 0.22 * size),
            (x + 0.1 * size, ground - 0.85 * size),
            (x + 0.7 * size, ground - 1.0 * size),
            (x + 3.7 * size, ground - 1.0 * size),
            (x + 4.0 * size, ground - 0.8 * size),
            (x + 4.0 * size, ground - 0.22 * size),
        ],
        colour,
    )
    for wheel in (0.85, 3.15):
        canvas.oval(x + wheel * size, ground - 0.22 * size, 0.42 * size, 0.42 * size, (38, 38, 42))
        canvas.oval(x + wheel * size, ground - 0.22 * size, 0.19 * size, 0.19 * size, (170, 172, 176))


def cone(canvas: Canvas, x: float, ground: float, size: float) -> None:
    """Draw a traffic cone: somebody has been here to work."""
    canvas.polygon(
        [
            (x - 0.32 * size, ground),
            (x + 0.32 * size, ground),
            (x + 0.08 * size, ground - 0.95 * size),
            (x - 0.08 * size, ground - 0.95 * size),
        ],
        (236, 106, 44),
    )
    canvas.polygon(
        [
            (x - 0.2 * size, ground - 0.38 * size),
            (x + 0.2 * size, ground - 0.38 * size),
            (x + 0.15 * size, ground - 0.6 * size),
            (x - 0.15 * size, ground - 0.6 * size),
        ],
        (245, 245, 240),
    )
