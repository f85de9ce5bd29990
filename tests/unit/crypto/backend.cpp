// SPDX-License-Identifier: BSL-1.0
#include <vouch/crypto/backend.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>

BOOST_AUTO_TEST_SUITE(crypto_backend)

namespace {

using namespace vouch;

/// What a broken backend lacks.
enum class Lack { nothing, kind, import_noexcept, import_result, verify_noexcept, verify_result };

/// A model of crypto_backend, each requirement of which can be taken away.
template <Lack Missing>
struct Archetype {
    using policy_kind = std::conditional_t<Missing == Lack::kind, clock_policy, crypto_policy>;
    struct Key {};

    auto import_key(const RsaPublicKey&) const noexcept(Missing != Lack::import_noexcept) {
        if constexpr (Missing == Lack::import_result) {
            return Key{};
        } else {
            return Result<Key>{Key{}};
        }
    }
    template <rsa_pkcs1_algorithm A>
    auto verify(const Key&, std::string_view, std::span<const std::uint8_t>) const
        noexcept(Missing != Lack::verify_noexcept) {
        if constexpr (Missing == Lack::verify_result) {
            return true;
        } else {
            return Result<void>{};
        }
    }
};
template <Lack Missing>
inline constexpr bool is_model =
    vouch::crypto_backend<Archetype<Missing>> && verifies_with<Archetype<Missing>, RS256>;

static_assert(is_model<Lack::nothing>);
static_assert(!is_model<Lack::kind>);
static_assert(!is_model<Lack::import_noexcept>);
static_assert(!is_model<Lack::import_result>);
static_assert(!is_model<Lack::verify_noexcept>);
static_assert(!is_model<Lack::verify_result>);

struct ImmovableKey : Archetype<Lack::nothing> {
    struct Key {
        Key(Key&&) = delete;
    };
};
static_assert(!vouch::crypto_backend<ImmovableKey>);
static_assert(!vouch::crypto_backend<int>);

/// An algorithm that the archetype cannot do.
struct Other {
    static constexpr std::string_view name = "XX256";
    static constexpr std::string_view key_type = "XX";
    static constexpr Symmetry symmetry = Symmetry::asymmetric;
    using public_key = RsaPublicKey;
};
static_assert(signature_algorithm<Other> && !verifies_with<Archetype<Lack::nothing>, Other>);

static_assert(!verifies_batch_with<Archetype<Lack::nothing>, RS256>);

/// A model of verifies_batch_with.
template <class Result, bool IsNoexcept>
struct BatchArchetype : Archetype<Lack::nothing> {
    template <rsa_pkcs1_algorithm A>
    Result verify_batch(std::span<SignatureCheck<Key>> checks) const noexcept(IsNoexcept) {
        for (auto& check : checks) check.verdict = verify<A>(*check.key, "", {});
        return Result();
    }
};
static_assert(verifies_batch_with<BatchArchetype<void, true>, RS256>);
static_assert(!verifies_batch_with<BatchArchetype<void, false>, RS256>);
static_assert(!verifies_batch_with<BatchArchetype<bool, true>, RS256>);
static_assert(!verifies_batch_with<BatchArchetype<void, true>, Other>);

}  // namespace

BOOST_AUTO_TEST_CASE(a_model_can_be_asked) {
    const Archetype<Lack::nothing> backend;
    BOOST_TEST(backend.verify<RS256>({}, "", {}).has_value());
}

BOOST_AUTO_TEST_CASE(a_check_that_nobody_made_has_failed) {
    const SignatureCheck<int> check;
    BOOST_TEST(!check.verdict);
    BOOST_TEST((check.verdict.error() == Errc::backend_failed));
}

BOOST_AUTO_TEST_SUITE_END()
