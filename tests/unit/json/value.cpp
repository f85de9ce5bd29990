// SPDX-License-Identifier: BSL-1.0
#include <vouch/json/value.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <vouch/json/strict_json.hpp>

using vouch::json::Kind;
using vouch::json::Value;

namespace {

/// A text read, as long as it is wanted.
class Document {
public:
    explicit Document(std::string_view text,
                      vouch::json::DuplicateNames duplicates = vouch::json::DuplicateNames::refuse)
        : storage_(vouch::json::detail::encoded_size(text.size())),
          reading_{
              vouch::json::read(vouch::StrictJson{}, text, storage_, {.duplicates = duplicates})} {
        BOOST_REQUIRE(reading_);
    }
    Value root() const { return reading_.root(); }

private:
    std::vector<char> storage_;
    vouch::json::Reading reading_;
};

constexpr bool walks_in_constant_evaluation() {
    char storage[128] = {};
    const auto reading =
        vouch::json::read(vouch::StrictJson{}, R"({"a":[1,2,3],"b":"x"})", storage, {});
    if (!reading) return false;
    const auto object = reading.root().as_object();
    const auto items = object->find("a")->as_array();
    std::int64_t sum = 0;
    for (const Value item : *items) sum += *item.as_integer();
    return sum == 6 && object->find("b")->as_string() == "x" && !object->find("c");
}
static_assert(walks_in_constant_evaluation());

}  // namespace

BOOST_AUTO_TEST_SUITE(json_value)

BOOST_AUTO_TEST_CASE(gives_nothing_where_the_type_is_another) {
    const struct {
        std::string_view text;
        Kind kind;
    } rows[] = {{"null", Kind::null},        {"true", Kind::boolean}, {"false", Kind::boolean},
                {"1", Kind::number},         {"\"1\"", Kind::string}, {"[1]", Kind::array},
                {"{\"a\":1}", Kind::object}, {"[]", Kind::array},     {"{}", Kind::object},
                {"\"\"", Kind::string}};
    for (const auto& [text, kind] : rows) {
        BOOST_TEST_CONTEXT(text) {
            const Document document{text};
            const Value value = document.root();
            BOOST_CHECK(value.kind() == kind);
            BOOST_CHECK_EQUAL(value.is_null(), kind == Kind::null);
            BOOST_CHECK_EQUAL(value.as_bool().has_value(), kind == Kind::boolean);
            BOOST_CHECK_EQUAL(value.as_integer().has_value(), kind == Kind::number);
            BOOST_CHECK_EQUAL(value.as_double().has_value(), kind == Kind::number);
            BOOST_CHECK_EQUAL(value.as_number_text().has_value(), kind == Kind::number);
            BOOST_CHECK_EQUAL(value.as_string().has_value(), kind == Kind::string);
            BOOST_CHECK_EQUAL(value.as_array().has_value(), kind == Kind::array);
            BOOST_CHECK_EQUAL(value.as_object().has_value(), kind == Kind::object);
        }
    }
}

BOOST_AUTO_TEST_CASE(walks_arrays_and_objects_in_order) {
    BOOST_CHECK(walks_in_constant_evaluation());
    const Document document{R"([[],{},"",1,[2,[3]],{"a":{"b":4}}])"};
    const auto items = document.root().as_array();
    BOOST_REQUIRE(items && !items->empty());
    std::string kinds;
    for (const Value item : *items) kinds += std::to_string(static_cast<int>(item.kind()));
    BOOST_CHECK_EQUAL(kinds, "453245");
    const Document empty{"[]"};
    BOOST_CHECK(empty.root().as_array()->empty());
    BOOST_CHECK(empty.root().as_array()->begin() == empty.root().as_array()->end());
}

// Sizes around those where the form of an item in memory changes.
BOOST_AUTO_TEST_CASE(keeps_strings_and_numbers_of_every_size) {
    for (const std::size_t size :
         {0UL, 1UL, 62UL, 63UL, 64UL, 127UL, 128UL, 255UL, 256UL, 65535UL, 65536UL, 1'000'000UL}) {
        BOOST_TEST_CONTEXT(size) {
            const std::string text(size, 'x');
            const Document string{"[\"" + text + "\",true]"};
            const auto strings = string.root().as_array();
            auto next = strings->begin();
            BOOST_CHECK((*next).as_string() == text);
            BOOST_CHECK((*++next).as_bool() == true);
            if (size == 0) continue;

            const std::string digits(size, '7');
            const Document number{"[" + digits + ",true]"};
            const auto numbers = number.root().as_array();
            auto other = numbers->begin();
            BOOST_CHECK((*other).as_number_text() == digits);
            BOOST_CHECK((*++other).as_bool() == true);
        }
    }
}

// rule 55
BOOST_AUTO_TEST_CASE(finds_members_by_code_point_and_nothing_else) {
    const Document document{R"({"sub":1,"Sub":2,"sub ":3,"":4,"s\u0000b":5})"};
    const auto object = document.root().as_object();
    BOOST_CHECK(object->find("sub")->as_integer() == 1);
    BOOST_CHECK(object->find("Sub")->as_integer() == 2);
    BOOST_CHECK(object->find("sub ")->as_integer() == 3);
    BOOST_CHECK(object->find("")->as_integer() == 4);
    BOOST_CHECK(object->find({"s\0b", 3})->as_integer() == 5);
    BOOST_CHECK(!object->find("SUB") && !object->find("su") && !object->find("s"));
    BOOST_CHECK(!object->has_duplicates());
}

// rule 41
BOOST_AUTO_TEST_CASE(says_which_object_names_a_member_twice) {
    const Document document{R"({"a":{"x":1,"x":2},"b":{"x":1}})",
                            vouch::json::DuplicateNames::mark};
    const auto object = document.root().as_object();
    BOOST_CHECK(!object->has_duplicates());
    BOOST_CHECK(object->find("a")->as_object()->has_duplicates());
    BOOST_CHECK(!object->find("b")->as_object()->has_duplicates());
    BOOST_CHECK(object->find("a")->kind() == Kind::object);
}

BOOST_AUTO_TEST_SUITE_END()
