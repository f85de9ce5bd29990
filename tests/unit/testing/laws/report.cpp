// SPDX-License-Identifier: BSL-1.0
#include <vouch/testing/laws/report.hpp>

#include <boost/test/unit_test.hpp>

#include <string_view>
#include <vector>

BOOST_AUTO_TEST_SUITE(testing_laws_report)

BOOST_AUTO_TEST_CASE(names_each_broken_law_once_and_in_order) {
    vouch::testing::LawReport report;
    report.require(true, "kept");
    BOOST_CHECK(report.broken.empty());
    report.require(false, "second");
    report.require(false, "first");
    report.require(true, "second");
    report.require(false, "second");
    BOOST_CHECK((report.broken == std::vector<std::string_view>{"second", "first"}));
}

BOOST_AUTO_TEST_SUITE_END()
