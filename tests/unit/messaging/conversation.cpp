// SPDX-License-Identifier: BSL-1.0
#include <vouch/messaging/conversation.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <map>
#include <string>

BOOST_AUTO_TEST_SUITE(messaging_conversation)

namespace {

using vouch::messaging::Conversation;
using vouch::messaging::EndUser;

}  // namespace

BOOST_AUTO_TEST_CASE(a_conversation_is_of_one_end_user_and_generation) {
    const EndUser alice = EndUser::verified("acme", "web_users", "alice");
    const Conversation first{alice, 0};
    BOOST_CHECK(first == Conversation{alice});
    BOOST_CHECK((first != Conversation{alice, 1}));
    BOOST_CHECK((first != Conversation{EndUser::unverified("acme", "web_users", "alice"), 0}));
    BOOST_TEST(first.encode() == alice.encode() + "1:0");
    BOOST_TEST(
        (Conversation{alice, UINT64_MAX}.encode() == alice.encode() + "20:18446744073709551615"));
}

BOOST_AUTO_TEST_CASE(no_two_conversations_have_one_encoding) {
    std::map<std::string, Conversation> conversations;
    const std::string subjects[] = {"",
                                    "1:0",
                                    "0:1:0",
                                    "1",
                                    ":",
                                    std::string("\0", 1),
                                    Conversation{EndUser::verified("", "", ""), 1}.encode()};
    std::size_t count = 0;
    for (const std::string& subject : subjects) {
        for (const std::string& issuer : subjects) {
            for (const std::uint64_t generation : {0U, 1U, 10U, 11U, 110U}) {
                const EndUser user = EndUser::verified("t", "c", subject, issuer);
                const Conversation conversation{user, generation};
                conversations.try_emplace(conversation.encode(), conversation);
                ++count;
            }
        }
    }
    BOOST_TEST(conversations.size() == count);
    // Nor that of an end user alone.
    for (const auto& [text, conversation] : conversations) {
        BOOST_TEST(!conversations.contains(conversation.end_user.encode()));
    }
}

BOOST_AUTO_TEST_SUITE_END()
