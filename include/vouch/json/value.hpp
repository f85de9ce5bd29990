// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_JSON_VALUE_HPP
#define VOUCH_JSON_VALUE_HPP

#include <vouch/json/number.hpp>
#include <vouch/version.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace vouch::inline v1::json {

/// The types of a JSON value (RFC 8259 §3).
enum class Kind : std::uint8_t { null, boolean, number, string, array, object };

class Array;
class Object;

namespace detail {

/// How a read document lies in memory: one item after the other, in the order of the text, in a
/// buffer that never needs to be longer than `encoded_size(text.size())`.
///
/// An item is a tag and a content: unescaped text, the digits as written, or further items (in an
/// object, name and value by turns). Strings, arrays, objects and long numbers have a head of three
/// bytes, of which 21 bits are the size of the content; a number of up to 63 bytes has its size in
/// the tag.
enum Tag : unsigned char {
    tag_null,
    tag_false,
    tag_true,
    tag_long_number = 0x20,  // from here on the low five bits are the top of the size
    tag_string = 0x40,
    tag_array = 0x60,
    tag_object = 0x80,
    tag_object_with_duplicates = 0xA0,
    tag_short_number = 0xC0,  // the low six bits are the size
};

inline constexpr std::size_t long_head = 3;
inline constexpr std::size_t largest_content = 0x1F'FFFF;
inline constexpr std::size_t longest_short_number = 0x3F;

/// The room that a text of `size` bytes needs when read. The worst is `[[[[1]]]]`: two bytes of
/// text for three. The 32 more are for the ends that are missing where a text of the usual depth is
/// cut, so that it is refused for that and not for its length.
constexpr std::size_t encoded_size(std::size_t size) noexcept { return size + (size + 1) / 2 + 32; }

/// One item; a pointer to its tag.
class Item {
public:
    constexpr explicit Item(const char* at) noexcept : at_{at} {}

    constexpr unsigned char tag() const noexcept {
        const auto first = static_cast<unsigned char>(*at_);
        if (first < tag_long_number) return first;
        return first < tag_short_number ? first & 0xE0 : tag_short_number;
    }
    constexpr std::string_view content() const noexcept {
        const std::size_t first = byte(0);
        if (first >= tag_short_number) return {at_ + 1, first & longest_short_number};
        if (first < tag_long_number) return {at_ + 1, 0};
        return {at_ + long_head, (first & 0x1F) << 16 | byte(1) << 8 | byte(2)};
    }
    /// The content of one that is known to be a string, as names of members are.
    constexpr std::string_view string() const noexcept {
        return {at_ + long_head, (byte(0) & 0x1F) << 16 | byte(1) << 8 | byte(2)};
    }
    constexpr Item next() const noexcept {
        const std::string_view inside = content();
        return Item{inside.data() + inside.size()};
    }
    constexpr const char* position() const noexcept { return at_; }

private:
    constexpr std::size_t byte(std::size_t index) const noexcept {
        return static_cast<unsigned char>(at_[index]);
    }
    const char* at_;
};

}  // namespace detail

/// A JSON value of any type, read only.
///
/// A view: valid as long as what it was read from (an Identity, say) lives and stays where it is.
class Value {
public:
    constexpr explicit Value(detail::Item item) noexcept : item_{item} {}

    constexpr Kind kind() const noexcept {
        switch (item_.tag()) {
            case detail::tag_null:
                return Kind::null;
            case detail::tag_false:
            case detail::tag_true:
                return Kind::boolean;
            case detail::tag_string:
                return Kind::string;
            case detail::tag_array:
                return Kind::array;
            case detail::tag_object:
            case detail::tag_object_with_duplicates:
                return Kind::object;
            default:
                return Kind::number;
        }
    }

    /// \name Reading
    /// Each returns nothing where the value is of another type.
    /// \{
    constexpr bool is_null() const noexcept { return kind() == Kind::null; }
    constexpr std::optional<bool> as_bool() const noexcept {
        if (kind() != Kind::boolean) return {};
        return item_.tag() == detail::tag_true;
    }
    /// The unescaped text, in UTF-8. It may hold U+0000.
    constexpr std::optional<std::string_view> as_string() const noexcept {
        if (item_.tag() != detail::tag_string) return {};
        return item_.string();
    }
    /// A number that is whole and fits 64 bits, exactly; `1e3` and `5.0` are whole.
    constexpr std::optional<std::int64_t> as_integer() const noexcept {
        if (kind() != Kind::number) return {};
        return to_integer(item_.content());
    }
    /// A number, rounded to the nearest double; nothing where it is too large for one.
    std::optional<double> as_double() const noexcept {
        if (kind() != Kind::number) return {};
        return to_double(item_.content());
    }
    /// A number as it was written, for those who need every digit.
    constexpr std::optional<std::string_view> as_number_text() const noexcept {
        if (kind() != Kind::number) return {};
        return item_.content();
    }
    /// To be named before it is walked, since C++20 lets a temporary end before the loop begins:
    /// `if (const auto items = value.as_array()) for (const Value item : *items) ...`
    constexpr std::optional<Array> as_array() const noexcept;
    constexpr std::optional<Object> as_object() const noexcept;
    /// The values of an array, or this value alone: how `aud` is written (RFC 7519 §4.1.3).
    constexpr Array as_list() const noexcept;
    /// \}

private:
    friend class Object;
    detail::Item item_;
};

