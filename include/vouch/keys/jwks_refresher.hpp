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
#include <limits>
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
            const std::uint64_t number = task->task_number = ++numbers_;
            Record record{task, std::string{task->host()}};
            due_.emplace(record.due, number);
            schedule(number, tasks_.try_emplace(number, std::move(record)).first->second);
        }
        changed_.notify_one();
    }
    void remove(RefresherTask& task) {
        task.cancel();
        const std::lock_guard lock{mutex_};
        const auto found = tasks_.find(task.task_number);
        if (found == tasks_.end()) return;
        if (found->second.step == Step::waits) budget_.leave(found->second.host, found->first);
        forget(found);
    }
    /// Asks the task again when it is due. Needs no memory.
    void reschedule(const RefresherTask& task) noexcept {
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
    static constexpr Time never = std::numeric_limits<Time>::max();

    enum class Step : std::uint8_t {
        sleeps,  ///< until it is due
        waits,   ///< for its turn in the budget
        fetches,
    };
    struct Record {
        std::weak_ptr<RefresherTask> task;
        std::string host;
        Step step = Step::sleeps;
        Time due = never;  // its place in `due_`
    };
    using Records = std::map<std::uint64_t, Record>;

    /// A fetch that is going on. Also where an exception ends it, for lack of memory, its task goes
    /// back into the order.
    struct Fetching {
        RefresherCore& core;
        std::unique_lock<std::mutex>& lock;
        const std::uint64_t number;
        std::shared_ptr<RefresherTask> task;

        ~Fetching() {
            lock.lock();
            core.budget_.end(task->host());
            if (const auto found = core.tasks_.find(number); found != core.tasks_.end()) {
                found->second.step = Step::sleeps;
                core.schedule(number, found->second);
            }
            core.changed_.notify_one();
            lock.unlock();
            task.reset();  // maybe the last owner
            lock.lock();
        }
    };

    /// Lets a task sleep until it is due.
    void schedule(std::uint64_t number, Record& record) noexcept {
        const auto task = record.task.lock();
        move(number, record, (task ? task->next_fetch() : std::nullopt).value_or(never));
    }
    void move(std::uint64_t number, Record& record, Time due) noexcept {
        auto place = due_.extract({record.due, number});
        place.value().first = record.due = due;
        due_.insert(std::move(place));
    }
    void forget(typename Records::iterator record) noexcept {
        due_.erase({record->second.due, record->first});
        tasks_.erase(record);
    }

    /// When there may be something to do, if nothing else happens.
    std::optional<Time> next_time() const noexcept {
        const Time turn = budget_.next_turn().value_or(never);
        const Time next = due_.empty() ? turn : std::min(turn, due_.begin()->first);
        return next == never ? std::nullopt : std::optional{next};
    }

    /// Fetches for one task whose turn it is; false where there is none.
    bool run_one(std::unique_lock<std::mutex>& lock) {
        const Time now = clock_.elapsed_nanoseconds();
        while (!due_.empty() && due_.begin()->first <= now) {
            const std::uint64_t number = due_.begin()->second;
            Record& record = tasks_.find(number)->second;
            budget_.wait(record.host, number);
            record.step = Step::waits;
            move(number, record, never);
        }
        const std::optional<std::uint64_t> number = budget_.next(now);
        if (!number) return false;
        const auto record = tasks_.find(*number);
        std::shared_ptr<RefresherTask> task = record->second.task.lock();
        if (!task) {
            budget_.end(record->second.host);
            forget(record);
            return true;
        }
        record->second.step = Step::fetches;
        changed_.notify_one();  // another thread keeps watch meanwhile
        lock.unlock();
        const Fetching fetching{*this, lock, *number, std::move(task)};
        fetching.task->fetch();
        return true;
    }

    const RefresherOptions options_;
    const Clock clock_;
    mutable std::mutex mutex_;  // never held during a fetch
    std::condition_variable changed_;
    JwksBudget budget_;
    std::uint64_t numbers_ = 0;
    Records tasks_;
    std::set<std::pair<Time, std::uint64_t>> due_;  // all tasks, also those that are never due
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
    ///
    /// Throws std::bad_alloc where memory is lacking; call again then. In threads that ends the
    /// program.
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
        explicit Owner(std::shared_ptr<Core> of) : core{std::move(of)} {}
        // Made by the other one, it has a destructor to call where the system has no thread left.
        Owner(const RefresherOptions& options, Clock clock)
            : Owner{std::make_shared<Core>(options, std::move(clock))} {
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
