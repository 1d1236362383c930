"""Build steps that pyproject.toml cannot state: the Cython core (abi3), and the compiled catalogue and rules."""

import json
import runpy
from pathlib import Path

from Cython.Build import cythonize
from setuptools import Extension, setup
from setuptools.command.build_py import build_py

ROOT = Path(__file__).parent
ABI3 = [("Py_LIMITED_API", "0x030b0000")]


def core() -> list[Extension]:
    """One extension per .pyx file of the readers."""
    return [
        Extension(
            f"mingcha.{path.parent.name}.{path.stem}",
            [str(path.relative_to(ROOT))],
            define_macros=ABI3,
            py_limited_api=True,
            extra_compile_args=["-O2"],
        )
        for folder in ("dex", "formats")
        for path in sorted((ROOT / "src/mingcha" / folder).glob("*.pyx"))
    ]


class BuildWithCatalogue(build_py):
    """Also compiles the YAML of the catalogue and of the rules into one JSON file each, which loads some forty times faster."""

    def run(self) -> None:
        for name in ("catalogue", "rules"):
            folder = ROOT / "src/mingcha" / name
            compile_folder = runpy.run_path(str(folder / "compile.py"))["compile_folder"]
            (folder / "compiled.json").write_text(json.dumps(compile_folder(folder), ensure_ascii=False), encoding="utf-8")
        super().run()


setup(
    ext_modules=cythonize(core(), language_level=3) if core() else [],
    cmdclass={"build_py": BuildWithCatalogue},
    options={"bdist_wheel": {"py_limited_api": "cp311"}},
)
