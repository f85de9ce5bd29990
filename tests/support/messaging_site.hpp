// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_TESTS_SUPPORT_MESSAGING_SITE_HPP
#define VOUCH_TESTS_SUPPORT_MESSAGING_SITE_HPP

#include <vouch/messaging.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "support/checksum_signatures.hpp"
#include "support/messaging_model.hpp"

// What stands around an Exchange in a test of millions of operations: signatures that cost nothing,
// random numbers that are the same each time, a store that forgets as early as it may.

namespace vouch_tests {

/// The keys of all customers' sites: moduli that are no products of primes, which nobody asks.
class SiteKeys {
public:
    static constexpr int count = 8;

    SiteKeys() {
        std::mt19937_64 random{4711};
        for (int i = 0; i < count; ++i) {
            std::string modulus(256, '\0');
            for (char& octet : modulus) octet = static_cast<char>(random() & 0xFF);
            modulus.front() = '\x80';
            modulus.back() = '\x01';
            checksums_.push_back(checksum(modulus));
            texts_.push_back(vouch::base64url::encode(modulus));
        }
    }

    std::string jwk(int material, std::string_view kid, std::string_view algorithm) const {
        std::string text = R"({"kty":"RSA","e":"AQAB","n":")" + text_of(material) + '"';
        if (!kid.empty()) text.append(R"(,"kid":")").append(kid).append("\"");
        if (!algorithm.empty()) text.append(R"(,"alg":")").append(algorithm).append("\"");
        return text + '}';
    }

    /// The compact form of what a token says.
    std::string sign(const messaging_model::Token& token, std::string_view header,
                     std::string_view payload) const {
        const std::uint64_t key = checksums_[static_cast<std::size_t>(token.material)];
        return ChecksumCrypto::token(token.signature_holds ? key : ~key, token.algorithm, header,
                                     payload);
    }
    std::string sign(const messaging_model::Token& token) const {
        return sign(token, header(token), payload(token));
    }

    static std::string header(const messaging_model::Token& token) {
        return R"({"alg":")" + token.algorithm + R"(","kid":")" + token.kid + R"("})";
    }
    static std::string payload(const messaging_model::Token& token) {
        std::string text = R"({"iss":")" + token.issuer + '"';
        if (token.subject) text += R"(,"sub":")" + *token.subject + '"';
        if (token.expires) text += R"(,"exp":)" + std::to_string(*token.expires);
        if (token.not_before) text += R"(,"nbf":)" + std::to_string(*token.not_before);
        if (token.issued) text += R"(,"iat":)" + std::to_string(*token.issued);
        if (token.id) text += R"(,"jti":")" + *token.id + '"';
        return text + '}';
    }

private:
    const std::string& text_of(int material) const {
        return texts_[static_cast<std::size_t>(material)];
    }

    std::vector<std::string> texts_;
    std::vector<std::uint64_t> checksums_;
};

/// Random octets that are the same each time: 0, 1, 2...
struct CountingRandom {
    using policy_kind = vouch::messaging::random_policy;
    std::shared_ptr<std::uint64_t> next = std::make_shared<std::uint64_t>(0);

    bool fill(std::span<std::uint8_t> octets) const noexcept {
        std::uint64_t rest = (*next)++;
        for (std::uint8_t& octet : octets) {
            octet = static_cast<std::uint8_t>(rest & 0xFF);
            rest >>= 8;
        }
        return true;
    }
};

/// Notes what clients are told, in the words of the model.
struct ToldClients {
    using policy_kind = vouch::messaging::client_api_policy;
    std::vector<std::string>* told;

    void challenged(const vouch::messaging::Session& session,
                    const vouch::messaging::Challenge& challenge) noexcept {
        tell("challenged", session,
             std::string{to_string(challenge.reason)} + ' ' +
                 std::to_string(challenge.deadline.seconds) + ' ' +
                 std::to_string(challenge.attempts));
    }
    void ended(const vouch::messaging::Session& session) noexcept {
        tell("ended", session, to_string(session.state));
    }
    void logged_out(const vouch::messaging::Session& session) noexcept {
        told->push_back("logged_out " + session.participant->client.id);
    }

private:
    void tell(std::string_view what, const vouch::messaging::Session& session,
              std::string_view how) const {
        told->push_back(std::string{what} + ' ' + session.participant->client.id + ' ' +
                        std::string{how});
    }
};

/// A store that is either MemorySessions, which forgets when it comes by, or one that forgets at
/// the first moment at which it may.
class TwoStores {
public:
    using Session = vouch::messaging::Session;
    using SessionId = vouch::messaging::SessionId;
    using EndUserRecord = vouch::messaging::EndUserRecord;
    using Retention = vouch::messaging::Retention;
    template <class Record>
    using Found = vouch::Result<std::optional<vouch::messaging::Stored<Record>>>;

    explicit TwoStores(bool forgets_at_once) {
        if (!forgets_at_once) memory_ = std::make_unique<vouch::messaging::MemorySessions>();
    }

    vouch::NumericDate now = {};

    Found<Session> find(const SessionId& id) {
        return memory_ ? memory_->find(id) : find_in(sessions_, text_of(id));
    }
    vouch::Result<bool> replace(const SessionId& id, std::uint64_t version, const Session& session,
                                Retention retention) {
        return memory_ ? memory_->replace(id, version, session, retention)
                       : replace_in(sessions_, text_of(id), version, session, retention);
    }
    Found<EndUserRecord> find(std::string_view end_user) {
        return memory_ ? memory_->find(end_user) : find_in(end_users_, std::string{end_user});
    }
    vouch::Result<bool> replace(std::string_view end_user, std::uint64_t version,
                                const EndUserRecord& record, Retention retention) {
        return memory_ ? memory_->replace(end_user, version, record, retention)
                       : replace_in(end_users_, std::string{end_user}, version, record, retention);
    }
    vouch::Result<bool> use_token_id(std::string_view token_id, Retention retention) {
        return memory_ ? memory_->use_token_id(token_id, retention)
                       : replace_in(token_ids_, std::string{token_id}, 0, true, retention);
    }

private:
    template <class Record>
    struct Entry {
        Record record = {};
        std::uint64_t version = 0;
        vouch::NumericDate until = {};
    };
    template <class Record>
    using Table = std::unordered_map<std::string, Entry<Record>>;

    static std::string text_of(const SessionId& id) { return {id.sha256.begin(), id.sha256.end()}; }

    template <class Record>
    Found<Record> find_in(Table<Record>& table, const std::string& key) {
        const auto found = table.find(key);
        if (found == table.end() || found->second.until <= now) {
            return std::optional<vouch::messaging::Stored<Record>>{};
        }
        return std::optional{
            vouch::messaging::Stored<Record>{found->second.record, found->second.version}};
    }
    template <class Record>
    vouch::Result<bool> replace_in(Table<Record>& table, const std::string& key,
                                   std::uint64_t version, const Record& record,
                                   Retention retention) {
        Entry<Record>& entry = table[key];
        if (entry.until <= now) entry = {};
        if (entry.version != version) return false;
        entry = {record, version + 1, retention.until};
        return true;
    }

    std::unique_ptr<vouch::messaging::MemorySessions> memory_;
    Table<Session> sessions_;
    Table<EndUserRecord> end_users_;
    Table<bool> token_ids_;
};
static_assert(vouch::messaging::session_store<TwoStores>);

}  // namespace vouch_tests

#endif
