// SPDX-License-Identifier: BSL-1.0
#include <vouch/error_text.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <iterator>
#include <set>
#include <string_view>

BOOST_AUTO_TEST_SUITE(error_text)

namespace {

using vouch::Errc;
using vouch::ErrorGroup;
using vouch::group_of;
using vouch::to_string;
using vouch::detail::ErrorText;

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
    "keys_pending",
    "keyset_stale",
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
    "endpoint_url",
    "endpoint_scheme",
    "endpoint_port",
    "endpoint_host",
    "endpoint_unresolved",
    "endpoint_address",
    "endpoint_unreachable",
    "endpoint_tls",
    "endpoint_timeout",
    "endpoint_too_large",
    "endpoint_truncated",
    "endpoint_encoding",
    "endpoint_redirect",
    "endpoint_status",
    "discovery_metadata",
    "discovery_issuer",
    "stored_keys",
    "permission_denied",
    "record_name",
    "record_exists",
    "record_not_found",
    "record_in_use",
    "too_many_records",
    "key_file_format",
    "key_several",
    "certificate_ends",
    "keyset_kid_taken",
    "keyset_issuer",
    "keyset_type",
    "endpoint_unsupported",
    "channel_kind",
    "expiration_time",
    "configuration_name",
    "configuration_issuer_conflict",
    "configuration_issuer_ambiguous",
    "tenant_disabled",
    "channel_unknown",
    "verification_required",
    "verification_off",
    "no_active_configuration",
    "token_revoked",
    "token_replayed",
    "identity_changed",
    "renewal_not_newer",
    "session_unknown",
    "session_expired",
    "session_cleared",
    "session_revoked",
    "renewal_pending",
    "session_unverified",
    "session_verified",
    "too_many_sessions",
    "store_full",
    "store_failed",
    "random_failed",
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

static_assert(to_string(ErrorGroup::refused) == "refused");
static_assert(to_string(ErrorGroup::expired) == "expired");
static_assert(to_string(ErrorGroup::try_again) == "try_again");
static_assert(to_string(ErrorGroup::our_side) == "our_side");
static_assert(to_string(ErrorGroup{9}) == "unknown");

bool is_between(Errc code, Errc first, Errc last) { return first <= code && code <= last; }

ErrorGroup expected_group(Errc code) {
    switch (code) {
        case Errc::expired:
            return ErrorGroup::expired;
        case Errc::keys_pending:
        case Errc::keyset_stale:
        case Errc::not_yet_valid:
        case Errc::issued_in_future:
        case Errc::too_many_sessions:
            return ErrorGroup::try_again;
        case Errc::permission_denied:
            return ErrorGroup::refused;
        case Errc::no_active_configuration:
            return ErrorGroup::our_side;
        default:
            break;
    }
    if (is_between(code, Errc::session_expired, Errc::renewal_pending)) return ErrorGroup::expired;
    const bool of_an_exchange_or_session =
        is_between(code, Errc::tenant_disabled, Errc::session_verified);
    return code < Errc::keyset_too_large || of_an_exchange_or_session ? ErrorGroup::refused
                                                                      : ErrorGroup::our_side;
}

}  // namespace

BOOST_AUTO_TEST_CASE(every_code_has_a_name_a_sentence_and_a_group) {
    BOOST_TEST((code_at(std::size(names) - 1) == Errc::backend_failed));
    std::set<std::string_view> unique_names;
    std::set<std::string_view> sentences;
    for (std::size_t i = 0; i < std::size(names); ++i) {
        const Errc code = code_at(i);
        BOOST_TEST_CONTEXT(names[i]) {
            BOOST_TEST(to_string(code) == names[i]);
            BOOST_TEST(unique_names.insert(to_string(code)).second);
            const std::string_view sentence = ErrorText::of(code).sentence;
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
    BOOST_TEST(ErrorText::of(static_cast<Errc>(255)).sentence == "no error of this library");
    BOOST_TEST((group_of(Errc{}) == ErrorGroup::our_side));
}

BOOST_AUTO_TEST_SUITE_END()
