// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_KEYS_JWKS_REFRESHER_HPP
#define VOUCH_KEYS_JWKS_REFRESHER_HPP

#include <vouch/fwd.hpp>
#include <vouch/keys/jwks_budget.hpp>
#include <vouch/time/clock.hpp>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace vouch::inline v1 {

/// How a JwksRefresher works.
struct RefresherOptions {
    /// Fetches at once, each in a thread of its own; with 0 there is none and the program calls
    /// `poll`.
    std::size_t threads = 8;
    JwksBudget::Rules budget = {};
    /// With more sources than `spread_from`, their first fetches are spread over so many seconds.
    std::int64_t spread_seconds = 10;
    std::size_t spread_from = 100;
};

namespace detail {

/// Something that fetches now and then.
class RefresherTask {
public:
    RefresherTask() = default;
    RefresherTask(const RefresherTask&) = delete;
    RefresherTask& operator=(const RefresherTask&) = delete;
    virtual ~RefresherTask() = default;

    virtual std::string_view host() const noexcept = 0;
    /// When the next fetch is due, in elapsed nanoseconds.
    virtual std::optional<std::int64_t> next_fetch() const noexcept = 0;
    /// Fetches, for as long as that takes.
    virtual void fetch() = 0;
    /// Lets a fetch end soon.
    virtual void cancel() noexcept = 0;

    std::uint64_t task_number = 0;  ///< by the refresher
};

/// The tasks of a refresher in the order in which they are due.
template <measures_elapsed_time Clock>
class RefresherCore {
public:
    using Time = std::int64_t;

    RefresherCore(const RefresherOptions& options, Clock clock)
        : options_{options}, clock_{std::move(clock)}, budget_{options.budget} {}

    const Clock& clock() const noexcept { return clock_; }
    bool has_threads() const noexcept { return options_.threads != 0; }

    /// When a new task should fetch for the first time. `random` is any number.
    Time first_fetch(std::uint64_t random) const {
        const std::lock_guard lock{mutex_};
        const Time now = clock_.elapsed_nanoseconds();
        if (tasks_.size() < options_.spread_from || options_.spread_seconds <= 0) return now;
        const auto spread = static_cast<std::uint64_t>(options_.spread_seconds) * 1'000'000'000;
        return now + static_cast<Time>(random % spread);
    }

    void add(const std::shared_ptr<RefresherTask>& task) {
        {
            const std::lock_guard lock{mutex_};
            task->task_number = ++numbers_;
            schedule(task->task_number,
                     tasks_[task->task_number] = Record{task, std::string{task->host()}});
        }
        changed_.notify_one();
    }
    void remove(RefresherTask& task) {
        task.cancel();
        const std::lock_guard lock{mutex_};
        const auto found = tasks_.find(task.task_number);
        if (found == tasks_.end()) return;
        Record& record = found->second;
        if (record.due) due_.erase({*record.due, task.task_number});
        if (record.step == Step::waits) budget_.leave(record.host, task.task_number);
        tasks_.erase(found);
    }
    /// Asks the task again when it is due.
    void reschedule(const RefresherTask& task) {
        {
            const std::lock_guard lock{mutex_};
            const auto found = tasks_.find(task.task_number);
            if (found == tasks_.end() || found->second.step != Step::sleeps) return;
            schedule(task.task_number, found->second);
        }
        changed_.notify_one();
    }

    /// Fetches what is due, until `stop`.
    void work() {
        std::unique_lock lock{mutex_};
        while (!stopped_) {
            if (run_one(lock)) continue;
            const Time now = clock_.elapsed_nanoseconds();
            const Time wait = next_time().value_or(now + longest_wait) - now;
            changed_.wait_for(lock,
                              std::chrono::nanoseconds{std::clamp<Time>(wait, 0, longest_wait)});
        }
    }
    /// Fetches what is due now. \return when the next is.
    std::optional<Time> poll() {
        std::unique_lock lock{mutex_};
        while (!stopped_ && run_one(lock)) {
        }
        return next_time();
    }

    void stop() {
        const std::lock_guard lock{mutex_};
        stopped_ = true;
        for (const auto& [number, record] : tasks_) {
            if (const auto task = record.task.lock()) task->cancel();
        }
        changed_.notify_all();
    }

private:
    // A thread that waits does not see how time passes while the machine sleeps.
    static constexpr Time longest_wait = 10'000'000'000;

