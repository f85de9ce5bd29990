// SPDX-License-Identifier: BSL-1.0
// The program's malloc comes before that of the C library, for all shared libraries too. `new` ends
// up here as well.
#include "allocations.hpp"

#include <cerrno>
#include <cstddef>

namespace {

std::size_t count = 0;  // there is one thread

}  // namespace

std::size_t allocations() noexcept { return count; }

#if COUNTS_ALLOCATIONS

// Those of glibc by their other names.
extern "C" {
void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t number, std::size_t size);
void* __libc_realloc(void* block, std::size_t size);
void* __libc_memalign(std::size_t alignment, std::size_t size);

void* malloc(std::size_t size) {
    ++count;
    return __libc_malloc(size);
}
void* calloc(std::size_t number, std::size_t size) {
    ++count;
    return __libc_calloc(number, size);
}
void* realloc(void* block, std::size_t size) {
    ++count;
    return __libc_realloc(block, size);
}
void* aligned_alloc(std::size_t alignment, std::size_t size) {
    ++count;
    return __libc_memalign(alignment, size);
}
int posix_memalign(void** block, std::size_t alignment, std::size_t size) {
    ++count;
    *block = __libc_memalign(alignment, size);
    return *block == nullptr ? ENOMEM : 0;
}
}

#endif
