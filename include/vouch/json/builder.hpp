// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_JSON_BUILDER_HPP
#define VOUCH_JSON_BUILDER_HPP

#include <vouch/config.hpp>
#include <vouch/json/unique_names.hpp>
#include <vouch/json/value.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <type_traits>

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
    std::size_t members = limits::claims_members;  ///< members of one object; never more than 256
    std::size_t depth = limits::json_depth;  ///< arrays and objects inside each other; at most 64
    DuplicateNames duplicates = DuplicateNames::refuse;
};

/// Takes what a reader finds in a text, piece by piece, and makes a Value of it.
///
/// The rules that every reader must keep are kept here, once: duplicate names (after unescaping),
/// depth, members, and pairing. Each function returns whether to go on; after a `false` the reader
/// stops and returns `false` itself. A call that may not stand where it does is a Fault::syntax;
/// after a fault, every call returns `false`.
class Builder {
public:
    /// Writes into `storage`, which needs `detail::encoded_size(text.size())` bytes.
    constexpr Builder(std::span<char> storage, Limits limits) noexcept
        : storage_{storage},
          most_members_{limits.members < max_members ? limits.members : max_members},
          most_depth_{limits.depth < max_depth ? limits.depth : max_depth},
          duplicates_{limits.duplicates} {}

    /// \name Values
    /// Strings come unescaped and in valid UTF-8; numbers as written, by the grammar of RFC 8259
    /// §6. An object that names a member twice is refused at its end.
    /// \{
    constexpr bool null() noexcept { return value() && put(detail::tag_null); }
    constexpr bool boolean(bool truth) noexcept {
        return value() && put(truth ? detail::tag_true : detail::tag_false);
    }
    constexpr bool number(std::string_view text) noexcept {
        if (!value()) return false;
        if (text.size() <= detail::longest_short_number) {
            return put(detail::tag_short_number | text.size()) && put(text);
        }
        return begin_text(Place::string) && append(text) && end_text(detail::tag_long_number);
    }
    constexpr bool string(std::string_view text) noexcept {
        return begin_string() && append(text) && end_string();
    }
    constexpr bool begin_array() noexcept {
        return value() && nest() && open(detail::tag_array, Place::array);
    }
    constexpr bool end_array() noexcept { return stands_in(Place::array) && close(); }
    constexpr bool begin_object() noexcept {
        return value() && nest() && open(detail::tag_object, Place::object);
    }
    constexpr bool end_object() noexcept {
        return stands_in(Place::object) && check_names() && close();
    }
    /// \}

    /// The name of the member whose value comes next.
    constexpr bool name(std::string_view text) noexcept {
        return begin_name() && append(text) && end_name();
    }

    /// \name Strings in pieces
    /// For a reader that unescapes as it goes: begin, append as often as needed, end.
    /// \{
    constexpr bool begin_string() noexcept { return value() && begin_text(Place::string); }
    constexpr bool end_string() noexcept {
        return stands_in(Place::string) && end_text(detail::tag_string);
    }
    constexpr bool begin_name() noexcept {
        if (!stands_in(Place::object)) return false;
        if (++open_[opened_ - 1].members > most_members_) return fail(Fault::limit);
        place_ = Place::member;
        return begin_text(Place::name);
    }
    constexpr bool end_name() noexcept {
        if (!stands_in(Place::name) || !end_text(detail::tag_string)) return false;
        open_[opened_ - 1].names.add({storage_.data() + used_ - text_size_, text_size_});
        return true;
    }
    constexpr bool append(std::string_view text) noexcept {
        if (!in_text()) return false;
        const std::span<char> to = room();
        if (text.size() > to.size()) return fail(Fault::limit);
        copy(text, to.data());
        text_size_ += text.size();
        return true;
    }
    /// Where the next piece comes to lie, for a reader that copies as it looks: it writes there,
    /// and then appends as much of it as belongs to the string.
    constexpr std::span<char> room() const noexcept {
        if (place_ != Place::string && place_ != Place::name) return {};
        return storage_.subspan(used_ + detail::long_head + text_size_);
    }
    constexpr bool append_from_room(std::size_t size) noexcept {
        if (!in_text()) return false;
        if (size > room().size()) return fail(Fault::limit);
        text_size_ += size;
        return true;
    }
    /// \}

    /// Why a call returned `false`; Fault::none where none did.
    constexpr Fault fault() const noexcept { return fault_; }
    /// Whether exactly one value has been given, whole.
    constexpr bool complete() const noexcept { return place_ == Place::end; }
    /// The value; only where `complete()`.
    constexpr Value root() const noexcept { return Value{detail::Item{storage_.data()}}; }
    /// The bytes of storage that the value takes.
    constexpr std::size_t size() const noexcept { return used_; }

private:
    /// Where the reader stands, which says what may come next.
    enum class Place : std::uint8_t {
        start,   // the value
        array,   // a value, or the end of the array
        object,  // a name, or the end of the object
        member,  // the value of a member
        string,  // a piece of a string, or its end
        name,    // a piece of a name, or its end
        end,     // nothing: the value is whole
        fault,   // nothing any more
    };

