// SPDX-License-Identifier: BSL-1.0
#include <vouch/error.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>

BOOST_AUTO_TEST_SUITE(error)

namespace {

using vouch::Errc;
using vouch::Error;
using vouch::ErrorGroup;
using vouch::group_of;
using vouch::to_string;

/// The names are a promise: logs and clients hold them. New ones come where their check comes.
constexpr std::string_view names[] = {
    "token_too_large",
    "token_format",
    "token_is_jwe",
    "token_encoding",
    "header_json",
    "header_duplicate",
    "header_limit",
    "header_type",
    "header_value",
    "kid_too_long",
    "crit_unsupported",
    "alg_missing",
    "alg_not_allowed",
    "type_mismatch",
    "kid_missing",
    "key_not_found",
    "key_ambiguous",
    "key_alg_mismatch",
    "signature_invalid",
    "payload_json",
    "claim_duplicate",
    "payload_limit",
    "claim_missing",
    "claim_type",
    "claim_range",
    "claim_value",
    "issuer_mismatch",
    "expired",
    "not_yet_valid",
    "issued_in_future",
    "lifetime_too_long",
    "audience_mismatch",
    "claim_refused",
    "keyset_too_large",
    "keyset_json",
    "keyset_limit",
    "keyset_no_keys",
    "keyset_too_many_keys",
    "keyset_no_usable_key",
    "key_json",
    "key_duplicate",
    "key_type",
    "key_private_material",
    "key_use",
    "key_alg",
    "key_kid",
    "key_member",
    "key_modulus",
    "key_too_small",
    "key_too_large",
    "key_exponent",
    "key_weak",
    "key_certificate",
    "pem_format",
    "pem_label",
    "pem_several_blocks",
    "der_malformed",
    "certificate_malformed",
    "out_of_memory",
    "backend_failed",
};

constexpr Errc code_at(std::size_t index) { return static_cast<Errc>(index + 1); }

constexpr bool names_are_kept() {
    for (std::size_t i = 0; i < std::size(names); ++i) {
        if (to_string(code_at(i)) != names[i]) return false;
    }
    return to_string(code_at(std::size(names))) == "unknown" && to_string(Errc{}) == "unknown";
}
static_assert(names_are_kept());

static_assert(Error{Errc::claim_missing, "sub"} == Errc::claim_missing);
static_assert(Error{Errc::claim_missing, "sub"} == Error{Errc::claim_missing, "sub"});
static_assert(Error{Errc::claim_missing, "sub"} != Error{Errc::claim_missing, "iss"});
static_assert(Error{Errc::claim_missing, "sub"} != Error{Errc::claim_type, "sub"});
static_assert(Error{Errc::expired}.name().empty());
static_assert(Error{Errc::expired}.group() == ErrorGroup::expired);
static_assert(std::is_trivially_copyable_v<Error>);
static_assert(std::is_error_code_enum_v<Errc>);
static_assert(to_string(ErrorGroup::refused) == "refused");
static_assert(to_string(ErrorGroup::expired) == "expired");
static_assert(to_string(ErrorGroup::try_again) == "try_again");
static_assert(to_string(ErrorGroup::our_side) == "our_side");
static_assert(to_string(ErrorGroup{9}) == "unknown");

ErrorGroup expected_group(Errc code) {
    if (code == Errc::expired) return ErrorGroup::expired;
    if (code == Errc::not_yet_valid || code == Errc::issued_in_future) return ErrorGroup::try_again;
    return code < Errc::keyset_too_large ? ErrorGroup::refused : ErrorGroup::our_side;
}

}  // namespace

BOOST_AUTO_TEST_CASE(every_code_has_a_name_a_sentence_and_a_group) {
    BOOST_TEST((code_at(std::size(names) - 1) == Errc::backend_failed));
    std::set<std::string_view> unique_names;
    std::set<std::string> sentences;
    for (std::size_t i = 0; i < std::size(names); ++i) {
        const Errc code = code_at(i);
        BOOST_TEST_CONTEXT(names[i]) {
            BOOST_TEST(to_string(code) == names[i]);
            BOOST_TEST(unique_names.insert(to_string(code)).second);
            const std::string sentence = Error{code}.message();
            BOOST_TEST(sentence.size() > 10);
            BOOST_TEST(sentence != "no error of this library");
            BOOST_TEST(sentence.back() != '.');
            BOOST_TEST(sentences.insert(sentence).second);
            BOOST_TEST((group_of(code) == expected_group(code)));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_code_that_is_none_is_named_unknown) {
    BOOST_TEST(to_string(static_cast<Errc>(255)) == "unknown");
    BOOST_TEST(Error{static_cast<Errc>(255)}.message() == "no error of this library");
    BOOST_TEST((group_of(Errc{}) == ErrorGroup::our_side));
}

BOOST_AUTO_TEST_CASE(a_message_names_the_claim_that_is_meant) {
    BOOST_TEST((Error{Errc::claim_missing, "sub"}.message()) == "a required claim is missing: sub");
    BOOST_TEST(Error{Errc::expired}.message() == "the token has expired");
}

BOOST_AUTO_TEST_CASE(a_name_is_cut_at_46_bytes) {
    const std::string name(47, 'n');
    BOOST_TEST((Error{Errc::claim_missing, name}.name()) == name.substr(0, 46));
    BOOST_TEST((Error{Errc::claim_missing, name.substr(1)}.name()) == name.substr(1));
}

BOOST_AUTO_TEST_CASE(speaks_the_language_of_std_error_code) {
    for (std::size_t i = 0; i < std::size(names); ++i) {
        const std::error_code code = code_at(i);
        BOOST_TEST(static_cast<bool>(code));
        BOOST_TEST(std::string_view{code.category().name()} == "vouch");
        BOOST_TEST(code.message() == Error{code_at(i)}.message());
        BOOST_TEST((code == code_at(i)));
        BOOST_TEST((code != code_at(i + 1)));
        BOOST_TEST((code != std::error_code{code.value(), std::generic_category()}));
    }
    BOOST_TEST((&vouch::error_category() == &vouch::make_error_code(Errc::expired).category()));
}

BOOST_AUTO_TEST_SUITE_END()
