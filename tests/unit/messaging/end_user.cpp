// SPDX-License-Identifier: BSL-1.0
#include <vouch/messaging/end_user.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <map>
#include <random>
#include <string>
#include <string_view>
#include <vector>

BOOST_AUTO_TEST_SUITE(messaging_end_user)

namespace {

using namespace std::string_view_literals;
using vouch::messaging::EndUser;

/// What could be taken for a length, a separator, an end or another user.
std::vector<std::string> awkward_texts() {
    std::vector<std::string> texts{"",
                                   "0",
                                   "1",
                                   "12",
                                   ":",
                                   "::",
                                   "0:",
                                   "1:",
                                   "1:a",
                                   "0:0:",
                                   "a",
                                   "a:",
                                   ":a",
                                   "v",
                                   "u",
                                   "v1:",
                                   std::string("\0", 1),
                                   std::string("\0\0", 2),
                                   std::string("a\0", 2),
                                   std::string("1:\0", 3),
                                   "\xFF",
                                   "9999999999:",
                                   "-1:",
                                   " ",
                                   "+1:a"};
    texts.push_back(EndUser::verified("1", "1", "1").encode());
    texts.push_back(EndUser::unverified("", "", "").encode());
    return texts;
}

/// The text in the order of its fields, for all to see which belongs to which.
std::string described(const EndUser& user) {
    std::string text{user.is_verified() ? "verified" : "unverified"};
    for (const std::string_view field :
         {user.tenant(), user.scope(), user.subject(), user.issuer()}) {
        text += " [";
        for (const char c : field) text += std::to_string(static_cast<unsigned char>(c)) + ' ';
        text += ']';
    }
    return text;
}

/// Notes users by their encoding; whether no other user had it.
class Encodings {
public:
    bool add(const EndUser& user) {
        const auto [known, added] = users_.try_emplace(user.encode(), user);
        return added || known->second == user;
    }
    std::size_t size() const { return users_.size(); }

private:
    std::map<std::string, EndUser> users_;
};

}  // namespace

BOOST_AUTO_TEST_CASE(an_end_user_says_who_it_is) {
    const EndUser user = EndUser::verified("acme", "web_users", "alice", "https://a.example");
    BOOST_TEST((user.is_verified() && user.tenant() == "acme" && user.scope() == "web_users" &&
                user.subject() == "alice" && user.issuer() == "https://a.example"));
    BOOST_TEST(user.encode() == "v4:acme9:web_users5:alice17:https://a.example");
    const EndUser guest = EndUser::unverified("acme", "web", "4711");
    BOOST_TEST((!guest.is_verified() && guest.scope() == "web" && guest.issuer().empty()));
    BOOST_TEST(guest.encode() == "u4:acme3:web4:47110:");
}

BOOST_AUTO_TEST_CASE(end_users_are_equal_where_tenant_name_subject_and_issuer_are) {
    const EndUser user = EndUser::verified("t", "c", "s", "i");
    BOOST_CHECK(user == EndUser::verified("t", "c", "s", "i"));
    BOOST_CHECK(user != EndUser::verified("T", "c", "s", "i"));
    BOOST_CHECK(user != EndUser::verified("t", "C", "s", "i"));
    BOOST_CHECK(user != EndUser::verified("t", "c", "S", "i"));
    BOOST_CHECK(user != EndUser::verified("t", "c", "s", "I"));
    BOOST_CHECK(user != EndUser::verified("t", "c", "s"));
    BOOST_CHECK(EndUser::verified("t", "c", "s") != EndUser::unverified("t", "c", "s"));
    BOOST_CHECK(EndUser::verified("t", "c", "a\0b"sv) != EndUser::verified("t", "c", "a"));
}

BOOST_AUTO_TEST_CASE(no_two_end_users_have_one_encoding) {
    const std::vector<std::string> texts = awkward_texts();
    Encodings encodings;
    std::size_t users = 0;
    for (const std::string& tenant : texts) {
        for (const std::string& scope : texts) {
            for (const std::string& subject : texts) {
                const EndUser verified = EndUser::verified(tenant, scope, subject);
                const EndUser unverified = EndUser::unverified(tenant, scope, subject);
                BOOST_REQUIRE_MESSAGE(encodings.add(verified), described(verified));
                BOOST_REQUIRE_MESSAGE(encodings.add(unverified), described(unverified));
                users += 2;
            }
        }
    }
    BOOST_TEST(encodings.size() == users);
}

BOOST_AUTO_TEST_CASE(no_two_random_end_users_have_one_encoding) {
    std::mt19937 generator{4711};
    const auto below = [&](unsigned end) { return generator() % end; };
    std::string last;
    const auto text = [&] {
        std::string made;
        // Few characters and short texts, so that many are alike; sometimes the encoding of
        // another.
        for (auto length = below(4); length != 0; --length) made += "01:v\0a"sv[below(6)];
        return below(20) == 0 ? last : made;
    };
    Encodings encodings;
    for (int i = 0; i < 100'000; ++i) {
        const EndUser user = below(2) == 0 ? EndUser::verified(text(), text(), text(), text())
                                           : EndUser::unverified(text(), text(), text());
        BOOST_REQUIRE_MESSAGE(encodings.add(user), described(user));
        if (below(10) == 0) last = user.encode().substr(0, 60);
    }
    BOOST_TEST(encodings.size() > 10'000U);
}

BOOST_AUTO_TEST_CASE(a_subject_cannot_make_a_verified_user_of_an_unverified_one) {
    const EndUser victim = EndUser::verified("acme", "web_users", "alice");
    for (const std::string& id :
         {victim.encode(), "alice:" + victim.encode(), std::string{"5:alice0:"}}) {
        const EndUser guest = EndUser::unverified("acme", "web_users", id);
        BOOST_CHECK(guest != victim);
        BOOST_TEST(guest.encode() != victim.encode());
        BOOST_TEST(guest.encode().front() != victim.encode().front());
    }
}

BOOST_AUTO_TEST_SUITE_END()
