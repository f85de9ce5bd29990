// SPDX-License-Identifier: BSL-1.0
#include <vouch/verify/path.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <string_view>

BOOST_AUTO_TEST_SUITE(verify_path)

namespace {

using namespace vouch::detail;
using vouch::CompactToken;
using vouch::Errc;
using vouch::Error;

/// The segments of a token as text, or why there are none.
std::string decoded(std::string_view text) {
    Workspace<64> workspace;
    const auto segments = decode(*CompactToken::parse(text), workspace.room());
    if (!segments) return segments.error().message();
    return std::string{segments->header} + '|' + std::string{segments->payload} + '|' +
           std::string{segments->signature.begin(), segments->signature.end()};
}

std::string not_base64url(std::string_view segment) {
    return Error{Errc::token_encoding, segment}.message();
}

// The largest token has room, and the document of the largest header.
static_assert(Workspace<64>::decoded_bytes >= 48);
static_assert(sizeof(Workspace<64>::header_document) >= vouch::json::detail::encoded_size(48));

}  // namespace

BOOST_AUTO_TEST_CASE(the_segments_of_a_token_are_decoded_side_by_side) {
    BOOST_TEST(decoded("YQ.YmI.Y2Nj") == "a|bb|ccc");
    BOOST_TEST(decoded("YQ.YmI.") == "a|bb|");
    BOOST_TEST(decoded("YQ.YmI.Y2NjYw") == "a|bb|cccc");
}

BOOST_AUTO_TEST_CASE(the_segment_that_is_not_base64url_is_named) {
    BOOST_TEST(decoded("Y=.YmI.Y2Nj") == not_base64url("header"));
    BOOST_TEST(decoded("YQ.YmI=.Y2Nj") == not_base64url("payload"));
    BOOST_TEST(decoded("YQ.YmI.Y2N+") == not_base64url("signature"));
    BOOST_TEST(decoded("Y.Y.Y") == not_base64url("header"));
}

BOOST_AUTO_TEST_SUITE_END()
