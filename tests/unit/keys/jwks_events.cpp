// SPDX-License-Identifier: BSL-1.0
#include <vouch/keys/jwks_events.hpp>

#include <type_traits>

namespace {

using vouch::JwksEventKind;
using vouch::to_string;

static_assert(to_string(JwksEventKind::fetched) == "fetched");
static_assert(to_string(JwksEventKind::rotated) == "rotated");
static_assert(to_string(JwksEventKind::empty) == "empty");
static_assert(to_string(JwksEventKind::failed) == "failed");
static_assert(to_string(JwksEventKind::stale) == "stale");
static_assert(to_string(JwksEventKind{9}) == "unknown");

static_assert(std::is_abstract_v<vouch::JwksEvents>);
static_assert(!std::is_copy_constructible_v<vouch::JwksEvents>);

}  // namespace