    enum class Step : std::uint8_t {
        sleeps,  ///< until it is due
        waits,   ///< for its turn in the budget
        fetches,
    };
    struct Record {
        std::weak_ptr<RefresherTask> task;
        std::string host;
        Step step = Step::sleeps;
        std::optional<Time> due = {};  // its place in `due_`
    };

    /// Lets a task sleep until it is due.
    void schedule(std::uint64_t number, Record& record) {
        if (record.due) due_.erase({*record.due, number});
        const auto task = record.task.lock();
        record.due = task ? task->next_fetch() : std::nullopt;
        if (record.due) due_.emplace(*record.due, number);
    }

    /// When there may be something to do, if nothing else happens.
    std::optional<Time> next_time() const {
        std::optional<Time> next = budget_.next_turn();
        if (!due_.empty()) next = std::min(next.value_or(due_.begin()->first), due_.begin()->first);
        return next;
    }

    /// Fetches for one task whose turn it is; false where there is none.
    bool run_one(std::unique_lock<std::mutex>& lock) {
        const Time now = clock_.elapsed_nanoseconds();
        while (!due_.empty() && due_.begin()->first <= now) {
            const std::uint64_t number = due_.begin()->second;
            Record& record = tasks_.find(number)->second;
            due_.erase(due_.begin());
            record.due.reset();
            record.step = Step::waits;
            budget_.wait(record.host, number);
        }
        const std::optional<std::uint64_t> number = budget_.next(now);
        if (!number) return false;
        Record& record = tasks_.find(*number)->second;
        record.step = Step::fetches;
        const std::string host = record.host;
        std::shared_ptr<RefresherTask> task = record.task.lock();
        if (next_time().value_or(now + 1) <= now) changed_.notify_one();  // for another thread
        lock.unlock();
        if (task) task->fetch();
        lock.lock();
        budget_.end(host);
        if (const auto found = tasks_.find(*number); found != tasks_.end()) {
            found->second.step = Step::sleeps;
            schedule(*number, found->second);
        }
        changed_.notify_one();
        lock.unlock();
        task.reset();  // maybe the last owner
        lock.lock();
        return true;
    }

    const RefresherOptions options_;
    const Clock clock_;
    mutable std::mutex mutex_;  // never held during a fetch
    std::condition_variable changed_;
    JwksBudget budget_;
    std::uint64_t numbers_ = 0;
    std::map<std::uint64_t, Record> tasks_;
    std::set<std::pair<Time, std::uint64_t>> due_;
    bool stopped_ = false;
};

}  // namespace detail

/// Fetches for any number of sources, so that thousands of tenants share some threads, and that
/// none of them makes this program a burden for a host.
///
/// Copies are one. The threads end with the last copy and the last source that uses it.
///
/// \par Thread safety
/// All members may be called by several threads at once.
template <class Clock>
class JwksRefresher {
    static_assert(measures_elapsed_time<Clock>);

public:
    /// Starts the threads; throws std::system_error where the system has none left.
    explicit JwksRefresher(const RefresherOptions& options = {}, Clock clock = Clock{})
        : owner_{std::make_shared<Owner>(options, std::move(clock))} {}

    /// Makes the fetches that are due now, one after the other, in this thread.
    ///
    /// \return after how many nanoseconds to call again, or nothing where no fetch is planned. An
    /// unknown `kid` can make one due earlier, so do not wait for longer than it should take then.
    std::optional<std::int64_t> poll() {
        const std::optional<std::int64_t> next = owner_->core->poll();
        if (!next) return {};
        return std::max<std::int64_t>(*next - owner_->core->clock().elapsed_nanoseconds(), 0);
    }

private:
    template <class, class>
    friend class JwksSource;
    using Core = detail::RefresherCore<Clock>;

    struct Owner {
        Owner(const RefresherOptions& options, Clock clock)
            : core{std::make_shared<Core>(options, std::move(clock))} {
            threads.reserve(options.threads);
            for (std::size_t i = 0; i < options.threads; ++i) {
                threads.emplace_back([core = core] { core->work(); });
            }
        }
        Owner(const Owner&) = delete;
        Owner& operator=(const Owner&) = delete;
        ~Owner() {
            core->stop();
            for (std::thread& thread : threads) {
                // The last source may go in a callback of a thread of ours.
                if (thread.get_id() == std::this_thread::get_id()) {
                    thread.detach();
                } else {
                    thread.join();
                }
            }
        }

        const std::shared_ptr<Core> core;
        std::vector<std::thread> threads;
    };

    std::shared_ptr<Owner> owner_;
};

}  // namespace vouch::inline v1

#endif
