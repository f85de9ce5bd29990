// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_JSON_BUILDER_HPP
#define VOUCH_JSON_BUILDER_HPP

#include <vouch/config.hpp>
#include <vouch/json/value.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace vouch::inline v1::json {

/// Why a JSON text was not read.
enum class Fault : std::uint8_t {
    none,
    syntax,          ///< not the JSON of RFC 8259 in valid UTF-8, or something follows the value
    duplicate_name,  ///< an object names a member twice
    limit,           ///< too deep, too many members, or too long
};

/// What a Builder does about an object that names a member twice.
enum class DuplicateNames : std::uint8_t {
    refuse,  ///< stop with Fault::duplicate_name
    mark,    ///< read on, and say so in Object::has_duplicates
};

/// The bounds of one reading.
struct Limits {
    std::size_t members = limits::claims_members;  ///< members of one object
    std::size_t depth = limits::json_depth;        ///< arrays and objects inside each other
    DuplicateNames duplicates = DuplicateNames::refuse;
};

/// Takes what a reader finds in a text, piece by piece, and makes a Value of it.
///
/// The rules that every reader must keep are kept here, once: duplicate names (after unescaping),
/// depth, members, and pairing. Each function returns whether to go on; after a `false` the reader
/// stops and returns `false` itself.
class Builder {
public:
    /// Writes into `storage`, which needs `detail::encoded_size(text.size())` bytes.
    constexpr Builder(std::span<char> storage, Limits limits) noexcept
        : storage_{storage}, limits_{limits} {}

    /// \name Values
    /// Strings come unescaped and in valid UTF-8; numbers as written, by the grammar of RFC 8259
    /// §6.
    /// \{
    constexpr bool null() noexcept { return value() && put_tag(detail::tag_null); }
    constexpr bool boolean(bool truth) noexcept {
        return value() && put_tag(truth ? detail::tag_true : detail::tag_false);
    }
    constexpr bool number(std::string_view text) noexcept {
        if (!value()) return false;
        if (text.size() <= detail::longest_short_number) {
            return put_tag(static_cast<unsigned char>(detail::tag_short_number + text.size())) &&
                   put(text);
        }
        return open(detail::tag_long_number) && put(text) && close();
    }
    constexpr bool string(std::string_view text) noexcept {
        return begin_string() && append(text) && end_string();
    }
    constexpr bool begin_array() noexcept { return value() && nest() && open(detail::tag_array); }
    constexpr bool end_array() noexcept {
        return (inside(detail::tag_array) || fail(Fault::syntax)) && close() && leave();
    }
    constexpr bool begin_object() noexcept { return value() && nest() && open(detail::tag_object); }
    constexpr bool end_object() noexcept {
        return ((inside_object() && !named_) || fail(Fault::syntax)) && close() && leave();
    }
    /// \}

    /// The name of the member whose value comes next.
    constexpr bool name(std::string_view text) noexcept {
        return begin_name() && append(text) && end_name();
    }

    /// \name Strings in pieces
    /// For a reader that unescapes as it goes: begin, append as often as needed, end.
    /// \{
    constexpr bool begin_string() noexcept { return value() && open(detail::tag_string); }
    constexpr bool end_string() noexcept { return close(); }
    constexpr bool begin_name() noexcept {
        return ((inside_object() && !named_) || fail(Fault::syntax)) && open(detail::tag_string);
    }
    constexpr bool end_name() noexcept { return close() && check_name(); }
    constexpr bool append(std::string_view text) noexcept { return put(text); }
    /// \}

    /// Why the last call returned `false`; Fault::none where none did.
    constexpr Fault fault() const noexcept { return fault_; }
    /// Whether exactly one value has been given, whole.
    constexpr bool complete() const noexcept {
        return fault_ == Fault::none && has_root_ && opened_ == 0;
    }
    /// The value; only where `complete()`.
    constexpr Value root() const noexcept { return Value{detail::Item{storage_.data()}}; }
    /// The bytes of storage that the value takes.
    constexpr std::size_t size() const noexcept { return used_; }

private:
    /// Something begun and not ended: an array, an object, or the string inside them.
    struct Open {
        std::size_t start = 0;    // of its tag in the storage
        std::size_t members = 0;  // so far, of an object
    };

    constexpr bool fail(Fault fault) noexcept {
        if (fault_ == Fault::none) fault_ = fault;
        return false;
    }
    constexpr unsigned char innermost() const noexcept {
        return opened_ == 0 ? 0 : static_cast<unsigned char>(storage_[open_[opened_ - 1].start]);
    }
    constexpr bool inside(unsigned char tag) const noexcept {
        return opened_ > 0 && innermost() == tag;
    }
    constexpr bool inside_object() const noexcept {
        return inside(detail::tag_object) || inside(detail::tag_object_with_duplicates);
    }

    /// A value may stand here: alone, in an array, or after a name.
    constexpr bool value() noexcept {
        if (fault_ != Fault::none) return false;
        if (opened_ == 0) {
            if (has_root_) return fail(Fault::syntax);
            has_root_ = true;
            return true;
        }
        if (inside(detail::tag_array)) return true;
        if (!named_) return fail(Fault::syntax);
        named_ = false;
        return true;
    }
    constexpr bool nest() noexcept {
        if (depth_ == limits_.depth || depth_ == max_depth) return fail(Fault::limit);
        ++depth_;
        return true;
    }
    constexpr bool leave() noexcept {
        --depth_;
        return true;
    }

    constexpr bool put_tag(unsigned char tag) noexcept {
        const char byte = static_cast<char>(tag);
        return put({&byte, 1});
    }
    constexpr bool put(std::string_view bytes) noexcept {
        if (fault_ != Fault::none) return false;
        if (bytes.size() > storage_.size() - used_) return fail(Fault::limit);
        for (const char byte : bytes) storage_[used_++] = byte;
        return true;
    }
    constexpr bool open(unsigned char tag) noexcept {
        open_[opened_] = {used_, 0};
        if (!put_tag(tag) || !put({"\0\0\0", 3})) return false;
        ++opened_;
        return true;
    }
    constexpr bool close() noexcept {
        if (fault_ != Fault::none) return false;
        const std::size_t start = open_[--opened_].start;
        const std::size_t size = used_ - start - detail::long_head;
        if (size > detail::largest_content) return fail(Fault::limit);
        for (std::size_t i = 0; i < 3; ++i) {
            storage_[start + 1 + i] = static_cast<char>(size >> (8 * i) & 0xFF);
        }
        return true;
    }

    /// The name just ended is a new one of its object.
    constexpr bool check_name() noexcept {
        Open& object = open_[opened_ - 1];
        const std::size_t name_start = open_[opened_].start;
        const std::string_view name = detail::Item{storage_.data() + name_start}.content();
        if (++object.members > limits_.members) return fail(Fault::limit);
        detail::Item other{storage_.data() + object.start + detail::long_head};
        for (; other.position() != storage_.data() + name_start; other = other.next().next()) {
            if (other.content() != name) continue;
            if (limits_.duplicates == DuplicateNames::refuse) return fail(Fault::duplicate_name);
            storage_[object.start] = static_cast<char>(detail::tag_object_with_duplicates);
            break;
        }
        named_ = true;
        return true;
    }

    static constexpr std::size_t max_depth = 64;

    std::span<char> storage_;
    Limits limits_;
    std::size_t used_ = 0;
    std::size_t opened_ = 0;
    std::size_t depth_ = 0;
    bool has_root_ = false;
    bool named_ = false;
    Fault fault_ = Fault::none;
    Open open_[max_depth + 1] = {};
};

}  // namespace vouch::inline v1::json

#endif
