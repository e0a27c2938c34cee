"""Dye baths and what each of them reaches: the colours of Kebumen, dark-toned, up to four on one cloth.

A palette names its baths in the order they are done, and for every role how strongly each bath takes.
Where two baths take, their colours multiply: soga over indigo is near-black, indigo over turmeric green.
"""

from dataclasses import dataclass

from .sheet import ROLES

MORI = (0xF4, 0xEA, 0xD3)

INDIGO = (0x22, 0x34, 0x58)
NILA = (0x5F, 0x86, 0xA6)
SOGA = (0x90, 0x58, 0x2A)
TINGI = (0x6E, 0x3B, 0x1E)
MENGKUDU = (0x97, 0x2B, 0x27)
KUNYIT = (0xDD, 0xA4, 0x34)
JOLAWE = (0xB9, 0x9A, 0x4A)
NAPHTHOL_BLUE = (0x12, 0x2B, 0x55)
NAPHTHOL_RED = (0xB4, 0x24, 0x2C)
REMAZOL_TEAL = (0x14, 0x66, 0x6C)
REMAZOL_PLUM = (0x5E, 0x2A, 0x55)
BLACK = (0x2B, 0x26, 0x26)


@dataclass(frozen=True)
class Palette:
    """Baths and the share of each that every role takes, from 0 (under wax) to 1 (full bath)."""

    baths: tuple
    takes: tuple
    natural: bool
    crackle: float = 0.5

    def share(self, bath):
        """How much of one bath each role takes, in the order of the role numbers."""
        return [take[bath] for take in self.takes]


def _palette(*baths, natural=True, crackle=0.5, **takes):
    takes.setdefault("vein", takes["isen"])
    return Palette(baths, tuple(takes[role] for role in ROLES), natural, crackle)


PALETTES = {
    # Indigo first, then soga: the inland classic, near-black, brown, blue and ivory.
    "sogan": _palette(
        INDIGO, SOGA,
        ground=(1, 1), body=(0, 0.06), second=(0, 0.95), accent=(0.66, 0.05), line=(0, 0.75),
        isen=(0, 0.03), ink=(0.75, 1), cecek=(0, 0.05), edge=(1, 1),
    ),
    # Blue-black night with deep red and a little soga.
    "wengi": _palette(
        INDIGO, MENGKUDU, SOGA,
        ground=(1, 0.25, 0.3), body=(0, 0.015, 0.07), second=(0, 1, 0.1), accent=(0, 0.03, 0.8), line=(0, 0.01, 0.05),
        isen=(0, 0.02, 0.05), ink=(0.2, 1, 0.5), cecek=(0, 0.015, 0.07), edge=(0.5, 1, 0.5),
    ),
    # Bang-bangan: noni red ground, blue-black drawing, ivory.
    "bang-bangan": _palette(
        INDIGO, MENGKUDU,
        ground=(0.03, 1), body=(0, 0.02), second=(0.95, 0.35), accent=(0.3, 0.45), line=(0, 0.05),
        isen=(0, 0.03), ink=(0.9, 0.8), cecek=(0, 0.05), edge=(1, 0.6), crackle=0.7,
    ),
    # Turmeric first, indigo over it: green-black ground, yellow and soga.
    "kunir": _palette(
        KUNYIT, INDIGO, SOGA,
        ground=(1, 0.95, 0.3), body=(0.95, 0, 0.04), second=(0.5, 0.05, 1), accent=(1, 0.34, 0), line=(0.1, 0, 0),
        isen=(0.12, 0, 0), ink=(1, 0.5, 1), cecek=(0.3, 0, 0), edge=(0.6, 0.4, 1.1),
    ),
    # Biron: only indigo, dipped more and less often.
    "biron": _palette(
        NILA, INDIGO,
        ground=(1, 0.9), body=(0.06, 0), second=(1, 0.12), accent=(0.5, 0), line=(0.03, 0),
        isen=(0, 0), ink=(0.8, 0.8), cecek=(0.03, 0), edge=(1, 1), crackle=0.8,
    ),
    # Latar putih: the ground itself waxed (tembok), so it stays ivory; brown and indigo drawing.
    "latar-putih": _palette(
        INDIGO, SOGA,
        ground=(0, 0.05), body=(0.02, 0.85), second=(0.92, 0.3), accent=(0.45, 0.05), line=(0.85, 0.9),
        isen=(0, 0.03), ink=(0.8, 1), cecek=(0.05, 0.9), edge=(1, 0.9), crackle=0.9,
    ),
    # Jolawe and indigo: mossy green and yellow on dark.
    "godhong": _palette(
        JOLAWE, INDIGO, SOGA,
        ground=(1, 0.78, 0.5), body=(0.28, 0, 0), second=(1, 0.38, 0), accent=(0.9, 0, 0.35), line=(0.15, 0, 0),
        isen=(0.1, 0, 0), ink=(0.8, 0.6, 0.7), cecek=(0.3, 0, 0), edge=(0.4, 0.3, 1.2),
    ),
    # Tingi and soga on ivory, dark brown ground: earth only.
    "tingi": _palette(
        SOGA, TINGI, BLACK,
        ground=(0.6, 1, 0.28), body=(0.12, 0, 0), second=(1, 0.15, 0), accent=(0.5, 0.04, 0), line=(0.06, 0, 0),
        isen=(0.05, 0, 0), ink=(0.7, 0.8, 0.1), cecek=(0.12, 0, 0), edge=(0.8, 1, 0.7),
    ),
    # Synthetic: naphthol blue and red with a clean yellow.
    "pesisir": _palette(
        NAPHTHOL_BLUE, NAPHTHOL_RED, KUNYIT,
        ground=(1, 0.12, 0), body=(0, 0.02, 0.06), second=(0, 1, 0.2), accent=(0, 0.05, 0.95), line=(0, 0, 0.03),
        isen=(0, 0, 0.02), ink=(0.9, 0.3, 0), cecek=(0, 0, 0.1), edge=(0.15, 1, 0.2), vein=(0.9, 0.3, 0),
        natural=False, crackle=0.3,
    ),
    # Synthetic: teal of the sea, plum and turmeric.
    "segara": _palette(
        REMAZOL_TEAL, REMAZOL_PLUM, KUNYIT,
        ground=(1, 0.55, 0), body=(0.03, 0, 0.1), second=(0.85, 0.02, 0.1), accent=(0, 0.02, 0.9), line=(0, 0, 0.04),
        isen=(0, 0, 0.03), ink=(0.75, 0.6, 0), cecek=(0, 0, 0.08), edge=(0.2, 1, 0), vein=(0.75, 0.6, 0),
        natural=False, crackle=0.3,
    ),
    # Synthetic: plum ground with red and yellow.
    "wungu": _palette(
        REMAZOL_PLUM, NAPHTHOL_RED, KUNYIT,
        ground=(1, 0.15, 0.1), body=(0.02, 0, 0.14), second=(0.1, 0.85, 0.2), accent=(0.05, 0.1, 1), line=(0, 0, 0.06),
        isen=(0, 0, 0.04), ink=(0.95, 0.2, 0.1), cecek=(0, 0.02, 0.12), edge=(0.5, 1, 0), vein=(0.95, 0.2, 0.1),
        natural=False, crackle=0.35,
    ),
}  # fmt: skip
