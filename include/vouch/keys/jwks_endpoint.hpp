// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_KEYS_JWKS_ENDPOINT_HPP
#define VOUCH_KEYS_JWKS_ENDPOINT_HPP

#include <vouch/http/cache_control.hpp>
#include <vouch/http/transport.hpp>
#include <vouch/http/url.hpp>
#include <vouch/jose/jwk_set.hpp>
#include <vouch/keys/jwks_document.hpp>
#include <vouch/keys/jwks_events.hpp>
#include <vouch/keys/jwks_refresh.hpp>
#include <vouch/keys/jwks_refresher.hpp>
#include <vouch/result.hpp>
#include <vouch/time/clock.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vouch::inline v1 {

/// How the keys of an endpoint are fetched and kept.
struct JwksOptions {
    http::UrlRules url = {};
    RefreshRules refresh = {};
    http::FetchLimits fetch = {};
    KeysetLimits keys = {};
    /// How long a token with an unknown `kid` waits for a fetch that may bring its key; 0 = never.
    /// By default 1000 where the refresher has threads, else 0.
    std::optional<std::int64_t> wait_milliseconds = {};
    std::shared_ptr<JwksEvents> events = {};
    /// What JwksSource::stored gave, from before a restart; empty for none.
    std::string stored = {};
};

namespace detail {

/// Somebody who prepares the keys of an endpoint for one crypto backend.
class JwksListener {
public:
    JwksListener() = default;
    JwksListener(const JwksListener&) = delete;
    JwksListener& operator=(const JwksListener&) = delete;
    virtual ~JwksListener() = default;

    /// Makes ready what `publish` will show. By one thread at a time, with no lock that a reader
    /// takes.
    ///
    /// \return whether all keys could be prepared; where not, it is asked again after the next
    /// fetch.
    virtual bool prepare(const JwkSet& set) = 0;
    virtual void publish() noexcept = 0;
};

/// One endpoint: what was fetched, when the next fetch is due, and who waits for it.
///
/// No lock is held during a fetch. Keys are prepared under `changing_`, which no reader takes;
/// `mutex_` is held for moments, and a reader takes it only with a token whose `kid` is unknown.
template <http::transport Transport, measures_elapsed_time Clock>
class JwksEndpoint final : public RefresherTask {
public:
    using Time = JwksRefresh::Time;
    using Refresher = RefresherCore<Clock>;

    JwksEndpoint(const http::Url& url, Transport transport, JwksOptions options,
                 std::shared_ptr<Refresher> refresher)
        : url_{url},
          transport_{std::move(transport)},
          options_{std::move(options)},
          clock_{refresher->clock()},
          refresher_{std::move(refresher)},
          wait_{bounded(options_.wait_milliseconds.value_or(refresher_->has_threads() ? 1000 : 0))},
          refresh_{options_.refresh, seed(), refresher_->first_fetch(seed())} {}

    // --- The refresher asks -------------------------------------------------------------------

    std::string_view host() const noexcept override { return url_.host(); }

    std::optional<Time> next_fetch() const noexcept override {
        const std::lock_guard lock{mutex_};
        return refresh_.next_fetch();
    }

    void cancel() noexcept override { cancelled_ = true; }

    /// Fetches once, where that is due.
    void fetch() override {
        std::optional<std::uint64_t> number;
        std::shared_ptr<const JwksDocument> before;
        {
            const std::lock_guard lock{mutex_};
            number = refresh_.start(clock_.elapsed_nanoseconds());
            before = document_;
        }
        if (!number) return;
        const Ending ending{*this, *number};
        http::Request request{.url = url_, .limits = options_.fetch, .cancelled = &cancelled_};
        if (before) {
            request.etag = before->etag;
            request.last_modified = before->last_modified;
        }
        Result<http::Response> response = transport_.get(request);
        if (cancelled_) return;
        const bool conditional = !request.etag.empty() || !request.last_modified.empty();
        if (!response) {
            fail(*number, response.error(), {});
        } else if (response->status == 304 && conditional) {
            renew(*number, *before, *response);
        } else {
            read(*number, *std::move(response));
        }
    }

    // --- The bound sources ask ----------------------------------------------------------------

    /// Prepares what there is for `listener`, and what will come as long as it lives.
    void add(const std::shared_ptr<JwksListener>& listener) {
        const std::lock_guard changing{changing_};
        forget_who_has_gone();
        listeners_.push_back(listener);
        if (!document_) return;
        if (!listener->prepare(document_->set)) all_prepared_ = false;
        listener->publish();
    }

    /// Whether the keys that were fetched last may be used now.
    bool is_usable() const noexcept {
        return clock_.elapsed_nanoseconds() < usable_until_.load(std::memory_order_acquire);
    }

