from mingcha.dex.program import Ids

KINDS: dict[str, int]

def grown(view: Ids, size: int) -> Ids: ...

class Nodes:
    def get(self, value: int) -> tuple[int, int, int, int]: ...
