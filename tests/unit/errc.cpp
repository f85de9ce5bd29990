// SPDX-License-Identifier: BSL-1.0
#include <vouch/errc.hpp>

#include <cstdint>
#include <type_traits>

namespace {

using vouch::Errc;
using vouch::ErrorGroup;

// No enumerator says success, and one byte is enough.
static_assert(static_cast<int>(Errc::token_too_large) == 1);
static_assert(std::is_same_v<std::underlying_type_t<Errc>, std::uint8_t>);
static_assert(sizeof(ErrorGroup) == 1);

// In the order of the checks.
static_assert(Errc::token_too_large < Errc::header_json && Errc::header_json < Errc::kid_missing);
static_assert(Errc::key_not_found < Errc::keys_pending && Errc::keyset_stale < Errc::key_ambiguous);
static_assert(Errc::key_alg_mismatch < Errc::signature_invalid);
static_assert(Errc::signature_invalid < Errc::payload_json &&
              Errc::claim_refused < Errc::keyset_json);

}  // namespace
