"""Keras's own tests, and mutants of them, given to Keras and to kspec.

``python -m tests.contract.keras_tests [FOLDER ...] [--mutants N] [--seed S]`` runs the tests that
the installed Keras holds, writes down what they make and call, asks Keras again for each (made,
called, and run on a real batch), asks kspec in both notations, and prints a table by class. What
Keras says is kept in ``.cache/keras_tests``; what disagrees is written there to look at.
"""

import argparse
import hashlib
import sys
from importlib.metadata import version
from pathlib import Path

from tests.contract.keras_tests.case import Case
from tests.contract.keras_tests.kspec_word import words
from tests.contract.keras_tests.mutants import mutants
from tests.contract.keras_tests.running import FOLDERS, ROOT, recorded, words_of_keras
from tests.contract.keras_tests.verdicts import Table, is_refused, verdict


def main(folders: list[str], count: int, seed: int) -> int:
    """Print the table; 1 where something disagrees."""
    cache = ROOT / ".cache" / "keras_tests" / version("keras")
    cache.mkdir(parents=True, exist_ok=True)
    found = {case.key: case for folder in folders for case in recorded(folder, cache)}
    cases = mutants(list(found.values()), count, seed) if count else list(found.values())
    return judge({_digest(case): case for case in cases}, cache)


def judge(cases: dict[str, Case], cache: Path) -> int:
    """Ask both and compare; where kspec alone refuses, Keras is asked again inside of a graph."""
    theirs = words_of_keras(cases.items(), cache / "words.pkl", traced=False)
    ours = {key: dict(words(case)) for key, case in cases.items()}
    alone = {key for key in cases if any(o.stage for o in ours[key].values())}
    again = [(key, cases[key]) for key in alone if theirs[key].stage in {"", "values"}]
    theirs |= words_of_keras(again, cache / "traced.pkl", traced=True)
    table = Table()
    with (cache / "disagreements.txt").open("w") as file:
        for key, case in cases.items():
            for notation, word in ours[key].items():
                judged = verdict(case, notation, theirs[key], word)
                table.add(case, judged, refused=is_refused(theirs[key], notation))
                if judged != "agree" and not judged.startswith("out of scope"):
                    told = (case.called, case.entry["config"], theirs[key], word)
                    head = f"{judged}: {case.name} ({case.of} of {case.source}, {notation})"
                    file.write("\n  ".join([head, *(str(part)[:1500] for part in told)]) + "\n")
    sys.stdout.write("\n".join(table.lines()) + f"\nsee {file.name}\n")
    return int(any(row.keys() - {"agree", "out of scope"} for row in table.rows.values()))


def _digest(case: Case) -> str:
    return hashlib.sha256(case.key.encode()).hexdigest()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", default=FOLDERS)
    parser.add_argument("--mutants", type=int, default=0, metavar="N")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    sys.exit(main(list(given.folders), given.mutants, given.seed))
