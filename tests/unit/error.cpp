// SPDX-License-Identifier: BSL-1.0
#include <vouch/error.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>

BOOST_AUTO_TEST_SUITE(error)

namespace {

using vouch::Errc;
using vouch::Error;
using vouch::ErrorGroup;

static_assert(Error{Errc::claim_missing, "sub"} == Errc::claim_missing);
static_assert(Error{Errc::claim_missing, "sub"} == Error{Errc::claim_missing, "sub"});
static_assert(Error{Errc::claim_missing, "sub"} != Error{Errc::claim_missing, "iss"});
static_assert(Error{Errc::claim_missing, "sub"} != Error{Errc::claim_type, "sub"});
static_assert(Error{Errc::expired}.name().empty());
static_assert(Error{Errc::expired}.group() == ErrorGroup::expired);
static_assert(std::is_trivially_copyable_v<Error>);
static_assert(std::is_error_code_enum_v<Errc>);

}  // namespace

BOOST_AUTO_TEST_CASE(a_message_names_the_claim_that_is_meant) {
    BOOST_TEST((Error{Errc::claim_missing, "sub"}.message()) == "a required claim is missing: sub");
    BOOST_TEST(Error{Errc::expired}.message() == "the token has expired");
    BOOST_TEST(Error{static_cast<Errc>(255)}.message() == "no error of this library");
}

BOOST_AUTO_TEST_CASE(a_name_is_cut_at_46_bytes) {
    const std::string name(47, 'n');
    BOOST_TEST((Error{Errc::claim_missing, name}.name()) == name.substr(0, 46));
    BOOST_TEST((Error{Errc::claim_missing, name.substr(1)}.name()) == name.substr(1));
}

BOOST_AUTO_TEST_CASE(speaks_the_language_of_std_error_code) {
    for (int number = 1; number <= static_cast<int>(Errc::backend_failed); ++number) {
        const auto errc = static_cast<Errc>(number);
        const std::error_code code = errc;
        BOOST_TEST(static_cast<bool>(code));
        BOOST_TEST(std::string_view{code.category().name()} == "vouch");
        BOOST_TEST(code.message() == Error{errc}.message());
        BOOST_TEST((code == errc));
        BOOST_TEST((code != static_cast<Errc>(number + 1)));
        BOOST_TEST((code != std::error_code{code.value(), std::generic_category()}));
    }
    BOOST_TEST((&vouch::error_category() == &vouch::make_error_code(Errc::expired).category()));
}

BOOST_AUTO_TEST_SUITE_END()
