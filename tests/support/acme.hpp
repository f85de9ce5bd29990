// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_TESTS_SUPPORT_ACME_HPP
#define VOUCH_TESTS_SUPPORT_ACME_HPP

#include <vouch/messaging.hpp>
#include <vouch/testing/clocks.hpp>
#include <vouch/testing/key_pair.hpp>

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// A tenant as tests of sessions want it: two keys in one keyset, a channel on the web and one in an
// app with a configuration of the same name, and parts that record what they see or fail on demand.

namespace vouch_tests {

inline constexpr std::int64_t start = 1'800'000'000;  // when each Acme begins
inline constexpr std::int64_t minute = 60;
inline constexpr std::int64_t hour = 60 * minute;
inline constexpr std::string_view acme_issuer = "https://login.acme.example";

/// The stable name of the reason, or "accepted".
template <class T>
std::string_view verdict(const vouch::Result<T>& result) {
    return result.has_value() ? std::string_view{"accepted"} : to_string(result.error().code());
}
template <class T>
std::string_view state_of(const vouch::Result<T>& session) {
    if (!session) return to_string(session.error().code());
    return to_string(session->state);
}

// --- Tokens -------------------------------------------------------------------------------------

/// What a token says. Times are in seconds from `start`.
struct TokenText {
    std::string_view subject = "alice";
    std::int64_t issued = 0;
    std::int64_t expires = 90 * minute;
    std::string_view kid = "a";
    std::string_view issuer = acme_issuer;
    std::string_view more = {};  ///< members of the payload, such as R"("jti":"1")"
    std::string_view algorithm = "RS256";
    const vouch::testing::KeyPair* key = &vouch::testing::rsa_2048;
};

/// A token of these texts; each is signed once in a program.
inline std::string signed_token(const vouch::testing::KeyPair& key, std::string_view algorithm,
                                const std::string& header, const std::string& payload) {
    static std::mutex mutex;
    static std::map<std::string, std::string> tokens;
    const std::string name = key.jwk("") + header + payload;
    const std::lock_guard lock{mutex};
    std::string& token = tokens[name];
    if (token.empty()) {
        token = algorithm == "RS512"   ? key.token<vouch::RS512>(header, payload)
                : algorithm == "RS384" ? key.token<vouch::RS384>(header, payload)
                                       : key.token<vouch::RS256>(header, payload);
    }
    return token;
}

inline std::string token_of(const TokenText& text) {
    const std::string header = R"({"alg":")" + std::string{text.algorithm} + R"(","kid":")" +
                               std::string{text.kid} + R"("})";
    std::string payload = R"({"iss":")" + std::string{text.issuer} + R"(","sub":")" +
                          std::string{text.subject} + R"(","iat":)" +
                          std::to_string(start + text.issued) + R"(,"exp":)" +
                          std::to_string(start + text.expires);
    if (!text.more.empty()) payload.append(1, ',').append(text.more);
    return signed_token(*text.key, text.algorithm, header, payload + '}');
}

// --- Parts that record, or fail on demand -------------------------------------------------------

/// Clients that note what they are told. Copies share their notes.
class Clients {
public:
    using policy_kind = vouch::messaging::client_api_policy;

    void challenged(const vouch::messaging::Session& session,
                    const vouch::messaging::Challenge& challenge) noexcept {
        note("challenged", session, to_string(challenge.reason));
    }
    void ended(const vouch::messaging::Session& session) noexcept {
        note("ended", session, to_string(session.state));
    }
    void logged_out(const vouch::messaging::Session& session) noexcept {
        note("logged_out", session, to_string(session.state));
    }

    /// What they were told since this was called last: a line for each call, such as "challenged
    /// tab expired;".
    std::string told() const {
        const std::lock_guard lock{notes_->mutex};
        return std::exchange(notes_->text, {});
    }

private:
    void note(std::string_view call, const vouch::messaging::Session& session,
              std::string_view what) {
        const std::lock_guard lock{notes_->mutex};
        notes_->text.append(call).append(1, ' ').append(session.participant->client.id);
        notes_->text.append(1, ' ').append(what).append(1, ';');
    }

    struct Notes {
        std::mutex mutex;
        std::string text;
    };
    std::shared_ptr<Notes> notes_ = std::make_shared<Notes>();
};

/// Keeps the lines of decisions. Copies share them.
class Decisions {
public:
    using policy_kind = vouch::messaging::decision_sink_policy;

    std::string_view salt() const noexcept { return "pepper"; }
    void record(const vouch::messaging::Decision& decision) noexcept {
        const std::lock_guard lock{kept_->mutex};
        kept_->lines.push_back(to_json(decision));
        kept_->last = decision;
    }

