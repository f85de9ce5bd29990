// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_KEYS_JWKS_EVENTS_HPP
#define VOUCH_KEYS_JWKS_EVENTS_HPP

#include <vouch/jose/jwk_set.hpp>
#include <vouch/result.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace vouch::inline v1 {

/// What happened at the endpoint of a key set.
enum class JwksEventKind : std::uint8_t {
    fetched,  ///< a good answer, with the keys that were there before
    rotated,  ///< a good answer with other keys, which are used from now on
    empty,    ///< a good answer without a usable key; it counts when a second one confirms it
    failed,   ///< no good answer; the keys stay as they are
    stale,    ///< no good answer for so long that the keys are not used any more
};

/// The stable name of a kind: its enumerator's, such as `"rotated"`.
constexpr std::string_view to_string(JwksEventKind kind) noexcept {
    switch (kind) {
        case JwksEventKind::fetched:
            return "fetched";
        case JwksEventKind::rotated:
            return "rotated";
        case JwksEventKind::empty:
            return "empty";
        case JwksEventKind::failed:
            return "failed";
        case JwksEventKind::stale:
            return "stale";
    }
    return "unknown";
}

/// One event; a view that lives as long as the call that it is given to.
struct JwksEvent {
    JwksEventKind kind;
    std::string_view url;
    /// Why there was no good answer. It says no more than an owner of the endpoint may know.
    std::optional<Error> error = {};
    std::size_t usable_keys = 0;               ///< of the answer
    std::span<const SkippedKey> skipped = {};  ///< those of the answer that cannot be used
};

/// Who is told of events.
///
/// \par Thread safety
/// `on_event` is called by the thread that fetched, with no lock held, so it may use the source;
/// for one source by one thread at a time. Where others use the refresher, the event of a fetch
/// that was ending may come when the source has gone.
class JwksEvents {
public:
    JwksEvents() = default;
    JwksEvents(const JwksEvents&) = delete;
    JwksEvents& operator=(const JwksEvents&) = delete;
    virtual ~JwksEvents() = default;

    virtual void on_event(const JwksEvent& event) noexcept = 0;
};

}  // namespace vouch::inline v1

#endif
