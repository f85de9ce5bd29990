// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_MESSAGING_ADMISSION_HPP
#define VOUCH_MESSAGING_ADMISSION_HPP

#include <vouch/crypto/algorithm.hpp>
#include <vouch/messaging/channel_kind.hpp>
#include <vouch/messaging/decision.hpp>
#include <vouch/messaging/end_user.hpp>
#include <vouch/messaging/key.hpp>
#include <vouch/messaging/session.hpp>
#include <vouch/messaging/settings.hpp>
#include <vouch/messaging/snapshot.hpp>
#include <vouch/result.hpp>
#include <vouch/time/numeric_date.hpp>
#include <vouch/verify/claimed_issuer.hpp>
#include <vouch/verify/identity.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

// Who is let in, by one snapshot of a set-up. Each function is one of the arrows:
//
//   channel known, eligible, switch -> an active configuration -> token, header -> the
//   configuration of `iss` -> key, signature, claims -> not revoked -> Admission

namespace vouch::inline v1::messaging {

/// The two ways into a channel.
enum class WayIn : std::uint8_t { unverified, verified };

/// A verified user at a channel.
struct Admission {
    Identity identity;
    EndUser end_user;
    std::shared_ptr<const Proof> proof;
};

/// The channel of this name, where its way in is open.
///
/// \return `tenant_disabled`, `channel_unknown`, `channel_kind`, `verification_required` or
/// `verification_off`.
template <class Composition>
Result<const typename Snapshot<Composition>::Channel*> find_way_in(
    const Snapshot<Composition>& snapshot, std::string_view name, WayIn way) noexcept {
    if (!snapshot.settings().enabled) return Errc::tenant_disabled;
    const auto* channel = snapshot.find_channel(name);
    if (channel == nullptr) return Errc::channel_unknown;
    const ChannelKind kind = channel->settings->kind;
    if (!can_verify_users(kind)) return Error{Errc::channel_kind, to_string(kind)};
    const bool on = channel->settings->user_verification;
    if (on && way == WayIn::unverified) return Errc::verification_required;
    if (!on && way == WayIn::verified) return Errc::verification_off;
    return channel;
}

/// The fingerprint of the key that tokens of this `alg` and `kid` are verified with, if there is
/// one. The empty `kid` is that of a token without one.
template <class Keys>
std::optional<std::uint64_t> fingerprint_in_use(const Keys& keys, std::string_view algorithm,
                                                std::string_view kid) noexcept {
    const auto moment = keys.keys();
    std::optional<std::string_view> name;
    if (!kid.empty()) name = kid;
    const auto entry = algorithm == RS256::name ? moment->template choose<RS256>(name)
                                                : moment->template choose<RS512>(name);
    if (!entry) return {};
    return fingerprint((*entry)->jwk.public_key());
}

/// Verifies a token at a channel, and notes in `decision` what it is about.
///
/// \return what find_way_in says; `verification_required` for an empty token;
/// `no_active_configuration`; what Verifier::verify says of the token, where an `iss` that is of no
/// active configuration is `issuer_mismatch`; `token_revoked`.
template <class Composition>
Result<Admission> admit(const Snapshot<Composition>& snapshot, std::string_view channel_name,
                        std::string_view token, Decision& decision) {
    const auto channel = find_way_in(snapshot, channel_name, WayIn::verified);
    if (!channel) return channel.error();
    if ((*channel)->configurations.empty()) return Errc::no_active_configuration;
    if (token.empty()) return Errc::verification_required;

    const auto claimed =
        vouch::detail::ClaimedIssuer::of((*channel)->configurations[0].verifier, token);
    if (!claimed) return claimed.error();
    decision.kid = claimed->kid;
    const auto* configuration = (*channel)->of_issuer(claimed->issuer);
    if (configuration == nullptr) return Error{Errc::issuer_mismatch, "iss"};
    decision.configuration = configuration->name;
    decision.issuer = configuration->keyset->issuer;

    Result<Identity> identity = configuration->verifier.verify(token);
    if (!identity) return identity.error();
    const std::string_view kid = identity->kid().value_or("");
    const auto key = fingerprint_in_use(configuration->keys, identity->algorithm(), kid);
    if (!key) return Errc::key_not_found;  // it has left since

    const std::string_view issuer = identity->issuer();
    const std::string_view subject = identity->subject();
    const Settings& settings = snapshot.settings();
    if (settings.revocations.void_token(issuer, kid, subject, identity->issued_at())) {
        return Errc::token_revoked;
    }
    const bool with_issuer = settings.policy.continuity == Continuity::by_name_and_issuer;
    EndUser end_user = EndUser::verified(settings.tenant, configuration->name, subject,
                                         with_issuer ? issuer : std::string_view{});
    constexpr NumericDate never{NumericDate::last_second, 0};
    auto proof = std::make_shared<const Proof>(Proof{
        std::string{issuer}, std::string{subject}, std::string{kid}, *key, identity->issued_at(),
        identity->expires_at().value_or(never), identity->algorithm()});
    return Admission{*std::move(identity), std::move(end_user), std::move(proof)};
}

/// How that by which a session was let in stands today.
enum class Standing : std::uint8_t {
    holds,
    gone,    ///< deactivated, removed or switched off
    voided,  ///< revoked, or the tenant is disabled
};

/// The standing of a verified session with this proof. A key of an endpoint is not asked for: one
/// that only left the JWKS lets its sessions run to their next renewal.
template <class Composition>
Standing standing_of(const Snapshot<Composition>& snapshot, const Participant& participant,
                     const Proof& proof, bool ask_endpoint) {
    const Settings& settings = snapshot.settings();
    const EndUser& end_user = participant.conversation.end_user;
    if (!settings.enabled ||
        settings.revocations.void_token(proof.issuer, proof.kid, proof.subject, proof.issued_at)) {
        return Standing::voided;
    }
    const auto channel = find_way_in(snapshot, participant.channel, WayIn::verified);
    if (!channel) return Standing::gone;
    const auto* configuration = (*channel)->find(end_user.scope());
    if (configuration == nullptr || configuration->keyset->issuer != proof.issuer) {
        return Standing::gone;
    }
    if (configuration->keyset->type == KeysetType::endpoint_url && !ask_endpoint) {
        return Standing::holds;
    }
    const bool in_use = fingerprint_in_use(configuration->keys, proof.algorithm, proof.kid) ==
                        proof.key_fingerprint;
    return in_use ? Standing::holds : Standing::gone;
}

/// The standing of an unverified session.
template <class Composition>
Standing standing_of(const Snapshot<Composition>& snapshot, const Participant& participant) {
    if (!snapshot.settings().enabled) return Standing::voided;
    const auto channel = find_way_in(snapshot, participant.channel, WayIn::unverified);
    return channel ? Standing::holds : Standing::gone;
}

}  // namespace vouch::inline v1::messaging

#endif
