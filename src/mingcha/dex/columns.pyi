from typing import TypeAlias

import numpy as np
import numpy.typing as npt

_Ids: TypeAlias = npt.NDArray[np.uint32]

def group(keys: _Ids, values: _Ids, count: int) -> tuple[_Ids, _Ids]: ...
def runs(methods: _Ids, count: int) -> tuple[_Ids, _Ids]: ...
def among(column: _Ids, wanted: _Ids, count: int) -> npt.NDArray[np.bool_]: ...
