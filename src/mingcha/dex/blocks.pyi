from mingcha.dex.program import Program

class Blocks:
    def __init__(self, program: Program) -> None: ...
