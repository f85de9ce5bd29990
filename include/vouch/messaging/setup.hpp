// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_MESSAGING_SETUP_HPP
#define VOUCH_MESSAGING_SETUP_HPP

#include <vouch/messaging/composition.hpp>
#include <vouch/messaging/guards.hpp>
#include <vouch/messaging/name.hpp>
#include <vouch/messaging/settings.hpp>
#include <vouch/messaging/snapshot.hpp>
#include <vouch/result.hpp>
#include <vouch/verify/verifier.hpp>

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

namespace vouch::inline v1::messaging {

template <class... Policies>
class SetupEditor;

/// The set-up of one tenant, for those who change it (`as`) and those who use it (`snapshot`).
///
/// The policies are of any order: those that a Verifier takes (a clock, a crypto backend, rules...)
/// and those of this room, permissions and endpoints.
///
/// \code
/// auto setup = vouch::messaging::Setup<>::create("Acme");
/// auto done = (*setup)->as(administrator).add_channel("Support", ChannelKind::enhanced_web_chat);
/// \endcode
/// \par Thread safety
/// May be used by any number of threads at once. Changes come one after the other; who reads never
/// waits for one.
template <class... Policies>
class Setup {
public:
    using Composition = detail::Composition<Policies...>;
    using Snapshot = messaging::Snapshot<Composition>;
    using Actor = typename Composition::permissions::Actor;

    /// The set-up of a new tenant, with no records. The policies that carry state are given here,
    /// in any order.
    ///
    /// \return `record_name`.
    template <class... Args>
    static Result<std::shared_ptr<Setup>> create(std::string_view tenant, TenantPolicy policy = {},
                                                 Args... policies) {
        static_assert((vouch::detail::CheckArgument<Args, void, void, Policies...>::ok && ...));
        if (auto checked = check_record_name(tenant); !checked) return checked.error();
        Settings settings{.tenant = std::string{tenant}, .policy = policy};
        return std::shared_ptr<Setup>{new Setup{std::move(settings), std::move(policies)...}};
    }

    Setup(const Setup&) = delete;
    Setup& operator=(const Setup&) = delete;

    /// What `actor` may do with this set-up. The editor must not outlive it, and is for now: it
    /// asks for the permission once.
    SetupEditor<Policies...> as(const Actor& actor) {
        return SetupEditor<Policies...>{*this, permissions_.may_change_setup(actor)};
    }

    /// The set-up of this moment. It stays as it is for as long as it is held.
    std::shared_ptr<const Snapshot> snapshot() const {
        const std::lock_guard lock{reading_};
        return published_;
    }

    /// The number of the snapshot that is published.
    std::uint64_t number() const noexcept { return number_.load(std::memory_order_acquire); }
    std::string_view tenant() const noexcept { return tenant_; }
    typename Composition::clock clock() const { return clock_; }

private:
    friend class SetupEditor<Policies...>;

    template <class... Args>
    explicit Setup(Settings settings, Args... args)
        : tenant_{settings.tenant},
          permissions_{vouch::detail::take<typename Composition::permissions>(args...)},
          endpoints_{vouch::detail::take<typename Composition::endpoints>(args...)},
          given_{vouch::detail::TakeAll<typename Composition::given>::from(args...)},
          crypto_{part<typename Composition::crypto>(given_)},
          json_{part<typename Composition::json>(given_)},
          clock_{part<typename Composition::clock>(given_)},
          published_{*make(std::move(settings), nullptr)} {}

    /// The policy of this type, or the default where none was named.
    template <class T, class... Given>
    static T part(const std::tuple<Given...>& given) {
        if constexpr ((std::is_same_v<T, Given> || ...)) {
            return std::get<T>(given);
        } else {
            return T{};
        }
    }

    Result<std::shared_ptr<const Snapshot>> make(Settings settings,
                                                 const Snapshot* previous) const {
        return Snapshot::make(std::move(settings), previous, crypto_, json_, endpoints_, given_);
    }

    /// Makes one change, on a copy that is published where it may be as it then is. Where not,
    /// nothing has changed.
    template <class Change>
    Result<void> change(Change change) {
        const std::lock_guard lock{writing_};
        Settings next = published_->settings();
        if (Result<void> changed = change(next); !changed) return changed;
        if (Result<void> checked = check_settings(next); !checked) return checked;
        ++next.number;
        auto made = make(std::move(next), published_.get());
        if (!made) return made.error();
        publish(*std::move(made));
        return {};
    }

    void publish(std::shared_ptr<const Snapshot> next) {
        const std::lock_guard lock{reading_};
        published_.swap(next);
        number_.store(published_->number(), std::memory_order_release);
    }

    const std::string tenant_;
    const typename Composition::permissions permissions_;
    const typename Composition::endpoints endpoints_;
    const typename Composition::given given_;
    const typename Composition::crypto crypto_;
    const typename Composition::json json_;
    const typename Composition::clock clock_;

    std::mutex writing_;          // held during a change
    mutable std::mutex reading_;  // held while a pointer is copied
    std::shared_ptr<const Snapshot> published_;
    std::atomic<std::uint64_t> number_ = 0;
};

}  // namespace vouch::inline v1::messaging

#endif
