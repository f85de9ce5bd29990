// SPDX-License-Identifier: BSL-1.0
// Key sets, PEM and certificates of strangers: whatever is taken is within the limits.
#include <vouch/keys/static_keys.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    for (const auto& keys :
         {vouch::StaticKeys::from_jwks(text), vouch::StaticKeys::from_jwk(text),
          vouch::StaticKeys::from_pem(text), vouch::StaticKeys::from_certificate(text)}) {
        if (keys && keys->skipped().size() > vouch::limits::keyset_keys) std::abort();
    }
    return 0;
}
