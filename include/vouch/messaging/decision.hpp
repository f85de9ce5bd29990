// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_MESSAGING_DECISION_HPP
#define VOUCH_MESSAGING_DECISION_HPP

#include <vouch/crypto/builtin/sha2.hpp>
#include <vouch/detail/policy.hpp>
#include <vouch/error.hpp>
#include <vouch/json/writer.hpp>
#include <vouch/time/numeric_date.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace vouch::inline v1::messaging {

/// The part of an exchange that came to an end with an Errc, in the order of the checks.
enum class Stage : std::uint8_t {
    channel,        ///< the tenant and the channel are there, and this way in is open
    configuration,  ///< one is active
    token,          ///< form and size
    header,
    issuer,  ///< picks the configuration
    key,     ///< picks the key of its keyset
    signature,
    claims,
    revocation,  ///< by time, and single use
    session,     ///< the end user is the session's; random numbers, store
};

constexpr std::string_view to_string(Stage stage) noexcept {
    constexpr std::array<std::string_view, 10> names{
        "channel", "configuration", "token",  "header",     "issuer",
        "key",     "signature",     "claims", "revocation", "session"};
    return names[static_cast<std::size_t>(stage)];
}

/// The stage at which an exchange ends with this error.
constexpr Stage stage_of(Errc code) noexcept {
    switch (code) {
        case Errc::tenant_disabled:
        case Errc::channel_unknown:
        case Errc::channel_kind:
        case Errc::verification_required:
        case Errc::verification_off:
            return Stage::channel;
        case Errc::no_active_configuration:
            return Stage::configuration;
        case Errc::issuer_mismatch:
            return Stage::issuer;
        case Errc::token_revoked:
        case Errc::token_replayed:
            return Stage::revocation;
        case Errc::backend_failed:
            return Stage::signature;
        default:
            break;
    }
    if (code <= Errc::token_encoding) return Stage::token;
    if (code <= Errc::type_mismatch) return Stage::header;
    if (code <= Errc::key_alg_mismatch) return Stage::key;
    if (code <= Errc::signature_invalid) return Stage::signature;
    if (code <= Errc::claim_refused) return Stage::claims;
    return Stage::session;
}

/// What was decided at an exchange, and about what: enough to repeat it, and nothing of a token but
/// the `kid` that it names.
struct Decision {
    std::string_view operation;  ///< `open`, `open_unverified`, `renew`, `upgrade`
    NumericDate time;
    std::string tenant;
    std::string channel;         ///< empty for a name that no channel can have
    std::uint64_t snapshot = 0;  ///< the number of the set-up that it was decided by
    std::string configuration = {};
    std::string issuer = {};         ///< of the configuration, never one that a token brought alone
    std::string kid = {};            ///< as the token names it
    std::string subject = {};        ///< a salted hash, see hash_subject
    std::optional<Errc> error = {};  ///< nothing where it was accepted
};

/// A name for a subject that tells nothing to who does not know the salt: the first 128 bits of
/// SHA-256 over both, in hexadecimal.
inline std::string hash_subject(std::string_view salt, std::string_view subject) {
    constexpr std::string_view digits = "0123456789abcdef";
    constexpr std::size_t octets = 16;
    std::string text = std::to_string(salt.size()).append(1, ':').append(salt).append(subject);
    const auto digest = builtin::hash<Hash::sha256>(std::string_view{text});
    text.clear();
    for (std::size_t i = 0; i < octets; ++i) {
        text += digits[digest[i] >> 4];
        text += digits[digest[i] & 0xF];
    }
    return text;
}

/// One line of JSON (RFC 8259), without a line end. What is not known is left out.
inline std::string to_json(const Decision& decision) {
    std::string line;
    json::ObjectWriter object{line};
    object.integer("time", decision.time.seconds)
        .string("operation", decision.operation)
        .string("outcome", decision.error ? "refused" : "accepted");
    if (decision.error) {
        object.string("error", to_string(*decision.error))
            .string("stage", to_string(stage_of(*decision.error)));
    }
    object.string("tenant", decision.tenant)
        .string("channel", decision.channel)
        .integer("snapshot", static_cast<std::int64_t>(decision.snapshot));
    const auto known = [&](std::string_view name, std::string_view text) {
        if (!text.empty()) object.string(name, text);
    };
    known("configuration", decision.configuration);
    known("issuer", decision.issuer);
    known("kid", decision.kid);
    known("subject", decision.subject);
    object.end();
    return line;
}

/// The kind of a policy that keeps decisions.
struct decision_sink_policy {};

/// Where decisions go.
///
/// \par Exemplar
/// \code
/// struct Sink {
///     using policy_kind = vouch::messaging::decision_sink_policy;
///     std::string_view salt() const noexcept;
///     void record(const Decision&) noexcept;
/// };
/// \endcode
/// \par Semantics
/// `record` is called once for each exchange, after it, by several threads at once. `salt` is a
/// secret text of the user's, the same for as long as subjects are to be told apart by their
/// hashes.
/// \par Models
/// NoDecisions, DecisionLines
template <class S>
concept decision_sink =
    policy_of<S, decision_sink_policy> && requires(S& sink, const Decision& decision) {
        { sink.salt() } noexcept -> std::same_as<std::string_view>;
        { sink.record(decision) } noexcept;
    };

/// Keeps none.
struct NoDecisions {
    using policy_kind = decision_sink_policy;

    std::string_view salt() const noexcept { return {}; }
    void record(const Decision&) noexcept {}
};

/// Gives each decision as a line of JSON to `Write`, a callable with a std::string_view that throws
/// nothing.
template <class Write>
class DecisionLines {
public:
    using policy_kind = decision_sink_policy;

    DecisionLines(std::string_view salt, Write write) : salt_{salt}, write_{std::move(write)} {}

    std::string_view salt() const noexcept { return salt_; }
    void record(const Decision& decision) noexcept { write_(to_json(decision)); }

private:
    std::string salt_;
    Write write_;
};

static_assert(decision_sink<NoDecisions>);

}  // namespace vouch::inline v1::messaging

#endif
