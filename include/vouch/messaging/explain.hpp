// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_MESSAGING_EXPLAIN_HPP
#define VOUCH_MESSAGING_EXPLAIN_HPP

#include <vouch/messaging/admission.hpp>
#include <vouch/messaging/channel_kind.hpp>
#include <vouch/messaging/explanation.hpp>
#include <vouch/messaging/hints.hpp>
#include <vouch/messaging/revocations.hpp>
#include <vouch/messaging/settings.hpp>
#include <vouch/messaging/snapshot.hpp>
#include <vouch/messaging/token_checks.hpp>
#include <vouch/result.hpp>
#include <vouch/time/numeric_date.hpp>
#include <vouch/verify/verifier_parts.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace vouch::inline v1::messaging {

namespace detail {

/// Makes the checks of `admit`, each as soon as what it needs is known.
template <class Composition>
class Explainer {
    using Snapshot = messaging::Snapshot<Composition>;
    using Channel = typename Snapshot::Channel;
    using Configuration = typename Snapshot::Configuration;
    using VerifierParts = vouch::detail::VerifierParts<typename Composition::verifier>;
    using Parts = vouch::detail::Parts<typename VerifierParts::Composition>;
    using Algorithms = typename VerifierParts::Composition::algorithms;
    using Moment = decltype(std::declval<typename Composition::keys>().keys());
    using Entry = typename KeySet<typename Composition::crypto>::Entry;

public:
    Explainer(const Snapshot& snapshot, std::string_view channel, std::string_view token)
        : snapshot_{snapshot},
          settings_{snapshot.settings()},
          name_{channel},
          channel_{snapshot.find_channel(channel)},
          parts_{any_parts()},
          token_{token} {}

    Explanation explain(NumericDate now) {
        std::vector<Check> checks;
        checks.push_back(channel());
        checks.push_back(configuration());
        checks.push_back(token_.check_form(VerifierParts::Composition::token_size::bytes));
        checks.push_back(token_.check_header(parts_));
        checks.push_back(token_.check_payload(parts_));
        checks.push_back(issuer());
        checks.push_back(key());
        checks.push_back(signature());
        const bool is_signed = checks.back().outcome == Outcome::passed;
        checks.push_back(token_.check_claims(parts_, now, is_signed));
        checks.push_back(revocation());
        return Explanation{std::move(checks)};
    }

private:
    /// The verifiers of a set-up differ in issuer and keys only, so any of them knows the rules for
    /// the rest of a token.
    const Parts* any_parts() const {
        const auto first = [](const Channel* channel) -> const Parts* {
            if (channel == nullptr || channel->configurations.empty()) return nullptr;
            return &VerifierParts::of(channel->configurations[0].verifier);
        };
        const Parts* parts = first(channel_);
        for (const ChannelSettings& other : settings_.channels) {
            if (parts == nullptr) parts = first(snapshot_.find_channel(other.name));
        }
        return parts;
    }

    Check channel() const {
        const auto verdict = [](bool passed, Error error) {
            return passed ? Result<void>{} : Result<void>{error};
        };
        std::vector<Check> checks{
            made(Stage::channel, "tenant enabled",
                 verdict(settings_.enabled, Errc::tenant_disabled)),
            made(Stage::channel, "known", verdict(channel_ != nullptr, Errc::channel_unknown),
                 [&](const Error&) { return channel_hint(settings_, name_); })};
        if (channel_ == nullptr) {
            checks.push_back(not_reached(Stage::channel, "kind"));
            checks.push_back(not_reached(Stage::channel, "switch"));
        } else {
            const ChannelKind kind = channel_->settings->kind;
            checks.push_back(
                made(Stage::channel, "kind",
                     verdict(can_verify_users(kind), {Errc::channel_kind, to_string(kind)})));
            checks.push_back(
                made(Stage::channel, "switch",
                     verdict(channel_->settings->user_verification, Errc::verification_off)));
        }
        return made_of(Stage::channel, "channel", std::move(checks));
    }

    Check configuration() const {
        constexpr std::string_view name = "configuration";
        if (channel_ == nullptr) return not_reached(Stage::configuration, name);
        Result<void> verdict;
        if (channel_->configurations.empty()) verdict = Errc::no_active_configuration;
        return made(Stage::configuration, name, verdict,
                    [&](const Error&) { return configuration_hint(*channel_->settings); });
    }

