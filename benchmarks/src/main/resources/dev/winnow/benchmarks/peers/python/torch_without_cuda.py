"""Lets a torch from PyPI run on a machine without CUDA's libraries.

For Linux on x86 PyPI has torch only in a build that links some two gigabytes of CUDA libraries, though on a CPU nothing
of them is ever called. In their place stand libraries of the same names here, whose every function answers "no device".

    python torch_without_cuda.py
"""

import importlib.util
import re
import subprocess
from pathlib import Path

NO_DEVICE = 100  # cudaErrorNoDevice
# Asked before any device is: without one nothing is captured, which the caller's own answer says already.
ASKED_WITHOUT_DEVICE = {"cudaStreamIsCapturing"}


def output(*command: str) -> list[str]:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()


def torch_libraries() -> Path:
    spec = importlib.util.find_spec("torch")  # does not import it, which would fail
    return Path(spec.origin).parent / "lib"


def needed(library: Path) -> set[str]:
    found = (re.search(r"\(NEEDED\).*\[(.+)]", line) for line in output("readelf", "-d", str(library)))
    return {match.group(1) for match in found if match}


def undefined(library: Path) -> set[tuple[str, str]]:
    """Symbols that others must define, each with the version that it must have there, which is empty for any."""
    symbols = (line.split()[-1] for line in output("nm", "-D", "--undefined-only", "--with-symbol-versions", str(library)))
    return {(name, version) for name, _, version in (symbol.partition("@") for symbol in symbols)}


def is_cuda(name: str) -> bool:
    return re.match(r"lib(cu|nccl|nv)", name) is not None


def function(symbol: str) -> str:
    if symbol in ASKED_WITHOUT_DEVICE:
        return f"int {symbol}() {{ return 0; }}\n"
    if re.search("(Error|Status).*(String|Name)$|Get(Last)?Error(String|Name)", symbol):
        return f'const char *{symbol}() {{ return "no CUDA here"; }}\n'
    return f"int {symbol}() {{ return {NO_DEVICE}; }}\n"


def build(folder: Path, library: str, symbols: set[str], versioned: bool) -> None:
    """CUDA's libraries give their symbols the library's own name as their version, or none."""
    source = folder / f"{library}.c"
    source.write_text("".join(function(symbol) for symbol in sorted(symbols)))
    command = ["cc", "-shared", "-fPIC", "-w", f"-Wl,-soname,{library}", "-o", str(folder / library), str(source)]
    if versioned:
        versions = folder / f"{library}.versions"
        versions.write_text(f"{library} {{ *; }};\n")
        command.append(f"-Wl,--version-script={versions}")
    subprocess.run(command, check=True)


def main() -> None:
    folder = torch_libraries()
    own = sorted(folder.glob("*.so*"))
    missing = {name for library in own for name in needed(library) if is_cuda(name)} - {library.name for library in own}
    wanted = {symbol for library in own for symbol in undefined(library)}
    unversioned = {name for name, version in wanted if not version and re.match("(cu|nccl|nv)", name)}
    for library in sorted(missing):
        symbols = {name for name, version in wanted if version == library}
        build(folder, library, symbols or unversioned, bool(symbols))


if __name__ == "__main__":
    main()
