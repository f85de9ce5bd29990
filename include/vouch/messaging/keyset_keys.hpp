// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_MESSAGING_KEYSET_KEYS_HPP
#define VOUCH_MESSAGING_KEYSET_KEYS_HPP

#include <vouch/crypto/backend.hpp>
#include <vouch/detail/policy.hpp>
#include <vouch/json/reader.hpp>
#include <vouch/keys/key_set.hpp>
#include <vouch/keys/key_source.hpp>
#include <vouch/messaging/endpoint.hpp>

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
        using Moment = std::remove_cvref_t<decltype(endpoint_->keys())>;
        if constexpr (std::is_convertible_v<Moment, Keys>) {
            return endpoint_->keys();
        } else if constexpr (std::is_pointer_v<Moment>) {
            return Keys{endpoint_, endpoint_->keys()};
        } else {
            const auto moment = std::make_shared<const Moment>(endpoint_->keys());
            return Keys{moment, &**moment};
        }
    }

private:
    Keys uploaded_;
    std::shared_ptr<const Endpoint> endpoint_;
};

}  // namespace vouch::inline v1::messaging

#endif
