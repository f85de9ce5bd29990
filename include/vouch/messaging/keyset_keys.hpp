// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_MESSAGING_KEYSET_KEYS_HPP
#define VOUCH_MESSAGING_KEYSET_KEYS_HPP

#include <vouch/crypto/backend.hpp>
#include <vouch/detail/policy.hpp>
#include <vouch/json/reader.hpp>
#include <vouch/keys/key_set.hpp>
#include <vouch/keys/key_source.hpp>
#include <vouch/messaging/endpoint.hpp>
#include <vouch/result.hpp>

#include <memory>
#include <type_traits>
#include <utility>

namespace vouch::inline v1::messaging {

/// The key source of a keyset: the active ones of its uploaded keys, or an endpoint.
template <crypto_backend Crypto, json_reader Json, endpoints Endpoints>
class KeysetKeys {
public:
    using policy_kind = key_source_policy;
    using Keys = std::shared_ptr<const KeySet<Crypto>>;
    using Endpoint = bound_key_source<typename Endpoints::Source, Crypto, Json>;

    static_assert(key_source<typename Endpoints::Source, Crypto, Json>);

    explicit KeysetKeys(Keys uploaded) noexcept : uploaded_{std::move(uploaded)} {}
    explicit KeysetKeys(std::shared_ptr<const Endpoint> endpoint) noexcept
        : endpoint_{std::move(endpoint)} {}

    /// The keys of this moment.
    Keys keys() const noexcept {
        if (uploaded_) return uploaded_;
        return shared(endpoint_->keys());
    }

    /// Keys that came after `seen`, where an endpoint may have more.
    ///
    /// \return `key_not_found`, or what the endpoint says.
    Result<Keys> newer_keys(const Keys& seen) const noexcept
        requires renewable_key_source<typename Endpoints::Source, Crypto, Json>
    {
        if (uploaded_) return Errc::key_not_found;
        if constexpr (std::is_same_v<decltype(endpoint_->keys()), Keys>) {
            return endpoint_->newer_keys(seen);
        } else {
            auto newer = endpoint_->newer_keys(endpoint_->keys());
            if (!newer) return newer.error();
            return shared(*std::move(newer));
        }
    }

private:
    template <class Moment>
    Keys shared(Moment moment) const noexcept {
        if constexpr (std::is_convertible_v<Moment, Keys>) {
            return moment;
        } else if constexpr (std::is_pointer_v<Moment>) {
            return Keys{endpoint_, moment};
        } else {
            const auto held = std::make_shared<const Moment>(std::move(moment));
            return Keys{held, &**held};
        }
    }

    Keys uploaded_;
    std::shared_ptr<const Endpoint> endpoint_;
};

}  // namespace vouch::inline v1::messaging

#endif
