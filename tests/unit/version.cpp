// SPDX-License-Identifier: BSL-1.0
#include <vouch/version.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <typeinfo>

// `v1` is inline: a name of it is a name of vouch, and the linker tells it from that of a v2.
namespace vouch::inline v1 {
struct Probe {};
}  // namespace vouch::inline v1
static_assert(sizeof(vouch::Probe) == sizeof(vouch::v1::Probe));

BOOST_AUTO_TEST_SUITE(version)

BOOST_AUTO_TEST_CASE(names_of_the_library_carry_its_major_version) {
    const std::string name = typeid(vouch::Probe).name();
    BOOST_TEST(name.find("v1") != std::string::npos, name);
}

BOOST_AUTO_TEST_SUITE_END()