    Check issuer() {
        if (channel_ == nullptr || !token_.claims()) return not_reached(Stage::issuer, "issuer");
        const Result<std::string_view> iss = token_.claims()->string("iss");
        if (!iss) return made(Stage::issuer, "issuer", iss);
        configuration_ = channel_->of_issuer(*iss);
        Result<void> verdict;
        if (configuration_ == nullptr) verdict = Error{Errc::issuer_mismatch, "iss"};
        return made(Stage::issuer, "issuer", verdict, [&](const Error&) {
            return issuer_hint(settings_, *channel_->settings, *iss);
        });
    }

    Check key() {
        Check check = not_reached(Stage::key, "key");
        if (configuration_ == nullptr || !token_.header() || is_closed()) return check;
        with_algorithm([&]<class A>(std::type_identity<A> algorithm) {
            const auto entry = choose(algorithm);
            if (entry) entry_ = *entry;
            check = made(Stage::key, "key", entry,
                         [&](const Error& error) { return key_hint(error.code(), algorithm); });
        });
        return check;
    }

    Check signature() const {
        Check check = not_reached(Stage::signature, "signature");
        if (entry_ == nullptr || !token_.signature()) return check;
        with_algorithm([&]<class A>(std::type_identity<A> algorithm) {
            check = made(Stage::signature, "signature", verify(*entry_, algorithm),
                         [&](const Error&) { return other_key_hint(algorithm); });
        });
        return check;
    }

    Check revocation() const {
        if (configuration_ == nullptr) return not_reached(Stage::revocation, "revocation");
        const std::string_view issuer = configuration_->keyset->issuer;
        const Result<std::string_view> sub = token_.claims()->string("sub");
        const Result<NumericDate> iat = token_.claims()->date("iat");
        std::optional<NumericDate> issued_at;
        if (iat) issued_at = *iat;
        const auto check = [&](std::string_view name, std::string_view those_of,
                               const RevocationScope& scope) {
            Result<void> verdict;
            if (settings_.revocations.voids(scope, issued_at)) verdict = Errc::token_revoked;
            return made(Stage::revocation, name, verdict, [&](const Error&) {
                return "tokens of this " + std::string{those_of} + " are revoked" +
                       (issued_at ? " up to a moment that is after its iat"
                                  : ", and it does not say when it was issued (iat)");
            });
        };
        std::vector<Check> checks;
        if (entry_ != nullptr) checks.push_back(key_in_use());
        checks.push_back(check("issuer", "issuer", RevocationScope::of_issuer(issuer)));
        checks.push_back(token_.header() ? check("key", "key",
                                                 RevocationScope::of_key(
                                                     issuer, token_.header()->kid().value_or("")))
                                         : not_reached(Stage::revocation, "key"));
        checks.push_back(
            check("subject", "subject", RevocationScope::of_subject(issuer, sub ? *sub : "")));
        if (settings_.policy.single_use_tokens) {
            Result<void> verdict;
            if (!token_.claims()->string("jti")) verdict = Errc::token_replayed;
            checks.push_back(made(Stage::revocation, "single use", verdict));
        }
        return made_of(Stage::revocation, "revocation", std::move(checks));
    }

    /// The key is looked for twice: an endpoint may have changed in between.
    Check key_in_use() const {
        Result<void> verdict;
        if (!fingerprint_in_use(configuration_->keys, token_.header()->algorithm(),
                                token_.header()->kid().value_or(""))) {
            verdict = Errc::key_not_found;
        }
        return made(Stage::revocation, "key in use", verdict);
    }

    // --- Keys -------------------------------------------------------------------------------

    /// Calls `use` with the algorithm that the header names, where it is allowed.
    template <class Use>
    void with_algorithm(Use use) const {
        const auto try_each = [&]<class... As>(vouch::detail::TypeList<As...>) {
            const auto try_one = [&]<class A>(std::type_identity<A> algorithm) {
                if (token_.header()->algorithm() == A::name) use(algorithm);
            };
            (try_one(std::type_identity<As>{}), ...);
        };
        try_each(Algorithms{});
    }

    /// Whether the keyset has no keys only because the tenant is disabled.
    bool is_closed() const noexcept {
        return !settings_.enabled && configuration_->keyset->type == KeysetType::endpoint_url;
    }

    /// The key for the token. As in a verifier, an endpoint is asked once for one that is not
    /// there.
    template <class A>
    Result<const Entry*> choose(std::type_identity<A>) {
        const auto& keys = configuration_->keys;
        const auto kid = token_.header()->kid();
        moment_ = keys.keys();
        Result<const Entry*> entry = moment_->template choose<A>(kid);
        if constexpr (requires { keys.newer_keys(moment_); }) {
            if (!entry && entry.error() == Errc::key_not_found) {
                auto newer = keys.newer_keys(moment_);
                if (!newer) return newer.error();
                moment_ = *std::move(newer);
                entry = moment_->template choose<A>(kid);
            }
        }
        return entry;
    }

