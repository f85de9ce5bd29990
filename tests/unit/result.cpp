// SPDX-License-Identifier: BSL-1.0
#include <vouch/result.hpp>

#include <boost/test/unit_test.hpp>

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(result)

namespace {

using vouch::Errc;
using vouch::Error;
using vouch::Result;

/// Counts how many of it live.
struct Counted {
    explicit Counted(int& count) : living{&count} { ++*living; }
    Counted(const Counted& other) : living{other.living} { ++*living; }
    Counted& operator=(const Counted&) = default;
    ~Counted() { --*living; }
    int* living;
};

/// Whether `action` ends the program with std::abort.
template <class Action>
bool aborts(Action action) {
    const ::pid_t child = ::fork();
    if (child == 0) {
        std::signal(SIGABRT, SIG_DFL);
        action();
        ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

constexpr Result<int> half(int number) {
    if (number % 2 != 0) return Error{Errc::claim_value, "number"};
    return number / 2;
}
constexpr Result<std::vector<int>> vector_of(int count) {
    if (count < 0) return Errc::claim_range;
    return std::vector<int>(static_cast<std::size_t>(count), 7);
}

static_assert(half(8).has_value() && *half(8) == 4 && half(8).value() == 4);
static_assert(!half(7) && half(7).error() == Error{Errc::claim_value, "number"});
static_assert(half(7).value_or(-1) == -1 && half(8).value_or(-1) == 4);
static_assert(half(8).and_then(half).and_then(half).value() == 1);
static_assert(half(6).and_then(half).error() == Errc::claim_value);
static_assert(half(8).transform([](int n) { return n + 0.5; }).value() == 4.5);
static_assert(half(7).transform([](int n) { return n + 0.5; }).error() == Errc::claim_value);
static_assert(vector_of(3)->size() == 3 && vector_of(-1).error() == Errc::claim_range);
static_assert([] {
    Result<std::vector<int>> a = vector_of(3);
    Result<std::vector<int>> b = vector_of(-1);
    std::swap(a, b);
    const bool swapped = !a && b && b->size() == 3;
    a = b;
    return swapped && a && a->size() == 3 && b->size() == 3;
}());

static_assert(Result<void>{}.has_value() && !Result<void>{Errc::expired}.has_value());
static_assert(Result<void>{Errc::expired}.error() == Errc::expired);
static_assert([] {
    Result<void> verdict;
    verdict = Error{Errc::expired, "exp"};
    const bool failed = !verdict;
    verdict = Result<void>{};
    return failed && verdict;
}());

static_assert([] {
    Result<void> verdict = Error{Errc::expired, "exp"};
    Result<void>& itself = verdict;
    verdict = itself;
    const Result<void> copy = verdict;
    return verdict.error() == copy.error() && copy.error() == Error{Errc::expired, "exp"};
}());
static_assert(sizeof(Result<void>) <= sizeof(Error) + alignof(Error));

static_assert(std::is_nothrow_move_constructible_v<Result<std::string>>);
static_assert(std::is_nothrow_move_assignable_v<Result<std::string>>);
static_assert(!std::is_nothrow_copy_constructible_v<Result<std::string>>);
static_assert(std::is_nothrow_copy_constructible_v<Result<int>>);
static_assert(!std::is_copy_constructible_v<Result<std::unique_ptr<int>>>);
static_assert(!std::is_copy_assignable_v<Result<std::unique_ptr<int>>>);
static_assert(!std::is_default_constructible_v<Result<int>>);
static_assert(!std::is_convertible_v<Result<int>, bool>);
static_assert(std::is_same_v<Result<int>::value_type, int>);
static_assert(std::is_same_v<Result<int>::error_type, Error>);

}  // namespace

BOOST_AUTO_TEST_CASE(holds_a_value_or_an_error) {
    Result<std::string> good{std::string{"value"}};
    BOOST_TEST(good.has_value());
    BOOST_TEST(*good == "value");
    *good += "s";
    BOOST_TEST(good->size() == 6U);
    const Result<std::string> bad = Errc::expired;
    BOOST_TEST(!bad.has_value());
    BOOST_TEST((bad.error() == Errc::expired));
    BOOST_TEST(bad.value_or("other") == "other");
}

BOOST_AUTO_TEST_CASE(moves_out_what_cannot_be_copied) {
    Result<std::unique_ptr<int>> number{std::make_unique<int>(5)};
    Result<std::unique_ptr<int>> moved = std::move(number);
    const std::unique_ptr<int> taken = *std::move(moved);
    BOOST_TEST(*taken == 5);
}

BOOST_AUTO_TEST_CASE(assigns_each_to_each) {
    int living = 0;
    {
        const Counted value{living};
        const Result<Counted> good{value};
        const Result<Counted> bad{Errc::expired};
        Result<Counted> target = good;
        target = bad;
        BOOST_TEST((target.error() == Errc::expired));
        target = good;
        BOOST_TEST(target.has_value());
        target = good;
        BOOST_TEST(target.has_value());
        Result<Counted>& itself = target;
        target = itself;
        target = std::move(itself);
        BOOST_TEST(target.has_value());
        target = Result<Counted>{Errc::claim_type};
        target = bad;
        BOOST_TEST((target.error() == Errc::expired));
        BOOST_TEST(living == 2);
    }
    BOOST_TEST(living == 0);
}

BOOST_AUTO_TEST_CASE(ends_the_program_when_misread) {
    const Result<int> good = 1;
    const Result<int> bad = Errc::expired;
    const Result<void> success;
    BOOST_TEST(aborts([&] { (void)bad.value(); }));
    BOOST_TEST(aborts([&] { (void)*bad; }));
    BOOST_TEST(aborts([&] { (void)good.error(); }));
    BOOST_TEST(aborts([&] { (void)success.error(); }));
    BOOST_TEST(!aborts([&] { (void)good.value(); }));
}

BOOST_AUTO_TEST_SUITE_END()