    std::vector<std::string> lines() const {
        const std::lock_guard lock{kept_->mutex};
        return std::exchange(kept_->lines, {});
    }
    vouch::messaging::Decision last() const {
        const std::lock_guard lock{kept_->mutex};
        return kept_->last.value();
    }

private:
    struct Kept {
        std::mutex mutex;
        std::vector<std::string> lines;
        std::optional<vouch::messaging::Decision> last;
    };
    std::shared_ptr<Kept> kept_ = std::make_shared<Kept>();
};

/// The system's random numbers, until a test takes them away. Copies share that.
struct Random {
    using policy_kind = vouch::messaging::random_policy;

    bool fill(std::span<std::uint8_t> octets) const noexcept {
        return *works && vouch::messaging::SystemRandom{}.fill(octets);
    }

    std::shared_ptr<bool> works = std::make_shared<bool>(true);
};

/// A store that can be told to fail, or to let somebody else be faster, and that keeps all the text
/// that it was ever given.
class TestStore {
public:
    using Session = vouch::messaging::Session;
    using SessionId = vouch::messaging::SessionId;
    using EndUserRecord = vouch::messaging::EndUserRecord;
    using Retention = vouch::messaging::Retention;
    template <class Record>
    using Found = vouch::Result<std::optional<vouch::messaging::Stored<Record>>>;

    /// The calls after so many more fail, all of them.
    void fail_after(std::size_t calls, vouch::Errc error = vouch::Errc::store_failed) {
        calls_left_ = calls;
        error_ = error;
    }
    void heal() { error_.reset(); }
    std::size_t calls() const noexcept { return calls_; }
    /// Whoever writes a record finds that somebody has just written it, until they try again.
    void lose_each_first_write(bool on) noexcept { loses_ = on; }
    /// Forgets all that may be forgotten.
    void forget(vouch::NumericDate now) {
        for (int i = 0; i < 2000; ++i) {
            (void)sessions_.use_token_id(std::to_string(i), {now, now});
        }
    }
    const std::string& seen() const noexcept { return seen_; }
    std::size_t size() const noexcept { return sessions_.size(); }

    Found<Session> find(const SessionId& id) {
        if (fails()) return *error_;
        return sessions_.find(id);
    }
    vouch::Result<bool> replace(const SessionId& id, std::uint64_t version, const Session& session,
                                Retention retention) {
        if (fails()) return *error_;
        see(id, session);
        if (version != 0 && is_lost({id.sha256.begin(), id.sha256.end()})) {
            (void)sessions_.replace(id, version, (*sessions_.find(id))->record, retention);
        }
        return sessions_.replace(id, version, session, retention);
    }
    Found<EndUserRecord> find(std::string_view end_user) {
        if (fails()) return *error_;
        seen_.append(end_user);
        return sessions_.find(end_user);
    }
    vouch::Result<bool> replace(std::string_view end_user, std::uint64_t version,
                                const EndUserRecord& record, Retention retention) {
        if (fails()) return *error_;
        seen_.append(end_user);
        if (is_lost(std::string{end_user})) {
            const auto found = *sessions_.find(end_user);
            (void)sessions_.replace(end_user, version, found ? found->record : EndUserRecord{},
                                    retention);
        }
        return sessions_.replace(end_user, version, record, retention);
    }
    vouch::Result<bool> use_token_id(std::string_view token_id, Retention retention) {
        if (fails()) return *error_;
        seen_.append(token_id);
        return sessions_.use_token_id(token_id, retention);
    }

private:
    bool fails() noexcept {
        ++calls_;
        if (!error_) return false;
        if (calls_left_ == 0) return true;
        --calls_left_;
        return false;
    }
    bool is_lost(const std::string& record) {
        bool& lost = lost_[record];
        return loses_ && (lost = !lost);
    }

    void see(const SessionId& id, const Session& session) {
        seen_.append(id.sha256.begin(), id.sha256.end());
        seen_.append(session.participant->conversation.encode());
        seen_.append(session.participant->channel).append(session.participant->client.id);
        if (!session.proof) return;
        seen_.append(session.proof->issuer).append(session.proof->subject);
        seen_.append(session.proof->kid);
    }

    vouch::messaging::MemorySessions sessions_;
    std::optional<vouch::Errc> error_;
    std::size_t calls_left_ = 0;
    std::size_t calls_ = 0;
    bool loses_ = false;
    std::map<std::string, bool> lost_;
    std::string seen_;
};

/// The keys that an endpoint serves at the moment.
class PublishedKeys {
public:
    using policy_kind = vouch::key_source_policy;
    using Keys = std::shared_ptr<const vouch::KeySet<vouch::Builtin>>;