    /// An array or object begun and not ended.
    struct Open {
        std::size_t start;      // of its head in the storage
        std::uint16_t members;  // so far, of an object
        Place after;            // where the reader stands when it has ended
        detail::NameMarks names;
    };

    static constexpr std::size_t max_depth = 64;
    static constexpr std::size_t max_members = detail::max_names;
    static_assert(limits::json_depth <= max_depth && limits::claims_members <= max_members);

    constexpr bool fail(Fault fault) noexcept {
        if (fault_ == Fault::none) fault_ = fault;
        place_ = Place::fault;
        return false;
    }
    constexpr bool stands_in(Place place) noexcept {
        return place_ == place || fail(Fault::syntax);
    }
    constexpr bool value() noexcept {
        if (place_ == Place::member) return place_ = Place::object, true;
        if (place_ == Place::array) return true;
        if (place_ == Place::start) return place_ = Place::end, true;
        return fail(Fault::syntax);
    }
    constexpr bool in_text() noexcept { return place_ == Place::string || stands_in(Place::name); }
    constexpr bool nest() noexcept { return opened_ < most_depth_ || fail(Fault::limit); }

    constexpr bool put(std::size_t byte) noexcept {
        if (used_ == storage_.size()) return fail(Fault::limit);
        storage_[used_++] = static_cast<char>(byte);
        return true;
    }
    constexpr bool put(std::string_view bytes) noexcept {
        if (bytes.size() > storage_.size() - used_) return fail(Fault::limit);
        copy(bytes, storage_.data() + used_);
        used_ += bytes.size();
        return true;
    }
    static constexpr void copy(std::string_view bytes, char* to) noexcept {
        if (std::is_constant_evaluated()) {
            for (const char byte : bytes) *to++ = byte;
        } else if (!bytes.empty()) {
            std::memcpy(to, bytes.data(), bytes.size());
        }
    }
    /// Writes the head of a content that has `size` bytes.
    constexpr bool put_head(std::size_t at, unsigned char tag, std::size_t size) noexcept {
        if (size > detail::largest_content) return fail(Fault::limit);
        char* const head = storage_.data() + at;
        head[0] = static_cast<char>(tag | size >> 16);
        head[1] = static_cast<char>(size >> 8 & 0xFF);
        head[2] = static_cast<char>(size & 0xFF);
        return true;
    }
    constexpr bool has_room_for_head() noexcept {
        return detail::long_head <= storage_.size() - used_ || fail(Fault::limit);
    }

    constexpr bool open(detail::Tag tag, Place inside) noexcept {
        if (!has_room_for_head()) return false;
        storage_[used_] = static_cast<char>(tag);
        Open& opened = open_[opened_++];
        opened.start = used_;
        opened.members = 0;
        opened.after = place_;
        opened.names = {};
        used_ += detail::long_head;
        place_ = inside;
        return true;
    }
    constexpr bool close() noexcept {
        const Open& ended = open_[--opened_];
        const auto tag = static_cast<unsigned char>(storage_[ended.start]);
        place_ = ended.after;
        return put_head(ended.start, tag, used_ - ended.start - detail::long_head);
    }

    constexpr bool begin_text(Place inside) noexcept {
        if (!has_room_for_head()) return false;
        after_text_ = place_;
        text_size_ = 0;
        place_ = inside;
        return true;
    }
    constexpr bool end_text(detail::Tag tag) noexcept {
        if (!put_head(used_, tag, text_size_)) return false;
        used_ += detail::long_head + text_size_;
        place_ = after_text_;
        return true;
    }

    /// The innermost object, which ends here, names no member twice.
    constexpr bool check_names() noexcept {
        const Open& object = open_[opened_ - 1];
        char* const head = storage_.data() + object.start;
        if (!object.names.may_repeat ||
            detail::unique_names(detail::Item{head + detail::long_head}, object.members)) {
            return true;
        }
        if (duplicates_ == DuplicateNames::refuse) return fail(Fault::duplicate_name);
        *head = static_cast<char>(detail::tag_object_with_duplicates);
        return true;
    }

    std::span<char> storage_;
    std::size_t most_members_;
    std::size_t most_depth_;
    DuplicateNames duplicates_;
    Fault fault_ = Fault::none;
    Place place_ = Place::start;
    std::size_t used_ = 0;
    std::size_t opened_ = 0;
    std::size_t text_size_ = 0;        // of the string that was begun last, so far
    Place after_text_ = Place::start;  // where the reader stands when that has ended
    Open open_[max_depth];             // not initialized: only the first `opened_` are read
};

}  // namespace vouch::inline v1::json

#endif
