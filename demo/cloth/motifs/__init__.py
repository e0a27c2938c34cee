"""The motifs by name; each draws its field on a sheet, from edge to edge."""

from . import gringsing, jagad, kawung, menganti, merakan, parang, truntum, ukel

MOTIFS = {
    "kawung": kawung.draw,
    "parang": parang.draw,
    "truntum": truntum.draw,
    "sekar-jagad": jagad.draw,
    "merakan": merakan.draw,
    "gringsing": gringsing.draw,
    "ukel": ukel.draw,
    "menganti": menganti.draw,
}
