"""Bytecode: from dex files to tables, call graph and reachability. `mingcha.dex.program.load` is the way in."""
