#!/usr/bin/env python3
"""The checks in this folder can fail: each finds a violation that is planted in a small tree."""

import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from tree import code

HERE = Path(__file__).resolve().parent


class PlantedTest(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix="dsupport-meta-")
        self.addCleanup(directory.cleanup)
        self.root = Path(directory.name)
        self.plant("lib/base/fine.cc", '#include "lib/base/fine.hh"\n\n#include <string>\n')
        self.plant("lib/base/fine.hh", "// Calls getenv only in this comment.\n#pragma once\n")

    def plant(self, name, content=""):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
        return path

    def run_check(self, check, *arguments):
        command = [sys.executable, HERE / check] if check.endswith(".py") else [HERE / check]
        return subprocess.run([*command, *(arguments or [self.root])], capture_output=True, text=True, timeout=60)

    def finds(self, check, name, content, *shown):
        self.assertEqual(self.run_check(check).returncode, 0, self.run_check(check).stdout)
        path = self.plant(name, content)
        result = self.run_check(check)
        path.unlink()
        self.assertEqual(result.returncode, 1, f"{check} accepts {content!r} in {name}")
        for part in (name, *shown):
            self.assertIn(part, result.stdout)

    def test_the_library_must_not_reach_out(self):
        for text in (
            'auto x = getenv("X");',
            "if (isatty(1)) {}",
            "auto t = std::chrono::system_clock::now();",
            "auto t = time(nullptr);",
            "std::cout << 1;",
            "std::cerr << 1;",
            'printf("x");',
            'std::fprintf(stderr, "x");',
            "auto* home = getpwuid(0);",
        ):
            self.finds("layers.py", "lib/base/x.cc", f"void f() {{\n    {text}\n}}\n", ":2:")

    def test_comments_strings_and_harmless_names_are_no_calls(self):
        self.plant("lib/base/x.cc", '// printf(\n/* std::cout */ auto a = "getenv(";\nint snprintf(int);\nauto b = x.time(0);\n')
        self.assertEqual(self.run_check("layers.py").returncode, 0, self.run_check("layers.py").stdout)

    def test_includes_must_not_point_upward_or_sideways(self):
        self.finds("layers.py", "lib/base/x.cc", '#include "lib/team/document.hh"\n', ":1:")
        self.finds("layers.py", "lib/ticket/x.hh", '#include "lib/rota/rules.hh"\n')
        self.finds("layers.py", "lib/mail/x.hh", '#include "lib/store/store.hh"\n')
        self.finds("layers.py", "lib/sync/x.cc", '#include "cli/app.hh"\n')
        self.finds("layers.py", "lib/novel/x.cc", "\n", "order of layers")

    def test_pure_layers_do_no_input_or_output(self):
        for header in ("fstream", "filesystem", "unistd.h", "sys/stat.h"):
            self.finds("layers.py", "lib/rota/x.cc", f"#include <{header}>\n")

    def test_heavy_headers_stay_in_few_places(self):
        self.finds("layers.py", "lib/mail/x.hh", "#include <curl/curl.h>\n", "libcurl in a header")
        for name in "ab":
            self.plant(f"cli/{name}.cc", "#include <CLI/CLI.hpp>\n")
        self.finds("layers.py", "cli/c.cc", "#include <CLI/CLI.hpp>\n", "3 files")

    def test_an_empty_tree_is_not_a_success(self):
        with tempfile.TemporaryDirectory() as empty:
            self.assertEqual(self.run_check("layers.py", empty).returncode, 1)
            self.assertEqual(self.run_check("house.py", empty).returncode, 1)

    def test_the_shape_of_the_tree(self):
        self.finds("house.py", "notes.md", "x\n", "top")
        self.finds("house.py", "lib/base/long.cc", "x\n" * 401, "401 lines")
        self.finds("house.py", "tests/x.cc", "// TO" + "DO: later\n", ":1:")
        self.finds("house.py", "man/x.1", "see /ho" + "me/ada/x\n", ":1:")
        self.finds("house.py", "examples/x.sh", "curl https://regis" + "try.example.org/\n", ":1:")

    def test_scripts_and_manual_pages_are_linted(self):
        (self.root / "cli").mkdir()
        self.plant("tests/fine.sh", "#!/bin/sh\necho fine\n")
        self.finds("lint.sh", "tests/bad.sh", '#!/bin/sh\nrm $1\n', "SC2086")
        self.finds("lint.sh", "completions/bad.bash", "x() { cd $1; }\n", "SC2164")
        self.finds("lint.sh", "man/bad.1", ".Dd November 24, 2026\n.Dt BAD 1\n.Os\n.Sh NAME\n.Nm bad\n.Nd bad\n.Xx oops\n", "Xx")
        self.finds("lint.sh", "man/long.1", ".Dd November 24, 2026\n.Dt LONG 1\n.Os\n.Sh NAME\n.Nm long\n.Nd long\n"
                   ".Sh DESCRIPTION\n" + "long " * 20 + "\n", "longer than 80 bytes")

    def test_source_is_formatted(self):
        for folder in ("cli", "tests"):
            (self.root / folder).mkdir()
        self.plant(".clang-format", (HERE.parents[1] / ".clang-format").read_text())
        self.finds("lint.sh", "lib/base/x.cc", "int f( ) {return 1;}\n", "clang-format")

    def test_program_manual_and_tests_agree(self):
        option = {"name": "as", "short": "", "value": "X", "help": "x"}
        message = {"name": "message", "short": "m", "value": "TEXT", "help": "x"}
        home = {"name": "home", "short": "", "value": "DIR", "help": "x"}
        spec = {"commands": [{"name": "close", "aliases": ["end"], "options": [option, message]}], "options": [home]}
        program = self.plant("program", f"#!/bin/sh\necho '{json.dumps(spec)}'\n")
        program.chmod(0o755)
        page = ".Sh NAME\nclose, end\n.Sh OPTIONS\n.It Fl -as Ar X\n.It Fl m , Fl -message Ar TEXT\n"
        good = {
            "man/dsupport.1": ".Sh OPTIONS\n.It Fl -home Ar DIR\n.Sh COMMANDS\n.It Cm dsupport close\n",
            "man/dsupport-close.1": page,
            "tests/cli/close.t": "",
        }
        wrong = [
            ("man/dsupport-close.1", None, "no man/dsupport-close.1"),
            ("tests/cli/close.t", None, "no tests/cli/close.t"),
            ("man/dsupport.1", ".Sh OPTIONS\n.Sh COMMANDS\n.It Cm dsupport close\n", "--home is not there"),
            ("man/dsupport.1", good["man/dsupport.1"] + ".It Fl -gone\n", "no command has --gone"),
            ("man/dsupport.1", ".It Fl -home\n", "close is not there"),
            ("man/dsupport-close.1", page.replace("-as", "-was"), "--as is not there"),
            ("man/dsupport-close.1", page.replace("-as", "-was"), "--was is not an option"),
            ("man/dsupport-close.1", page.replace("Fl m , ", ""), "-m, which is not there"),
            ("man/dsupport-close.1", page.replace("Fl m ", "Fl m Fl x "), "-x is not an option"),
            ("man/dsupport-close.1", page.replace(", end", ""), "the alias end is not there"),
            ("man/dsupport-gone.1", "x\n", "dsupport-gone.1: no such command"),
        ]
        for name, content, shown in [(None, None, None), *wrong]:
            for file, text in good.items():
                self.plant(file, text)
            if name and content is None:
                (self.root / name).unlink()
            elif name:
                self.plant(name, content)
            result = self.run_check("reference.py", program, self.root)
            self.assertEqual(result.returncode, 1 if name else 0, f"{shown}: {result.stdout}{result.stderr}")
            if shown:
                self.assertIn(shown, result.stdout)
            if name == "man/dsupport-gone.1":
                (self.root / name).unlink()

    def test_code_is_told_from_comment_and_literal(self):
        self.assertEqual(code('a /* b\n */ c "d\\"e" \'"\' // f\ng'), 'a \n c "" \'\' \ng')
        self.assertEqual(code('R"(x " y)" z 1\'000\'000 w'), '"" z 1\'000\'000 w')


if __name__ == "__main__":
    unittest.main()
