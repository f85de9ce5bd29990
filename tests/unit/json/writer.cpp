// SPDX-License-Identifier: BSL-1.0
#include <vouch/json/writer.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include <vouch/json/strict_json.hpp>

namespace {

std::string rewritten(std::string_view text) {
    std::vector<char> storage(vouch::json::detail::encoded_size(text.size()));
    const auto reading = vouch::json::read(vouch::StrictJson{}, text, storage, {.depth = 64});
    BOOST_REQUIRE(reading);
    std::string written;
    vouch::json::write(reading.root(), written);
    return written;
}

std::string quoted(std::string_view text) {
    std::string written;
    vouch::json::write_string(text, written);
    return written;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(json_writer)

BOOST_AUTO_TEST_CASE(writes_compact_text_with_numbers_as_read) {
    BOOST_CHECK_EQUAL(rewritten(" { \"b\" : [ 1.50 , -0 , 1E+3 ] , \"a\" : { } , \"\" : [ ] } "),
                      R"({"b":[1.50,-0,1E+3],"a":{},"":[]})");
    BOOST_CHECK_EQUAL(rewritten("[null,true,false,\"\\u0041\",[[]],[{\"x\":{\"y\":1}},2]]"),
                      R"([null,true,false,"A",[[]],[{"x":{"y":1}},2]])");
    const std::string deep = std::string(64, '[') + std::string(64, ']');
    BOOST_CHECK_EQUAL(rewritten(deep), deep);
}

BOOST_AUTO_TEST_CASE(escapes_what_would_end_a_string_or_a_line) {
    BOOST_CHECK_EQUAL(quoted("\"\\/\b\f\n\r\t"), R"("\"\\/\b\f\n\r\t")");
    BOOST_CHECK_EQUAL(quoted({"\0\x01\x1F\x7F", 4}), "\"\\u0000\\u0001\\u001f\x7F\"");
    BOOST_CHECK_EQUAL(quoted("a\xE2\x80\xA8"
                             "b\xE2\x80\xA9"
                             "c\xE2\x80\xA7\xE2\x80"),
                      "\"a\\u2028b\\u2029c\xE2\x80\xA7\xE2\x80\"");
    BOOST_CHECK_EQUAL(quoted("Zo\xC3\xAB \xF0\x9F\x98\x80"), "\"Zo\xC3\xAB \xF0\x9F\x98\x80\"");
    BOOST_CHECK_EQUAL(quoted(""), "\"\"");
}

BOOST_AUTO_TEST_CASE(writes_every_control_character_so_that_it_is_read_again) {
    for (int byte = 0; byte < 0x80; ++byte) {
        const std::string text{"a", 1};
        const std::string wanted = text + static_cast<char>(byte);
        const std::string written = quoted(wanted);
        for (const char c : written) BOOST_CHECK_GE(static_cast<int>(c), 0x20);
        std::vector<char> storage(vouch::json::detail::encoded_size(written.size()));
        const auto reading = vouch::json::read(vouch::StrictJson{}, written, storage, {});
        BOOST_CHECK(reading && reading.root().as_string() == wanted);
    }
}

BOOST_AUTO_TEST_CASE(writes_an_object_member_by_member) {
    std::string line;
    vouch::json::ObjectWriter{line}.end();
    BOOST_CHECK_EQUAL(line, "{}");
    line = "x ";
    char storage[16];
    const auto list = vouch::json::read(vouch::StrictJson{}, "[1]", storage, {});
    BOOST_REQUIRE(list);
    vouch::json::ObjectWriter{line}
        .string("code", "exp\"ired")
        .integer("least", std::numeric_limits<std::int64_t>::min())
        .integer("most", std::numeric_limits<std::int64_t>::max())
        .boolean("accepted", false)
        .boolean("\n", true)
        .value("list", list.root())
        .end();
    BOOST_CHECK_EQUAL(line, R"(x {"code":"exp\"ired","least":-9223372036854775808,)"
                            R"("most":9223372036854775807,"accepted":false,"\n":true,"list":[1]})");
}

BOOST_AUTO_TEST_SUITE_END()
