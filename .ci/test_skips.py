"""Tests of skips.py, run by .ci/run before anything else: python3 -B -m unittest discover -s .ci"""

from __future__ import annotations

import contextlib
import io
import tempfile
import unittest
from pathlib import Path

import skips

PASSED = '<testcase name="adds" classname="a.SumTest"/>'
SKIPPED = '<testcase name="asks(int)[1]" classname="a.NetIT"><skipped message="no network&#10;more"/></testcase>'
WHOLE = '<testcase name="" classname="a.PageIT"><skipped message="no browser"/></testcase>'
FAILED = '<testcase name="adds" classname="a.SumTest"><failure message="1"/></testcase>'


class SkipsTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)

    def report(self, *cases: str, kind: str = "surefire", module: str = "m") -> None:
        folder = self.root / module / "target" / f"{kind}-reports"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"TEST-{len(list(folder.iterdir()))}.xml").write_text(
            f"<testsuite>{''.join(cases)}</testsuite>", encoding="utf-8"
        )

    def source(self, name: str, text: str, module: str = "m") -> None:
        folder = self.root / module / "src" / "test" / "java" / "a"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")

    def run_with(self, allowed: str = "") -> tuple[int, str]:
        file = self.root / "allowed.txt"
        file.write_text(allowed, encoding="utf-8")
        out = io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
            code = skips.main(["--root", str(self.root), "--allowed", str(file)])
        return code, out.getvalue()

    def test_nothing_skipped_is_well(self) -> None:
        self.report(PASSED)
        self.assertEqual(self.run_with(), (0, "No test was skipped.\ntests: 1 passed, 0 failed, 0 skipped\n"))

    def test_a_skip_that_is_not_allowed_fails(self) -> None:
        self.report(PASSED, SKIPPED)
        code, out = self.run_with("a.OtherIT#* | elsewhere")
        self.assertEqual(code, 1)
        self.assertIn("a.NetIT#asks\n    no network\n    NOT ALLOWED", out)

    def test_an_allowed_skip_is_listed_with_both_reasons(self) -> None:
        self.report(PASSED)
        self.report(SKIPPED, kind="failsafe", module="other")
        code, out = self.run_with("# a comment\n\na.NetIT#asks | there is no network")
        self.assertEqual(code, 0)
        self.assertIn("a.NetIT#asks\n    no network\n    allowed: there is no network\n", out)
        self.assertTrue(out.endswith("tests: 1 passed, 0 failed, 1 skipped\n"), out)

    def test_a_class_skipped_as_a_whole_is_a_skip(self) -> None:
        self.report(PASSED, WHOLE)
        self.assertEqual(self.run_with()[0], 1)
        self.assertEqual(self.run_with("a.PageIT#* | no browser")[0], 0)

    def test_a_class_without_any_report_is_a_skip(self) -> None:
        self.report(PASSED)
        self.source("SumTest.java", "    @Test\n    void adds() {}\n")
        self.source("SilentIT.java", "    @ParameterizedTest\n    void asks() {}\n")
        self.source("Helper.java", "    @Test\n")
        code, out = self.run_with()
        self.assertEqual(code, 1)
        self.assertIn("a.SilentIT#*\n    left no report", out)
        self.assertNotIn("SumTest", out)
        self.assertNotIn("Helper", out)

    def test_a_module_below_a_module_counts(self) -> None:
        self.report(PASSED, SKIPPED, module="m/below")
        self.source("SilentIT.java", "    @Test\n    void asks() {}\n", module="m/below")
        code, out = self.run_with("a.NetIT#* | no network")
        self.assertEqual(code, 1)
        self.assertIn("a.NetIT#asks\n", out)
        self.assertIn("a.SilentIT#*\n    left no report", out)
        self.assertTrue(out.endswith("tests: 1 passed, 0 failed, 2 skipped\n"), out)

    def test_a_failed_test_fails(self) -> None:
        self.report(PASSED, FAILED)
        code, out = self.run_with()
        self.assertEqual(code, 1)
        self.assertIn("failed: a.SumTest#adds", out)

    def test_no_reports_at_all_fail(self) -> None:
        self.assertEqual(self.run_with()[0], 1)

    def test_an_entry_without_a_reason_is_refused(self) -> None:
        self.report(PASSED)
        with self.assertRaisesRegex(SystemExit, "allowed.txt:1: expected CLASS#METHOD"):
            self.run_with("a.NetIT#asks")


if __name__ == "__main__":
    unittest.main()