    /// Waits for a fetch that may bring a key which is not there, where one is allowed.
    ///
    /// \return success where a fetch has ended well since; `key_not_found`, `keys_pending`,
    /// `keyset_stale`.
    Result<void> wait_for_unknown_kid() noexcept {
        Lock lock{mutex_};
        const JwksRefresh::UnknownKid verdict =
            refresh_.on_unknown_kid(clock_.elapsed_nanoseconds());
        const bool coming =
            verdict == JwksRefresh::UnknownKid::due || verdict == JwksRefresh::UnknownKid::fetching;
        if (verdict == JwksRefresh::UnknownKid::disabled) return Errc::key_not_found;
        if (!coming) return refusal(Errc::key_not_found);
        const std::uint64_t before = fetches_ended_;
        if (verdict == JwksRefresh::UnknownKid::due) {
            lock.unlock();
            refresher_->reschedule(*this);
            lock.lock();
        }
        changed_.wait_for(lock, wait_, [&] { return fetches_ended_ != before; });
        if (fetches_ended_ != before && last_fetch_was_good_ && is_usable()) return {};
        return refusal(Errc::keys_pending);
    }

    // --- The owner asks -----------------------------------------------------------------------

    const http::Url& url() const noexcept { return url_; }

    /// Begins with the document of a former run. Before the endpoint is shared.
    ///
    /// \return `stored_keys`.
    Result<void> restore() {
        if (options_.stored.empty()) return {};
        const NumericDate now = clock_.now();
        Result<JwksDocument> document =
            JwksDocument::from_stored(options_.stored, url_.text(), now, options_.keys);
        options_.stored.clear();
        if (!document) return document.error();
        refresh_.restore(clock_.elapsed_nanoseconds(), elapsed_between(document->fetched_at, now),
                         document->lifetime_seconds);
        document_ = std::make_shared<const JwksDocument>(*std::move(document));
        note_usable();
        return {};
    }

    std::string stored() const {
        Lock lock{mutex_};
        const std::shared_ptr<const JwksDocument> document = document_;
        lock.unlock();  // writing takes its time
        if (!document || document->no_store) return {};
        return document->to_stored(url_.text());
    }

    JwksRefresh::State state() const noexcept {
        const std::lock_guard lock{mutex_};
        return refresh_.state(clock_.elapsed_nanoseconds());
    }

    /// Waits until a fetch has ended well, or there are stored keys that may be used.
    bool wait_until_ready(std::int64_t milliseconds) const {
        Lock lock{mutex_};
        return changed_.wait_for(lock, bounded(milliseconds),
                                 [&] { return document_ && is_usable(); });
    }

    void disable() {
        {
            const std::lock_guard lock{mutex_};
            refresh_.disable();
            usable_until_ = never;
        }
        refresher_->reschedule(*this);
    }
    void enable() {
        {
            const std::lock_guard lock{mutex_};
            refresh_.enable(clock_.elapsed_nanoseconds());
            note_usable();
        }
        changed_.notify_all();
        refresher_->reschedule(*this);
    }

private:
    static constexpr Time never = std::numeric_limits<Time>::min();

    using Lock = std::unique_lock<std::mutex>;

    /// Ends a fetch that nothing else has ended: an exception has, for lack of memory.
    struct Ending {
        JwksEndpoint& endpoint;
        const std::uint64_t number;

        ~Ending() {
            if (!endpoint.cancelled_) endpoint.fail(number, Errc::out_of_memory, {});
        }
    };

    /// Why a token with an unknown `kid` is refused: `reason`, unless there are no keys at all.
    Result<void> refusal(Errc reason) const noexcept {
        if (!document_) return Errc::keys_pending;
        return is_usable() ? reason : Errc::keyset_stale;
    }

    /// A key set came.
    void read(std::uint64_t number, http::Response response) {
        const std::optional<std::int64_t> retry_after = http::retry_after_seconds(response);
        Result<JwksDocument> read =
            JwksDocument::from_response(std::move(response), clock_.now(), options_.keys);
        if (!read) return fail(number, read.error(), retry_after);
        const auto document = std::make_shared<const JwksDocument>(*std::move(read));
        const std::size_t usable = document->set.keys.size();

        std::unique_lock changing{changing_};
        const bool same = document_ && document_->text == document->text;
        const bool ready = same && all_prepared_;
        const bool all_prepared = ready || prepare(document->set);
        Lock lock{mutex_};
        const JwksRefresh::Verdict verdict = refresh_.on_set(clock_.elapsed_nanoseconds(), number,
                                                             document->lifetime_seconds, usable);
        if (verdict == JwksRefresh::Verdict::ignore) return;
        if (verdict == JwksRefresh::Verdict::publish) {
            document_ = document;
            if (!ready) publish(all_prepared);
            note_usable();
        }
        end_fetch(lock, true);
        changing.unlock();
        const JwksEventKind kind = usable == 0 ? JwksEventKind::empty
                                   : same      ? JwksEventKind::fetched
                                               : JwksEventKind::rotated;
        tell({.kind = kind,
              .url = url_.text(),
              .usable_keys = usable,
              .skipped = document->set.skipped});
    }

