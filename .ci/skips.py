#!/usr/bin/env python3
"""Lists the tests that were skipped and why, by the XML reports of Surefire and Failsafe.

    python3 .ci/skips.py [--root FOLDER] [--allowed FILE]

Prints each skipped test with its reason, each class of tests that left no report (its preparation was given up, or it never
ran), and last a line with the counts. Exits with 1 if any of them is not on the list of allowed ones, if a test failed, or
if there is no report at all; else with 0.
"""

from __future__ import annotations

import argparse
import fnmatch
import re
import sys
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, field
from pathlib import Path

MODULES = ("*", "*/*")  # jobs/benchmark is a module below jobs
REPORTS = ("surefire-reports", "failsafe-reports", "failsafe-reports-long")
CLASSES_OF_TESTS = re.compile(r"(Test|IT|Properties)\.java$")
HAS_TESTS = re.compile(r"^\s*@(Test|ParameterizedTest|RepeatedTest|Property|ArchTest|TestFactory|Example)\b", re.MULTILINE)


@dataclass
class Reports:
    """What the reports say, test by test."""

    passed: int = 0
    failed: list[str] = field(default_factory=list)
    skipped: dict[str, str] = field(default_factory=dict)  # CLASS#METHOD, reason
    classes: set[str] = field(default_factory=set)


def read_reports(root: Path) -> Reports:
    found = Reports()
    for module in MODULES:
        for folder in REPORTS:
            for file in sorted(root.glob(f"{module}/target/{folder}/TEST-*.xml")):
                for case in ElementTree.parse(file).getroot().iter("testcase"):
                    read_case(case, found)
    return found


def read_case(case: ElementTree.Element, found: Reports) -> None:
    class_name = case.get("classname", "")
    method = re.split(r"[({\[]", case.get("name", ""))[0].strip()
    if method == class_name:  # a class that was skipped as a whole
        method = ""
    name = f"{class_name}#{method or '*'}"
    found.classes.add(class_name.split("$")[0])
    skipped = case.find("skipped")
    if case.find("failure") is not None or case.find("error") is not None:
        found.failed.append(name)
    elif skipped is not None:
        reason = skipped.get("message") or (skipped.text or "").strip() or "no reason given"
        found.skipped[name] = reason.splitlines()[0]
    else:
        found.passed += 1


def silent_classes(root: Path, reported: set[str]) -> list[str]:
    """Classes of tests in the sources that no report names."""
    silent = []
    for module in MODULES:
        for sources in root.glob(f"{module}/src/test/java"):
            for file in sorted(sources.glob("**/*.java")):
                name = ".".join(file.relative_to(sources).with_suffix("").parts)
                if CLASSES_OF_TESTS.search(file.name) and name not in reported and HAS_TESTS.search(file.read_text("utf-8")):
                    silent.append(name)
    return silent


def read_allowed(file: Path) -> dict[str, str]:
    allowed = {}
    for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
        if line.strip() and not line.startswith("#"):
            pattern, bar, reason = (part.strip() for part in line.partition("|"))
            if not bar or not reason or "#" not in pattern:
                raise SystemExit(f"{file}:{number}: expected CLASS#METHOD | why, found {line!r}")
            allowed[pattern] = reason
    return allowed


def why_allowed(name: str, allowed: dict[str, str]) -> str | None:
    return next((why for pattern, why in allowed.items() if fnmatch.fnmatchcase(name, pattern)), None)


def main(arguments: list[str]) -> int:
    here = Path(__file__).resolve().parent
    parser = argparse.ArgumentParser(description="Lists the tests that were skipped and why.")
    parser.add_argument("--root", type=Path, default=here.parent)
    parser.add_argument("--allowed", type=Path, default=here / "allowed-skips.txt")
    options = parser.parse_args(arguments)

    allowed = read_allowed(options.allowed)
    found = read_reports(options.root)
    skips = dict(found.skipped)
    for name in silent_classes(options.root, found.classes):
        skips[f"{name}#*"] = "left no report: not run, or its preparation was given up"

    refused = 0
    print("Skipped tests:" if skips else "No test was skipped.")
    for name, reason in sorted(skips.items()):
        why = why_allowed(name, allowed)
        refused += why is None
        print(f"  {name}\n    {reason}")
        print(f"    allowed: {why}" if why else "    NOT ALLOWED: make it run, or add it to .ci/allowed-skips.txt with the reason")
    for name in found.failed:
        print(f"  failed: {name}")
    print(f"tests: {found.passed} passed, {len(found.failed)} failed, {len(skips)} skipped")
    nothing = found.passed == 0
    if nothing:
        print("no test ran", file=sys.stderr)
    return 1 if refused or found.failed or nothing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