    template <class A>
    Result<void> verify(const Entry& entry, std::type_identity<A>) const {
        const Parts& parts = VerifierParts::of(configuration_->verifier);
        return parts.crypto.template verify<A>(*entry.key, token_.compact()->signing_input(),
                                               *token_.signature());
    }

    template <class A>
    std::string key_hint(Errc code, std::type_identity<A> algorithm) const {
        const auto kid = token_.header()->kid();
        std::string hint;
        if (code == Errc::key_alg_mismatch) {
            for (const Entry& entry : moment_->entries()) {
                if (entry.jwk.kid() != kid || !entry.jwk.algorithm()) continue;
                return "the key " + quoted(*entry.jwk.kid()) + " is for " +
                       std::string{*entry.jwk.algorithm()} + " only";
            }
        }
        if (code == Errc::key_not_found && kid) hint = kid_hint(*kid);
        if (hint.empty()) hint = other_key_hint(algorithm);
        if (hint.empty() && code == Errc::kid_missing) hint = kid_missing_hint();
        if (hint.empty()) hint = endpoint_hint(*configuration_->keyset, code);
        return hint;
    }

    /// For a `kid` that no active key of the keyset has.
    std::string kid_hint(std::string_view kid) const {
        const Keyset& keyset = *configuration_->keyset;
        const auto has = [](const Keyset& set, const Key& key) {
            return std::find(set.keys.begin(), set.keys.end(), key.name) != set.keys.end();
        };
        const auto elsewhere = [&](const Keyset& other) {
            return "the key of this kid is in keyset " + quoted(other.name) + "; the one here is " +
                   quoted(keyset.name);
        };
        for (const Key& key : settings_.keys) {
            if (key.kid() != kid || !has(keyset, key)) continue;
            return "the key " + quoted(key.name) + " is there but inactive";
        }
        for (const ChannelSettings& channel : settings_.channels) {
            for (const auto& other : snapshot_.find_channel(channel.name)->configurations) {
                const Moment keys = other.keys.keys();
                for (const Entry& entry : keys->entries()) {
                    if (entry.jwk.kid() == kid) return elsewhere(*other.keyset);
                }
            }
        }
        for (const Key& key : settings_.keys) {
            if (key.kid() != kid) continue;
            for (const Keyset& other : settings_.keysets) {
                if (has(other, key)) return elsewhere(other);
            }
            return "the key " + quoted(key.name) + " has this kid and is in no keyset";
        }
        for (const Entry& entry : moment_->entries()) {
            const std::string difference = slight_difference(kid, entry.jwk.kid().value_or(""));
            if (difference.empty()) continue;
            return "the kid differs from " + quoted(*entry.jwk.kid()) + " by " + difference +
                   " only";
        }
        if (moment_->entries().empty() && keyset.type == KeysetType::keys) {
            return "the keyset " + quoted(keyset.name) + " has no active key";
        }
        return {};
    }

    /// Whether the signature is one of another key of the keyset.
    template <class A>
    std::string other_key_hint(std::type_identity<A> algorithm) const {
        if (!token_.signature()) return {};
        for (const Entry& entry : moment_->entries()) {
            if (&entry == entry_ || !entry.key || !entry.jwk.kid()) continue;
            if (entry.jwk.key_type() != A::key_type || !verify(entry, algorithm)) continue;
            const bool named = token_.header()->kid().has_value();
            return "the signature holds with the key " + quoted(*entry.jwk.kid()) +
                   (named ? ": the token names the wrong one" : ", which the token should name");
        }
        return {};
    }

    const Snapshot& snapshot_;
    const Settings& settings_;
    std::string_view name_;
    const Channel* channel_;
    const Parts* parts_;
    ReadToken token_;
    const Configuration* configuration_ = nullptr;
    Moment moment_ = {};  // holds the keys while they are used
    const Entry* entry_ = nullptr;
};

}  // namespace detail

/// Makes all checks that `Exchange::open` makes of this token at this channel, also those after one
/// that failed, as far as they can be made. Its verdict is the same, as if the verifiers' clock
/// showed `now`; that a token for single use was used before only the session store knows. Like
/// `open` it may wait for an endpoint to be asked for a key that is not there.
///
/// Rules about claims that a user wrote are asked where the signature holds, and not otherwise.
template <class Composition>
Explanation explain(const Snapshot<Composition>& snapshot, std::string_view channel,
                    std::string_view token, NumericDate now) {
    return detail::Explainer<Composition>{snapshot, channel, token}.explain(now);
}

}  // namespace vouch::inline v1::messaging

#endif