    /// The key set is still the one that came `before` (RFC 9110 §15.4.5).
    void renew(std::uint64_t number, const JwksDocument& before, const http::Response& response) {
        JwksDocument renewed = before;
        renewed.fetched_at = clock_.now();
        const http::Freshness freshness = http::freshness(response);
        renewed.lifetime_seconds = freshness.lifetime_seconds;
        renewed.no_store = freshness.no_store;
        const auto document = std::make_shared<const JwksDocument>(std::move(renewed));

        std::unique_lock changing{changing_};
        const bool ready = all_prepared_;
        const bool all_prepared = ready || prepare(document->set);
        Lock lock{mutex_};
        const JwksRefresh::Verdict verdict = refresh_.on_not_modified(
            clock_.elapsed_nanoseconds(), number, document->lifetime_seconds);
        if (verdict == JwksRefresh::Verdict::ignore) return;
        document_ = document;
        if (!ready) publish(all_prepared);
        note_usable();
        end_fetch(lock, true);
        changing.unlock();
        tell({.kind = JwksEventKind::fetched,
              .url = url_.text(),
              .usable_keys = document->set.keys.size(),
              .skipped = document->set.skipped});
    }

    /// There was no good answer.
    void fail(std::uint64_t number, const Error& error, std::optional<std::int64_t> retry_after) {
        Lock lock{mutex_};
        const JwksRefresh::Verdict verdict =
            refresh_.on_failure(clock_.elapsed_nanoseconds(), number, retry_after);
        if (verdict == JwksRefresh::Verdict::ignore) return;
        const bool stale = document_ && !is_usable();
        end_fetch(lock, false);
        tell({.kind = stale ? JwksEventKind::stale : JwksEventKind::failed,
              .url = url_.text(),
              .error = error});
    }

    void end_fetch(Lock& lock, bool good) noexcept {
        ++fetches_ended_;
        last_fetch_was_good_ = good;
        lock.unlock();
        changed_.notify_all();
    }
    void tell(const JwksEvent& event) noexcept {
        if (options_.events) options_.events->on_event(event);
    }

    /// Lets all who still listen get ready for `set`.
    ///
    /// \return whether each could prepare all keys.
    bool prepare(const JwkSet& set) {
        forget_who_has_gone();
        bool all = true;
        for (const auto& listener : listeners_) {
            if (const auto held = listener.lock()) all = held->prepare(set) && all;
        }
        return all;
    }
    void publish(bool all_prepared) noexcept {
        all_prepared_ = all_prepared;
        for (const auto& listener : listeners_) {
            if (const auto held = listener.lock()) held->publish();
        }
    }
    void forget_who_has_gone() noexcept {
        std::erase_if(listeners_, [](const auto& listener) { return listener.expired(); });
    }

    /// After `publish`, or else keys that are too old would be usable once more.
    void note_usable() noexcept {
        usable_until_.store(refresh_.usable_until().value_or(never), std::memory_order_release);
    }

    /// Differs from source to source, so that they do not all fetch at once.
    std::uint64_t seed() const noexcept {
        std::uint64_t seed = static_cast<std::uint64_t>(clock_.elapsed_nanoseconds());
        for (const char c : url_.text()) {
            seed = (seed ^ static_cast<unsigned char>(c)) * 0x100'0000'01B3;
        }
        return seed ^ reinterpret_cast<std::uintptr_t>(this);
    }

    static std::chrono::milliseconds bounded(std::int64_t milliseconds) noexcept {
        return std::chrono::milliseconds{std::clamp<std::int64_t>(milliseconds, 0, 86'400'000)};
    }
    static Time elapsed_between(NumericDate from, NumericDate to) noexcept {
        constexpr std::int64_t most = 1'000'000'000;  // seconds, some 30 years
        return std::min(to.seconds - from.seconds, most) * 1'000'000'000;
    }

    const http::Url url_;
    const Transport transport_;
    JwksOptions options_;
    const Clock clock_;
    const std::shared_ptr<Refresher> refresher_;
    const std::chrono::milliseconds wait_;
    std::atomic<bool> cancelled_ = false;
    std::atomic<Time> usable_until_ = never;

    std::mutex changing_;
    std::vector<std::weak_ptr<JwksListener>> listeners_;  // under changing_
    bool all_prepared_ = true;                            // by them, of document_; likewise

    mutable std::mutex mutex_;  // of all that follows
    mutable std::condition_variable changed_;
    JwksRefresh refresh_;
    std::shared_ptr<const JwksDocument> document_;  // changes under both, so either may read it
    std::uint64_t fetches_ended_ = 0;
    bool last_fetch_was_good_ = false;
};

}  // namespace detail

}  // namespace vouch::inline v1

#endif
