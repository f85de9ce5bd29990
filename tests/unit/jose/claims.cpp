// SPDX-License-Identifier: BSL-1.0
#include <vouch/jose/claims.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <vouch/json/strict_json.hpp>
#include <vouch/testing/claims.hpp>

BOOST_AUTO_TEST_SUITE(jose_claims)

namespace {

using vouch::Claims;
using vouch::Errc;
using vouch::Error;
using vouch::NumericDate;
using vouch::Result;
using vouch::testing::ClaimsOf;

static_assert(!std::is_default_constructible_v<Claims>);
static_assert(!std::is_constructible_v<Claims, vouch::json::Object>);

constexpr std::string_view every_type =
    R"({"string":"t\u0065xt","integer":-9007199254740993,"whole":5.0,"number":2.5,"yes":true,)"
    R"("no":false,"array":[1,"two"],"object":{"a":{"b":1}},"nothing":null,"":7,"__proto__":8})";

Error read_error(std::string_view payload) {
    std::vector<char> storage(vouch::json::detail::encoded_size(payload.size()));
    std::size_t size = 0;
    const auto read =
        vouch::detail::ClaimsReader::read(vouch::StrictJson{}, payload, storage, size);
    return read ? Error{Errc{}} : read.error();
}

constexpr Result<NumericDate> date(std::string_view value) {
    char text[64] = R"({"exp":)";
    std::size_t size = 7;
    for (const char c : value) text[size++] = c;
    text[size++] = '}';
    return ClaimsOf{{text, size}}.claims().date("exp");
}
constexpr bool is_date(std::string_view value, std::int64_t seconds, std::uint32_t nanoseconds) {
    const auto read = date(value);
    return read && *read == NumericDate{seconds, nanoseconds};
}
constexpr bool is_no_date(std::string_view value, Errc code) {
    const auto read = date(value);
    return !read && read.error() == Error{code, "exp"};
}

struct DateCase {
    std::string_view value;
    std::int64_t seconds;
    std::uint32_t nanoseconds = 0;
};
constexpr DateCase dates[] = {
    {"0", 0},
    {"-0", 0},
    {"-0.0e5", 0},
    {"0.000000001", 0, 1},
    {"0.0000000009", 0, 0},
    {"1e3", 1000},
    {"1E+3", 1000},
    {"1700000000", 1'700'000'000},
    {"17e8", 1'700'000'000},
    {"1700000000.5", 1'700'000'000, 500'000'000},
    {"1700000000.001", 1'700'000'000, 1'000'000},
    {"1700000000.999", 1'700'000'000, 999'000'000},
    {"1700000000.999999999999", 1'700'000'000, 999'999'999},
    {"17000000005e-1", 1'700'000'000, 500'000'000},
    {"253402300799", 253'402'300'799},
    {"253402300799.999", 253'402'300'799, 999'000'000},
};
struct NoDateCase {
    std::string_view value;
    Errc code;
};
constexpr NoDateCase no_dates[] = {
    {"-1", Errc::claim_range},
    {"-0.5", Errc::claim_range},
    {"-1e-400", Errc::claim_range},
    {"253402300800", Errc::claim_range},
    {"9223372036854775807", Errc::claim_range},
    {"9223372036854775808", Errc::claim_range},
    {"18446744073709551615", Errc::claim_range},
    {"18446744073709551616", Errc::claim_range},
    {"-9223372036854775808", Errc::claim_range},
    {"1e400", Errc::claim_range},
    {"1e99999999999999999999", Errc::claim_range},
    {R"("1700000000")", Errc::claim_type},
    {"null", Errc::claim_type},
    {"true", Errc::claim_type},
    {"[]", Errc::claim_type},
    {"[1700000000]", Errc::claim_type},
    {"{}", Errc::claim_type},
};

constexpr bool dates_hold() {
    for (const DateCase& each : dates) {
        if (!is_date(each.value, each.seconds, each.nanoseconds)) return false;
    }
    for (const NoDateCase& each : no_dates) {
        if (!is_no_date(each.value, each.code)) return false;
    }
    return true;
}
static_assert(dates_hold());

static_assert(ClaimsOf{every_type}.claims().string("string").value() == "text");
static_assert(ClaimsOf{every_type}.claims().integer("integer").value() == -9007199254740993);
static_assert(ClaimsOf{every_type}.claims().boolean("yes").value());
static_assert(ClaimsOf{every_type}.claims().string("yes").error() ==
              Error{Errc::claim_type, "yes"});

}  // namespace

BOOST_AUTO_TEST_CASE(reads_a_claim_of_each_type) {
    const ClaimsOf read{every_type};
    const Claims claims = read;
    BOOST_TEST(*claims.string("string") == "text");
    BOOST_TEST(*claims.integer("integer") == -9007199254740993);
    BOOST_TEST(*claims.integer("whole") == 5);
    BOOST_TEST(*claims.number("number") == 2.5);
    BOOST_TEST(*claims.number("whole") == 5.0);
    BOOST_TEST(*claims.boolean("yes"));
    BOOST_TEST(!*claims.boolean("no"));
    BOOST_TEST(*claims.integer("") == 7);
    BOOST_TEST(*claims.integer("__proto__") == 8);

    const auto array = claims.array("array");
    BOOST_REQUIRE(array.has_value());
    auto item = array->begin();
    BOOST_TEST(*(*item).as_integer() == 1);
    BOOST_TEST(*(*++item).as_string() == "two");
    BOOST_TEST((++item == array->end()));
    const auto object = claims.object("object");
    BOOST_REQUIRE(object.has_value());
    BOOST_TEST(*object->find("a")->as_object()->find("b")->as_integer() == 1);
    BOOST_TEST(claims.find("nothing")->is_null());
}

BOOST_AUTO_TEST_CASE(says_which_claim_is_missing_or_of_another_type) {
    const ClaimsOf read{every_type};
    const Claims claims = read;
    const auto fails = [](const auto& result, Errc code, std::string_view name) {
        return !result.has_value() && result.error() == Error{code, name};
    };
    BOOST_TEST(fails(claims.string("x"), Errc::claim_missing, "x"));
    BOOST_TEST(fails(claims.integer("x"), Errc::claim_missing, "x"));
    BOOST_TEST(fails(claims.number("x"), Errc::claim_missing, "x"));
    BOOST_TEST(fails(claims.boolean("x"), Errc::claim_missing, "x"));
    BOOST_TEST(fails(claims.array("x"), Errc::claim_missing, "x"));
    BOOST_TEST(fails(claims.object("x"), Errc::claim_missing, "x"));
    BOOST_TEST(fails(claims.date("x"), Errc::claim_missing, "x"));
    for (const auto member : claims.members()) {
        const std::string_view name = member.name;
        using vouch::json::Kind;
        const Kind kind = member.value.kind();
        BOOST_TEST_CONTEXT(name) {
            if (kind != Kind::string)
                BOOST_TEST(fails(claims.string(name), Errc::claim_type, name));
            if (kind != Kind::array) BOOST_TEST(fails(claims.array(name), Errc::claim_type, name));
            if (kind != Kind::object)
                BOOST_TEST(fails(claims.object(name), Errc::claim_type, name));
            if (kind != Kind::boolean) {
                BOOST_TEST(fails(claims.boolean(name), Errc::claim_type, name));
            }
            if (kind != Kind::number) {
                BOOST_TEST(fails(claims.integer(name), Errc::claim_type, name));
                BOOST_TEST(fails(claims.number(name), Errc::claim_type, name));
                BOOST_TEST(fails(claims.date(name), Errc::claim_type, name));
            }
        }
    }
    BOOST_TEST(fails(claims.integer("number"), Errc::claim_type, "number"));
}

BOOST_AUTO_TEST_CASE(names_are_compared_byte_for_byte) {
    const ClaimsOf read{R"({"e\u0301":1,"Sub":2,"s\u0075b":3})"};
    BOOST_TEST(!read.claims().contains("\xC3\xA9"));
    BOOST_TEST(read.claims().contains("e\xCC\x81"));
    BOOST_TEST(*read.claims().integer("sub") == 3);
    BOOST_TEST(!read.claims().contains("SUB"));
}

BOOST_AUTO_TEST_CASE(shows_its_members_in_order) {
    const ClaimsOf read{every_type};
    std::string names;
    for (const auto member : read.claims().members()) names.append(member.name).append(",");
    BOOST_TEST(names == "string,integer,whole,number,yes,no,array,object,nothing,,__proto__,");
}

BOOST_AUTO_TEST_CASE(integers_are_exact_in_64_bits) {
    const ClaimsOf read{
        R"({"a":9223372036854775807,"b":-9223372036854775808,"c":9223372036854775808,"d":0.5})"};
    BOOST_TEST(*read.claims().integer("a") == std::numeric_limits<std::int64_t>::max());
    BOOST_TEST(*read.claims().integer("b") == std::numeric_limits<std::int64_t>::min());
    BOOST_TEST((read.claims().integer("c").error() == Error{Errc::claim_type, "c"}));
    BOOST_TEST((read.claims().integer("d").error() == Error{Errc::claim_type, "d"}));
}

// rules 45, 46, 64
BOOST_AUTO_TEST_CASE(reads_times_with_their_fractions_and_bounds) {
    for (const DateCase& each : dates) {
        BOOST_TEST(is_date(each.value, each.seconds, each.nanoseconds), each.value);
    }
    for (const NoDateCase& each : no_dates) {
        BOOST_TEST(is_no_date(each.value, each.code), each.value);
    }
}

BOOST_AUTO_TEST_CASE(an_optional_date_may_be_absent_and_not_malformed) {
    const ClaimsOf read{R"({"a":5,"b":"5","c":null,"d":-1})"};
    BOOST_TEST((*read.claims().optional_date("a") == NumericDate{5}));
    BOOST_TEST(!read.claims().optional_date("x")->has_value());
    BOOST_TEST((read.claims().optional_date("b").error() == Error{Errc::claim_type, "b"}));
    BOOST_TEST((read.claims().optional_date("c").error() == Error{Errc::claim_type, "c"}));
    BOOST_TEST((read.claims().optional_date("d").error() == Error{Errc::claim_range, "d"}));
}

BOOST_AUTO_TEST_CASE(registered_claims_are_where_a_walk_finds_them) {
    using vouch::detail::RegisteredClaims;
    // All of them, some, none; beside names that are nearly theirs.
    for (const std::string_view payload :
         {R"({"jti":[{"iss":0}],"iat":1,"nbf":2.5,"exp":{},"aud":[],"sub":"","iss":null})",
          R"({"ISS":0,"isss":1,"is":2,"sub\u0000":3,"\u0073ub":4,"\u00e9\u00e9":5,"exp":true})",
          R"({"name":"iss"})", "{}"}) {
        std::vector<char> storage(vouch::json::detail::encoded_size(payload.size()));
        std::size_t size = 0;
        const auto read =
            vouch::detail::ClaimsReader::read(vouch::StrictJson{}, payload, storage, size);
        BOOST_REQUIRE(read.has_value());
        const RegisteredClaims registered{read->members()};
        const std::vector<char> elsewhere = storage;  // as when an Identity has moved
        const Claims claims = vouch::detail::ClaimsReader::stored(elsewhere.data(), &registered);
        for (const std::string_view name : {"iss", "sub", "aud", "exp", "nbf", "iat", "jti", "name",
                                            "ISS", "isss", "is", "xyz", "", "\xC3\xA9"}) {
            BOOST_TEST_CONTEXT(payload << ' ' << name) {
                const auto found = claims.find(name);
                const auto walked = claims.members().find(name);
                BOOST_REQUIRE(found.has_value() == walked.has_value());
                BOOST_TEST(claims.contains(name) == walked.has_value());
                if (!found) continue;
                BOOST_TEST((found->kind() == walked->kind()));
                BOOST_TEST((found->as_string() == walked->as_string()));
                BOOST_TEST((found->as_number_text() == walked->as_number_text()));
                BOOST_TEST((found->as_list().begin() == walked->as_list().begin()));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(only_names_that_are_registered_have_a_number) {
    using vouch::detail::RegisteredClaims;
    std::vector<std::size_t> times(RegisteredClaims::count, 0);
    for (int letters = 0; letters < 256 * 256 * 256; ++letters) {
        const char name[] = {static_cast<char>(letters), static_cast<char>(letters >> 8),
                             static_cast<char>(letters >> 16)};
        const std::size_t index = RegisteredClaims::index_of({name, 3});
        if (index < RegisteredClaims::count) ++times[index];
    }
    BOOST_TEST((times == std::vector<std::size_t>(RegisteredClaims::count, 1)));
    BOOST_TEST(RegisteredClaims::index_of("") == RegisteredClaims::count);
    BOOST_TEST(RegisteredClaims::index_of("isss") == RegisteredClaims::count);
}

// rules 40, 41, 59, 60, 62, 63
BOOST_AUTO_TEST_CASE(refuses_payloads_that_are_no_claims) {
    BOOST_TEST((read_error("{}") == Errc{}));
    for (const std::string_view text : {"", "[]", "1", "null", "\"x\"", "{", "{}x", "{} {}",
                                        "\xEF\xBB\xBF{}", "{\"a\":\"\xC0\x80\"}"}) {
        BOOST_TEST((read_error(text) == Errc::payload_json), text);
    }
    BOOST_TEST((read_error(R"({"a":"\udc00"})") == Errc::payload_json));
    BOOST_TEST((read_error(R"({"exp":1,"exp":1})") == Errc::claim_duplicate));
    BOOST_TEST((read_error(R"({"exp":1,"\u0065xp":1})") == Errc::claim_duplicate));
    BOOST_TEST((read_error(R"({"a":[{"b":1,"b":2}]})") == Errc::claim_duplicate));

    const auto with_members = [](int count) {
        std::string text = R"({"x":0)";
        for (int i = 1; i < count; ++i) text += ",\"" + std::to_string(i) + "\":0";
        return text + '}';
    };
    BOOST_TEST((read_error(with_members(256)) == Errc{}));
    BOOST_TEST((read_error(with_members(257)) == Errc::payload_limit));
    BOOST_TEST(
        (read_error(R"({"a":)" + std::string(15, '[') + std::string(15, ']') + '}') == Errc{}));
    BOOST_TEST((read_error(R"({"a":)" + std::string(16, '[') + std::string(16, ']') + '}') ==
                Errc::payload_limit));
}

BOOST_AUTO_TEST_SUITE_END()