    Keys keys() const noexcept {
        const std::lock_guard lock{published_->mutex};
        return published_->keys;
    }
    void publish(std::initializer_list<std::string> jwks) const {
        std::vector<vouch::Jwk> read;
        for (const std::string& jwk : jwks) read.push_back(*vouch::read_jwk(jwk));
        const std::lock_guard lock{published_->mutex};
        published_->keys = std::make_shared<const vouch::KeySet<vouch::Builtin>>(vouch::Builtin{},
                                                                                 std::move(read));
    }

private:
    struct Published {
        std::mutex mutex;
        Keys keys = std::make_shared<const vouch::KeySet<vouch::Builtin>>(
            vouch::Builtin{}, std::vector<vouch::Jwk>{});
    };
    std::shared_ptr<Published> published_ = std::make_shared<Published>();
};

/// Endpoints that all serve the same keys. Copies share them.
struct Endpoints {
    using policy_kind = vouch::messaging::endpoint_policy;
    using Source = PublishedKeys;

    vouch::Result<Source> open(std::string_view) const { return source; }

    Source source;
};

// --- The tenant ---------------------------------------------------------------------------------

using AcmeSetup = vouch::messaging::Setup<vouch::testing::ManualClock, Endpoints,
                                          vouch::MaxLifetime<30 * 24 * hour>>;

/// The set-up of a tenant, with the two channels "Website" and "App" for verified users.
struct AcmeTenant {
    explicit AcmeTenant(vouch::messaging::TenantPolicy policy = {},
                        std::string_view tenant = "Acme")
        : setup{AcmeSetup::create(tenant, policy, clock, endpoints).value()} {
        using vouch::messaging::ChannelKind;
        must(admin.upload_key("a", vouch::testing::rsa_2048.jwk("a")));
        must(admin.upload_key("b", vouch::testing::rsa_2048_second.jwk("b")));
        must(admin.add_keyset("Customers", acme_issuer, {"a", "b"}));
        add_channel("Website", ChannelKind::enhanced_web_chat);
        add_channel("App", ChannelKind::enhanced_in_app_chat);
    }

    /// Tests call what cannot fail by this.
    static void must(const vouch::Result<void>& done) {
        if (!done) throw std::logic_error(done.error().message());
    }

    void add_channel(std::string_view name, vouch::messaging::ChannelKind kind,
                     std::string_view configuration = "Customers",
                     std::string_view keyset = "Customers") {
        must(admin.add_channel(name, kind));
        must(admin.add_configuration(name, configuration, keyset));
        must(admin.activate_configuration(name, configuration));
        must(admin.set_user_verification(name, true));
    }
    /// Lets the users of both channels in without a token.
    void turn_verification_off() {
        must(admin.set_user_verification("Website", false));
        must(admin.set_user_verification("App", false));
    }
    void set_verified_minutes(std::int64_t minutes) {
        const auto time = vouch::messaging::ExpirationTime::from_minutes(minutes).value();
        must(admin.set_verified_expiration("Website", time));
        must(admin.set_verified_expiration("App", time));
    }
    /// A keyset whose keys an endpoint serves, in place of the uploaded ones.
    void use_endpoint() {
        must(admin.add_endpoint_keyset("Endpoint", acme_issuer, "https://acme.example/jwks"));
        must(admin.set_configuration_keyset("Website", "Customers", "Endpoint"));
        must(admin.set_configuration_keyset("App", "Customers", "Endpoint"));
    }

    vouch::testing::ManualClock clock{{start, 0}};
    Endpoints endpoints;
    std::shared_ptr<AcmeSetup> setup;
    decltype(setup->as({})) admin = setup->as({"dana", {"Customize Application"}});
};

using Opening = vouch::Result<vouch::messaging::Opened>;

/// What a client holds.
inline std::string key_of(const Opening& opened) {
    return std::string{opened.value().authorization.text()};
}

/// The tenant, and an exchange of its tokens for sessions in a TestStore.
struct Acme : AcmeTenant {
    using AcmeTenant::AcmeTenant;

    Opening open(std::string_view client = "tab", const TokenText& text = {},
                 std::string_view channel = "Website") {
        return exchange.open(channel, token_of(text), {.id = std::string{client}});
    }
    Opening open_unverified(std::string_view channel = "Website", std::string_view client = "tab") {
        return exchange.open_unverified(channel, {.id = std::string{client}});
    }
    std::string_view touch(std::string_view authorization) {
        return state_of(exchange.touch(authorization));
    }
    std::string_view renew(std::string_view authorization, const TokenText& text) {
        return state_of(exchange.renew(authorization, token_of(text)));
    }
    /// Seconds until the session of a client is over, from now.
    std::int64_t time_left(std::string_view authorization) {
        return exchange.touch(authorization).value().expires_at.seconds - clock.now().seconds;
    }

    TestStore store;
    Clients clients;
    Decisions decisions;
    Random random;
    vouch::messaging::Exchange<AcmeSetup, TestStore, Clients, Decisions, Random> exchange{
        setup, store, clients, decisions, random};
};

}  // namespace vouch_tests

#endif
