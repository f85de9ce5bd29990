// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_MESSAGING_REVOCATIONS_HPP
#define VOUCH_MESSAGING_REVOCATIONS_HPP

#include <vouch/time/numeric_date.hpp>

#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace vouch::inline v1::messaging {

/// The tokens that a revocation is about: all of an issuer, of one of its keys or of one of its
/// subjects.
struct RevocationScope {
    enum class Kind : std::uint8_t { issuer, key, subject };

    Kind kind;
    std::string issuer;
    std::string name;  ///< the `kid` or the `sub`; empty for all of an issuer

    static RevocationScope of_issuer(std::string_view issuer) {
        return {Kind::issuer, std::string{issuer}, {}};
    }
    static RevocationScope of_key(std::string_view issuer, std::string_view kid) {
        return {Kind::key, std::string{issuer}, std::string{kid}};
    }
    static RevocationScope of_subject(std::string_view issuer, std::string_view subject) {
        return {Kind::subject, std::string{issuer}, std::string{subject}};
    }

    friend auto operator<=>(const RevocationScope&, const RevocationScope&) = default;
};

/// From when on tokens count. One moment for each scope, however many tokens that voids.
class Revocations {
public:
    /// Voids the tokens of `scope` that were issued before `moment`. A second call moves it.
    void revoke(RevocationScope scope, NumericDate moment) { moments_[std::move(scope)] = moment; }

    /// Takes a revocation back; `false` where there is none.
    bool undo(const RevocationScope& scope) { return moments_.erase(scope) != 0; }

    bool contains(const RevocationScope& scope) const { return moments_.contains(scope); }
    std::size_t size() const noexcept { return moments_.size(); }

    /// Whether `scope` has a revocation that voids a token which was issued then, or which does not
    /// say when.
    bool voids(const RevocationScope& scope, std::optional<NumericDate> issued_at) const {
        const auto found = moments_.find(scope);
        return found != moments_.end() && (!issued_at || *issued_at < found->second);
    }

    /// Whether a token is void. One that does not say when it was issued is, where there is any
    /// revocation that could be about it.
    bool void_token(std::string_view issuer, std::string_view kid, std::string_view subject,
                    std::optional<NumericDate> issued_at) const {
        return !moments_.empty() &&
               (voids(RevocationScope::of_issuer(issuer), issued_at) ||
                voids(RevocationScope::of_key(issuer, kid), issued_at) ||
                voids(RevocationScope::of_subject(issuer, subject), issued_at));
    }

private:
    std::map<RevocationScope, NumericDate> moments_;
};

}  // namespace vouch::inline v1::messaging

#endif
