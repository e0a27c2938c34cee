"""What was measured, as a table to read and as JSON to keep."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from app import clock

RESULTS = Path(__file__).resolve().parent / "results"
MOST_STATEMENTS = 12
# Not a page: to place an order writes a dozen rows.
A_STEP = "a step of buying"
HEAD = f"{'':24}{'least':>8}{'median':>8}{'most':>8}{'CPU ms':>9}{'per core':>10}{'SQL':>5}{'others':>8}"


def about(machine: Mapping[str, Any], client: str) -> None:
    packages = ", ".join(f"{name} {version}" for name, version in machine["packages"].items())
    print(f"{machine['processor']}, {machine['cores']} cores, {machine['memory_gb']} GB; {machine['system']}")
    print(f"Python {machine['python']}, {packages}; commit {machine['commit']}")
    print(f"{machine['database']}; pages by {client}; load before: {machine['load_before'][0]:.1f}")
    print(f"Server (and database) on core {machine['server_cores']}, clients on {machine['client_cores']}.")
    print("least, median, most: a second, as it was. CPU ms: what server and database computed for one.")
    print(
        "per core: what one core would do alone (1000 / CPU ms). others: cores that neighbours used meanwhile.\n"
    )


def heading(text: str) -> None:
    print(f"\n{text}\n{HEAD}")


def line(name: str, figures: Mapping[str, Any], sql: int | str = "") -> None:
    rates = "".join(f"{figures[key]:8.0f}" for key in ("least", "median", "most"))
    failed = f"  {figures['failed']} FAILED" if figures["failed"] else ""
    print(
        f"{name:24}{rates}{figures['cpu_ms']:9.2f}{figures['per_core']:10.0f}{sql:>5}{figures['others']:8.2f}{failed}",
        flush=True,
    )


def stand(found: Mapping[str, Any]) -> None:
    day = f"{found['day_s']:.2f} s ({found['day_cpu_s']:.2f} s of CPU)"
    at_once = f"{found['phones_s']:.2f} s; {found['failed']} not taken in"
    print(f"\nAt a fair: a day of 500 sales in {day}; 20 phones with 25 each, all at once, in {at_once}.")


def statements(counts: Mapping[int, Mapping[str, int]]) -> None:
    sizes = sorted(counts)
    print(f"\n{'SQL statements with':24}" + "".join(f"{size:>8}" for size in sizes) + "  products and orders")
    for name in counts[sizes[0]]:
        found = [counts[size][name] for size in sizes]
        wrong = "  MORE THAN 12" * (max(found) > MOST_STATEMENTS and name != A_STEP) + "  GROWS" * (
            found[-1] > found[1]
        )
        print(f"{name:24}" + "".join(f"{count:8}" for count in found) + wrong)


def shelf(found: Mapping[str, float]) -> None:
    """How soon it is seen; its outline is what the goal is for."""
    if found:
        later = f"its names after {found['names']:.0f} ms, a frame's words after {found['frame']:.0f} ms"
        print(f"\nA shelf on another site, over slow 4G: outline after {found['outline']:.0f} ms, {later}.")
    else:
        print("\nNo Chromium was found, so nobody looked at a shelf.")


def goals(results: Mapping[str, Any]) -> bool:
    """Hold what was found against what is wanted; says whether all of it is reached."""
    large = results["sizes"]["10000"]
    bare, cards = large["bare Flask page"]["per_core"], large["24 cards, one query"]["per_core"]
    counts = [
        count for pages in results["statements"].values() for name, count in pages.items() if name != A_STEP
    ]
    wanted = [
        ("statements on any page", max(counts), "at most", MOST_STATEMENTS),
        ("catalogue, of the one-query page", large["catalogue"]["per_core"] / cards, "at least", 0.4),
        ("product, of the one-query page", large["product"]["per_core"] / cards, "at least", 0.5),
        *(
            (
                f"{name}, of the bare page",
                figures["per_core"] / bare,
                "at least",
                0.8 if "304" in name else 0.6,
            )
            for name, figures in large.items()
            if name.endswith((", kept", ", 304"))
        ),
        ("guest checkouts a second and core", large["guest checkout"]["per_core"], "at least", 25),
        *_finding(results["sizes"]),
        *((f"{name}, ms", ms, "below", 50) for name, ms in results["alone_ms"].items()),
        *((f"{name}, of 100 fairs, ms", ms, "below", 100) for name, ms in results["fairs_ms"].items()),
        *(
            ("shelf on another site, first paint, ms", ms, "below", 300)
            for part, ms in results["shelf_ms"].items()
            if part == "outline"
        ),
        ("500 sales of a fair brought in, s", results["stand"]["day_s"], "at most", 3),
        ("sales of 20 phones at once not taken in", results["stand"]["failed"], "at most", 0),
        ("start, s", results["start_s"]["median"], "at most", 1),
        ("memory of a process, MB", results["memory_mb"], "at most", 110),
    ]
    shared = "loaded once, a part is shared by all processes and counts once"
    print(f"\nResident in a process: {results['resident_mb']:.0f} MB; {shared}.")
    print("\nGoals")
    reached = []
    for name, found, how, limit in wanted:
        reached.append(found >= limit if how == "at least" else found <= limit)
        print(f"{name:40}{found:9.2f}  {how} {limit}  {'reached' if reached[-1] else 'MISSED'}")
    return all(reached)


def _finding(sizes: Mapping[str, Any]) -> Iterator[tuple[str, float, str, float]]:
    """Looking for cloth takes as long in a large shop as in a small one, or nearly so."""
    small, *_, huge = (sizes[size]["catalogue"]["cpu_ms"] for size in sorted(sizes, key=int))
    yield "catalogue of 100,000, of that of 1,000", huge / small, "at most", 1.2
    for size, limit in (("10000", 30), ("100000", 100)):
        for name in ("catalogue, chosen", "search", "search, misspelt", "suggestions"):
            yield f"{name}, {int(size):,} products, CPU ms", sizes[size][name]["cpu_ms"], "at most", limit


def keep(results: Mapping[str, Any]) -> Path:
    RESULTS.mkdir(exist_ok=True)
    file = RESULTS / f"{clock.now():%Y-%m-%d-%H%M%S}-{results['machine']['kind']}.json"
    file.write_text(json.dumps(results, indent=1, default=str))
    return file
