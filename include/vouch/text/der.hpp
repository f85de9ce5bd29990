// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_TEXT_DER_HPP
#define VOUCH_TEXT_DER_HPP

#include <vouch/version.hpp>

#include <cstddef>
#include <cstdint>
#include <span>

namespace vouch::inline v1 {

/// As much of DER (ITU-T X.690 §10) as public keys and certificates are made of.
namespace der {

using Octets = std::span<const std::uint8_t>;

/// The identifier octet of an element (X.690 §8.1.2). Numbers over 30 do not occur.
enum class Tag : std::uint8_t {
    boolean = 0x01,
    integer = 0x02,
    bit_string = 0x03,
    octet_string = 0x04,
    null = 0x05,
    object_identifier = 0x06,
    utc_time = 0x17,
    generalized_time = 0x18,
    sequence = 0x30,
    set = 0x31,
};

/// The tag `[number]` before a simple type, IMPLICIT.
constexpr Tag context_primitive(std::uint8_t number) noexcept {
    return static_cast<Tag>(0x80 | number);
}
/// The tag `[number]` around other elements, EXPLICIT.
constexpr Tag context_constructed(std::uint8_t number) noexcept {
    return static_cast<Tag>(0xA0 | number);
}

/// What is wrong with a document.
enum class Fault : std::uint8_t {
    none,
    encoding,  ///< not DER: a length that is indefinite, not minimal or too long; an INTEGER,
               ///< BOOLEAN, BIT STRING or NULL not as DER has it; something after the end
    form,      ///< DER, but not the elements that were asked for
};

/// Reads the elements inside one element, in order.
///
/// All readers of a document share one Fault and keep the first: after one, nothing is left to read
/// and every content is empty. So a form is read from top to bottom and the fault looked at once.
class Reader {
public:
    /// Enters the one element that `document` must be, with nothing after it.
    constexpr Reader(Octets document, Tag tag, Fault& fault) noexcept
        : rest_{document}, fault_{&fault} {
        const Octets content = read(tag);
        end();
        if (fault != Fault::none) fault = Fault::encoding;
        rest_ = content;
    }

    /// \name What comes next
    /// \{
    constexpr bool at_end() const noexcept { return rest_.empty() || *fault_ != Fault::none; }
    constexpr bool next_is(Tag tag) const noexcept {
        return !at_end() && rest_[0] == static_cast<std::uint8_t>(tag);
    }
    /// \}

    /// \name Elements
    /// Each takes the next element, which must have the tag that is meant.
    /// \{
    constexpr Octets read(Tag tag) noexcept { return take(tag).content; }
    /// The whole element, tag and length included.
    constexpr Octets read_whole(Tag tag) noexcept { return take(tag).whole; }
    constexpr Reader enter(Tag tag) noexcept { return Reader{take(tag).content, *fault_}; }
    /// Takes an element of any tag.
    constexpr void skip() noexcept { take(); }

    /// A whole number in two's complement (X.690 §8.3).
    constexpr Octets integer() noexcept {
        const Octets number = read(Tag::integer);
        if (*fault_ != Fault::none) return {};
        if (number.empty()) return fail(Fault::encoding).content;
        // Minimal: the first nine bits are not all equal.
        const bool all_equal = number.size() > 1 && number[0] == (number[1] >= 0x80 ? 0xFF : 0x00);
        if (all_equal) return fail(Fault::encoding).content;
        return number;
    }
    /// A number that is not negative, without the octet that is there for the sign only.
    constexpr Octets unsigned_integer() noexcept {
        const Octets number = integer();
        if (number.empty()) return {};
        if (number[0] >= 0x80) return fail(Fault::form).content;
        return number.size() > 1 && number[0] == 0 ? number.subspan(1) : number;
    }
    /// A bit string that is made of whole octets (X.690 §8.6).
    constexpr Octets octets_of_bit_string() noexcept {
        const Octets bits = read(Tag::bit_string);
        if (*fault_ != Fault::none) return {};
        if (bits.empty() || bits[0] > 7) return fail(Fault::encoding).content;
        if (bits[0] != 0) return fail(Fault::form).content;
        return bits.subspan(1);
    }
    constexpr void boolean() noexcept {
        const Octets truth = read(Tag::boolean);
        if (*fault_ != Fault::none) return;
        if (truth.size() != 1 || (truth[0] != 0x00 && truth[0] != 0xFF)) fail(Fault::encoding);
    }
    constexpr void null() noexcept {
        if (!read(Tag::null).empty()) fail(Fault::encoding);
    }
    /// \}

    /// Nothing may come any more.
    constexpr void end() noexcept {
        if (!at_end()) fail(Fault::form);
    }
    /// Says that what was read is not of the form that it should have.
    constexpr void refuse() noexcept { fail(Fault::form); }

private:
    struct Element {
        Octets whole;
        Octets content;
    };

    constexpr Reader(Octets content, Fault& fault) noexcept : rest_{content}, fault_{&fault} {}

    constexpr Element fail(Fault fault) noexcept {
        if (*fault_ == Fault::none) *fault_ = fault;
        return {};
    }

    constexpr Element take(Tag tag) noexcept {
        if (!next_is(tag)) return fail(Fault::form);
        return take();
    }

    constexpr Element take() noexcept {
        if (at_end()) return fail(Fault::form);
        constexpr std::uint8_t long_tag = 0x1F;
        if ((rest_[0] & long_tag) == long_tag || rest_.size() < 2) return fail(Fault::encoding);

        std::size_t head = 2;
        std::size_t size = rest_[1];
        if (size >= 0x80) {
            const std::size_t count = size - 0x80;
            if (count > 4 || rest_.size() - head < count) return fail(Fault::encoding);
            size = 0;
            for (std::size_t i = 0; i < count; ++i) size = size << 8 | rest_[head++];
            // Not minimal; or of the indefinite form, which has a count and so a size of 0.
            if (size < 0x80 || size >> 8 * (count - 1) == 0) return fail(Fault::encoding);
        }
        if (rest_.size() - head < size) return fail(Fault::encoding);

        const Element element{rest_.first(head + size), rest_.subspan(head, size)};
        rest_ = rest_.subspan(head + size);
        return element;
    }

    Octets rest_;
    Fault* fault_;
};

}  // namespace der

}  // namespace vouch::inline v1

#endif