/// The values of a JSON array, in order; a view like Value, to be used in a `for`.
class Array {
public:
    class Iterator {
    public:
        constexpr explicit Iterator(detail::Item item) noexcept : item_{item} {}
        constexpr Value operator*() const noexcept { return Value{item_}; }
        constexpr Iterator& operator++() noexcept { return item_ = item_.next(), *this; }
        constexpr bool operator==(const Iterator& other) const noexcept {
            return item_.position() == other.item_.position();
        }

    private:
        detail::Item item_;
    };

    constexpr explicit Array(std::string_view items) noexcept : items_{items} {}

    constexpr bool empty() const noexcept { return items_.empty(); }
    constexpr Iterator begin() const noexcept { return Iterator{detail::Item{items_.data()}}; }
    constexpr Iterator end() const noexcept {
        return Iterator{detail::Item{items_.data() + items_.size()}};
    }

private:
    std::string_view items_;
};

/// One member of a JSON object.
struct Member {
    std::string_view name;
    Value value;

    /// Whether `other` is its name, byte for byte after unescaping.
    constexpr bool is_named(std::string_view other) const noexcept {
        // Nearly always size and first byte tell, without a call of memcmp.
        if (name.size() != other.size()) return false;
        return name.empty() || (name[0] == other[0] && name == other);
    }
};

/// The members of a JSON object, in the order of the text; a view like Value.
class Object {
public:
    class Iterator {
    public:
        constexpr explicit Iterator(detail::Item name) noexcept : name_{name} {}
        constexpr Member operator*() const noexcept {
            const std::string_view name = name_.string();
            return {name, Value{detail::Item{name.data() + name.size()}}};
        }
        constexpr Iterator& operator++() noexcept {
            const std::string_view name = name_.string();
            name_ = detail::Item{name.data() + name.size()}.next();
            return *this;
        }
        constexpr bool operator==(const Iterator& other) const noexcept {
            return name_.position() == other.name_.position();
        }

    private:
        detail::Item name_;
    };

    constexpr Object(std::string_view items, bool has_duplicates) noexcept
        : items_{items}, has_duplicates_{has_duplicates} {}

    constexpr bool empty() const noexcept { return items_.empty(); }
    constexpr Iterator begin() const noexcept { return Iterator{detail::Item{items_.data()}}; }
    constexpr Iterator end() const noexcept {
        return Iterator{detail::Item{items_.data() + items_.size()}};
    }
    /// The value of the member with this name, compared byte for byte after unescaping.
    constexpr std::optional<Value> find(std::string_view name) const noexcept {
        for (const Member member : *this) {
            if (member.is_named(name)) return member.value;
        }
        return {};
    }
    /// \name Places
    /// Where the value of a member is: more than 0 bytes from the first member, also after all of
    /// the bytes have been copied elsewhere.
    /// \{
    constexpr std::size_t place_of(Value value) const noexcept {
        return static_cast<std::size_t>(value.item_.position() - items_.data());
    }
    constexpr Value value_at(std::size_t place) const noexcept {
        return Value{detail::Item{items_.data() + place}};
    }
    /// \}
    /// Whether two members of this object have one name. Only where the reading was told to let
    /// that pass; elsewhere such a text is refused.
    constexpr bool has_duplicates() const noexcept { return has_duplicates_; }

private:
    std::string_view items_;
    bool has_duplicates_;
};

constexpr std::optional<Array> Value::as_array() const noexcept {
    if (kind() != Kind::array) return {};
    return Array{item_.content()};
}

constexpr Array Value::as_list() const noexcept {
    if (kind() == Kind::array) return Array{item_.content()};
    const auto size = static_cast<std::size_t>(item_.next().position() - item_.position());
    return Array{{item_.position(), size}};
}

constexpr std::optional<Object> Value::as_object() const noexcept {
    if (kind() != Kind::object) return {};
    return Object{item_.content(), item_.tag() == detail::tag_object_with_duplicates};
}

}  // namespace vouch::inline v1::json

#endif
