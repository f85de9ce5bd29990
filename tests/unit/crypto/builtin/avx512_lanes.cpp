// SPDX-License-Identifier: BSL-1.0
#include <vouch/crypto/builtin/avx512_lanes.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <utility>

#include <support/plain_lanes.hpp>
#include <vouch/detail/processor.hpp>

BOOST_AUTO_TEST_SUITE(crypto_builtin_avx512_lanes)

#if VOUCH_HAS_X86_KERNELS

namespace {

using vouch::builtin::Avx512Lanes;
using vouch_tests::PlainLanes;
using Values = std::array<std::uint64_t, 8>;

/// What a lane may have, and what it may not but could: any bits.
Values some(std::mt19937_64& random) {
    Values values;
    for (std::uint64_t& value : values) {
        const auto choice = random() % 6;
        value = choice == 0   ? 0
                : choice == 1 ? ~std::uint64_t{0}
                : choice == 2 ? (std::uint64_t{1} << 52) - 1
                : choice == 3 ? random() >> 12
                              : random();
    }
    return values;
}

/// Calls all operations of one kind of lanes on the same vectors, and gives all that comes of it.
template <class Lanes>
struct AllOperations {
    static std::array<Values, 24> on(const Values& x, const Values& y, const Values& z,
                                     std::uint64_t scalar) {
        typename Lanes::Vector a, b, c, d;
        std::array<Values, 24> all{};
        std::size_t count = 0;
        const auto keep = [&](const auto& vector) { Lanes::store(all[count++].data(), vector); };
        const auto reset = [&] {
            Lanes::load(a, x.data());
            Lanes::load(b, y.data());
            Lanes::load(c, z.data());
        };
        reset(), keep(a);
        Lanes::fill(d, scalar), keep(d);
        Lanes::set_first(d, scalar), keep(d);
        Lanes::add(a, b), keep(a);
        reset(), Lanes::add_low(a, b, c), keep(a);
        reset(), Lanes::add_high(a, b, c), keep(a);
        reset(), Lanes::move_up(a, b), keep(a);
        reset(), Lanes::double_number(d, a, b), keep(d);
        reset(), Lanes::split(a, d), keep(a), keep(d);
        reset(), Lanes::collect(a, b), keep(a);
        each_lane(std::make_index_sequence<8>{}, [&](auto lane) {
            reset(), Lanes::template clear<lane()>(a), keep(a);
            Lanes::template get<lane()>(all[22][lane()], b);
        });
        bool exceeds = false;
        Lanes::exceeds_52_bits(exceeds, a);
        all[23][0] = exceeds;
        Lanes::exceeds_52_bits(exceeds, b);
        all[23][1] = exceeds;
        return all;
    }
    template <std::size_t... I, class Use>
    static void each_lane(std::index_sequence<I...>, Use&& use) {
        (use(std::integral_constant<std::size_t, I>{}), ...);
    }
};

}  // namespace

BOOST_AUTO_TEST_CASE(does_what_the_plain_lanes_do) {
    if (!vouch::detail::processor().has_avx512_ifma) {
        BOOST_TEST_MESSAGE("skipped: this processor has no AVX-512 IFMA");
        return;
    }
    std::mt19937_64 random{20261122};
    for (int turn = 0; turn < 10'000; ++turn) {
        Values x = some(random), y = some(random), z = some(random);
        if (turn % 4 == 0) {  // as often as not nothing exceeds 52 bits
            for (std::uint64_t& value : y) value >>= 12;
        }
        const std::uint64_t scalar = random();
        const auto expected = AllOperations<PlainLanes>::on(x, y, z, scalar);
        const auto found = AllOperations<Avx512Lanes>::on(x, y, z, scalar);
        BOOST_TEST((found == expected));
    }
}

#endif

BOOST_AUTO_TEST_SUITE_END()
