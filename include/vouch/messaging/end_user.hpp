// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_MESSAGING_END_USER_HPP
#define VOUCH_MESSAGING_END_USER_HPP

#include <vouch/version.hpp>

#include <string>
#include <string_view>

namespace vouch::inline v1::messaging {

namespace detail {

/// Appends `field` with its length before it, so that no two lists of fields give one text.
inline void append_field(std::string_view field, std::string& out) {
    out.append(std::to_string(field.size())).append(1, ':').append(field);
}

}  // namespace detail

/// Who uses a session. Two are equal where tenant, configuration name and subject are (and the
/// issuer, where Continuity says so); a verified one never equals an unverified one.
class EndUser {
public:
    /// The user `subject` of a configuration, on each channel that has one of this name.
    static EndUser verified(std::string_view tenant, std::string_view configuration,
                            std::string_view subject, std::string_view issuer = {}) {
        return {true, tenant, configuration, subject, issuer};
    }
    /// Somebody on a channel, known by the random number of their first session.
    static EndUser unverified(std::string_view tenant, std::string_view channel,
                              std::string_view id) {
        return {false, tenant, channel, id, {}};
    }

    bool is_verified() const noexcept { return verified_; }
    std::string_view tenant() const noexcept { return tenant_; }
    /// Of a verified user: the configuration's name. Of another: the channel's.
    std::string_view scope() const noexcept { return scope_; }
    /// Of a verified user: the `sub` of their tokens. Of another: a random number.
    std::string_view subject() const noexcept { return subject_; }
    /// Of a verified user where Continuity has it in the key, else empty.
    std::string_view issuer() const noexcept { return issuer_; }

    /// A text that is equal where the end users are; the key under which a store finds them.
    std::string encode() const {
        std::string text{verified_ ? 'v' : 'u'};
        detail::append_field(tenant_, text);
        detail::append_field(scope_, text);
        detail::append_field(subject_, text);
        detail::append_field(issuer_, text);
        return text;
    }

    friend bool operator==(const EndUser&, const EndUser&) = default;

private:
    EndUser(bool verified, std::string_view tenant, std::string_view scope,
            std::string_view subject, std::string_view issuer)
        : verified_{verified}, tenant_{tenant}, scope_{scope}, subject_{subject}, issuer_{issuer} {}

    bool verified_;
    std::string tenant_;
    std::string scope_;
    std::string subject_;
    std::string issuer_;
};

}  // namespace vouch::inline v1::messaging

#endif
