// SPDX-License-Identifier: BSL-1.0
#include <vouch/messaging/tenants.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <atomic>
#include <memory>
#include <string>
#include <thread>

BOOST_AUTO_TEST_SUITE(messaging_tenants)

namespace {

using vouch::Errc;
using vouch::messaging::Tenants;

struct Tenant {
    int number;
};

}  // namespace

BOOST_AUTO_TEST_CASE(are_found_by_their_whole_name) {
    Tenants<Tenant> tenants;
    const auto acme = tenants.add("Acme", std::make_shared<Tenant>(Tenant{1}));
    BOOST_REQUIRE(acme.has_value());
    BOOST_TEST(tenants.find("Acme") == *acme);
    BOOST_TEST(tenants.find("acme") == nullptr);
    BOOST_TEST(tenants.find("Acm") == nullptr);
    BOOST_TEST(tenants.find("") == nullptr);
    BOOST_TEST(tenants.size() == 1U);
}

BOOST_AUTO_TEST_CASE(have_names_of_their_own) {
    Tenants<Tenant> tenants;
    const auto first = tenants.add("Acme", std::make_shared<Tenant>(Tenant{1}));
    const auto second = tenants.add("Acme", std::make_shared<Tenant>(Tenant{2}));
    BOOST_TEST((second.error() == Errc::record_exists));
    BOOST_TEST(second.error().name() == "tenant");
    BOOST_TEST(tenants.find("Acme")->number == 1);
    BOOST_TEST((tenants.add("", std::make_shared<Tenant>(Tenant{3})).error() == Errc::record_name));
    BOOST_TEST(tenants.size() == 1U);
}

BOOST_AUTO_TEST_CASE(live_on_for_who_holds_them) {
    Tenants<Tenant> tenants;
    BOOST_REQUIRE(tenants.add("Acme", std::make_shared<Tenant>(Tenant{1})).has_value());
    const std::shared_ptr<Tenant> held = tenants.find("Acme");
    BOOST_TEST(tenants.remove("Acme").has_value());
    BOOST_TEST(tenants.find("Acme") == nullptr);
    BOOST_TEST(held->number == 1);
    BOOST_TEST((tenants.remove("Acme").error() == Errc::record_not_found));
    BOOST_TEST(tenants.add("Acme", std::make_shared<Tenant>(Tenant{2})).has_value());
}

BOOST_AUTO_TEST_CASE(may_be_added_found_and_removed_by_many_threads) {
    constexpr int rounds = 500;
    Tenants<Tenant> tenants;
    std::atomic<int> wrong{0};
    std::array<std::thread, 4> threads;
    for (int i = 0; i < 4; ++i) {
        threads[static_cast<std::size_t>(i)] = std::thread{[&, i] {
            const std::string name = "tenant " + std::to_string(i);
            for (int round = 0; round < rounds; ++round) {
                if (!tenants.add(name, std::make_shared<Tenant>(Tenant{i}))) ++wrong;
                const auto found = tenants.find(name);
                if (found == nullptr || found->number != i) ++wrong;
                if (!tenants.remove(name)) ++wrong;
            }
        }};
    }
    for (std::thread& thread : threads) thread.join();
    BOOST_TEST(wrong == 0);
    BOOST_TEST(tenants.size() == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
