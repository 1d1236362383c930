# The open-addressing tables of ids that the kernels share. A table is 2**k slots (NONE = free) and two last words: the seed.
from libc.stdint cimport int64_t, uint32_t, uint64_t

cdef extern from *:
    """
    #if defined(__GNUC__)
    #define mingcha_prefetch(address) __builtin_prefetch(address)
    #else
    #define mingcha_prefetch(address) ((void)(address))
    #endif
    """
    # Tables are larger than the processor's cache: asking for a place some rounds before it is needed hides the wait.
    void prefetch "mingcha_prefetch"(const void *address) noexcept nogil

cdef enum:
    TAIL = 2  # words after the slots: the seed, low word first

cdef inline uint64_t mix(uint64_t a, uint64_t b) noexcept nogil:
    cdef uint64_t x = (a ^ 0x9E3779B97F4A7C15ULL) * 0xFF51AFD7ED558CCDULL
    x ^= x >> 32
    x = (x ^ b) * 0x9E3779B97F4A7C15ULL
    return x ^ (x >> 29)

cdef inline uint64_t seed(const uint32_t[::1] slots) except? 1 nogil:
    cdef int64_t n = slots.shape[0]
    return <uint64_t>slots[n - 2] | (<uint64_t>slots[n - 1] << 32)

cdef inline uint64_t hash3(uint64_t secret, uint32_t a, uint32_t b, uint32_t c) noexcept nogil:
    return mix(mix(secret, (<uint64_t>a << 32) | b), c)

cdef inline uint32_t find3(
    const uint32_t[::1] slots, const uint32_t[::1] first, const uint32_t[::1] second, const uint32_t[::1] third,
    uint32_t a, uint32_t b, uint32_t c,
) except? 0xFFFFFFFE nogil:
    """Return the id of the triple (a, b, c) in `slots`, or NONE (0xFFFFFFFF)."""
    cdef int64_t mask = slots.shape[0] - TAIL - 1
    cdef int64_t p = <int64_t>(hash3(seed(slots), a, b, c) & <uint64_t>mask)
    cdef uint32_t t
    while slots[p] != 0xFFFFFFFFU:
        t = slots[p]
        if first[t] == a and second[t] == b and third[t] == c:
            return t
        p = (p + 1) & mask
    return 0xFFFFFFFFU
