// SPDX-License-Identifier: BSL-1.0
#include <vouch/config.hpp>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(config)

namespace {

namespace limits = vouch::limits;

// The figures are a promise: who relies on them reads them in the reference.
static_assert(limits::token_bytes == 8192 && limits::token_bytes_cap == 65536);
static_assert(limits::kid_bytes == 256 && limits::subject_bytes == 255);
static_assert(limits::json_depth == 16);
static_assert(limits::header_members == 64 && limits::claims_members == 256);
static_assert(limits::keyset_keys == 100 && limits::keyset_bytes == 262144);
static_assert(limits::leeway_seconds == 60 && limits::leeway_seconds_cap == 600);
static_assert(limits::inline_payload_bytes == 512);

}  // namespace

BOOST_AUTO_TEST_CASE(knows_whether_there_is_a_128_bit_integer) {
#if VOUCH_HAS_INT128
    __extension__ using wide = unsigned __int128;
    BOOST_TEST(sizeof(wide) == 16U);
#else
    BOOST_TEST(VOUCH_HAS_INT128 == 0);
#endif
}

BOOST_AUTO_TEST_SUITE_END()
