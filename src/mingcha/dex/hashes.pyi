import numpy as np
import numpy.typing as npt

def hash_texts(
    b: npt.NDArray[np.uint8], offset: npt.NDArray[np.int64], size: npt.NDArray[np.uint32], out: npt.NDArray[np.uint64]
) -> None: ...
def begins_with(
    b: npt.NDArray[np.uint8],
    offset: npt.NDArray[np.int64],
    size: npt.NDArray[np.uint32],
    start: npt.NDArray[np.uint8],
    out: npt.NDArray[np.uint8],
) -> None: ...
