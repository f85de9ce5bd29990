// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_MESSAGING_TENANTS_HPP
#define VOUCH_MESSAGING_TENANTS_HPP

#include <vouch/messaging/name.hpp>
#include <vouch/result.hpp>

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

namespace vouch::inline v1::messaging {

/// The tenants of a process by their names. `Tenant` is what the user keeps for each: its Setup and
/// its Exchange, mostly. They share nothing here but this directory.
///
/// \code
/// struct Tenant {
///     std::shared_ptr<Setup<>> setup;
///     Exchange<Setup<>, MemorySessions> exchange;
/// };
/// Tenants<Tenant> tenants;
/// \endcode
/// \par Thread safety
/// May be used by any number of threads at once. A tenant that was found lives for as long as it is
/// held, also when it is removed.
template <class Tenant>
class Tenants {
public:
    /// \return `record_name`, or `record_exists` where the name is taken.
    Result<std::shared_ptr<Tenant>> add(std::string_view name, std::shared_ptr<Tenant> tenant) {
        if (auto checked = check_record_name(name); !checked) return checked.error();
        const std::lock_guard lock{mutex_};
        if (!tenants_.try_emplace(std::string{name}, tenant).second) {
            return Error{Errc::record_exists, "tenant"};
        }
        return tenant;
    }

    /// The tenant of this name, byte for byte; null where there is none.
    std::shared_ptr<Tenant> find(std::string_view name) const {
        const std::lock_guard lock{mutex_};
        const auto found = tenants_.find(name);
        return found == tenants_.end() ? nullptr : found->second;
    }

    /// \return `record_not_found`.
    Result<void> remove(std::string_view name) {
        typename Map::node_type removed;  // ends its tenant, if it does, after the lock
        const std::lock_guard lock{mutex_};
        const auto found = tenants_.find(name);
        if (found == tenants_.end()) return Error{Errc::record_not_found, "tenant"};
        removed = tenants_.extract(found);
        return {};
    }

    std::size_t size() const {
        const std::lock_guard lock{mutex_};
        return tenants_.size();
    }

private:
    using Map = std::map<std::string, std::shared_ptr<Tenant>, std::less<>>;

    mutable std::mutex mutex_;  // held for one look-up
    Map tenants_;
};

}  // namespace vouch::inline v1::messaging

#endif
