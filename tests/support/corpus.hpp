// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_TESTS_SUPPORT_CORPUS_HPP
#define VOUCH_TESTS_SUPPORT_CORPUS_HPP

#include <vouch/text/base64.hpp>
#include <vouch/text/base64url.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <cstdint>
#include <fstream>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// Reads the attack corpus; VOUCH_CORPUS is its folder.

namespace vouch_tests {

/// A file of the corpus.
inline nlohmann::json load(const std::string& name) {
    const std::string path = std::string{VOUCH_CORPUS} + "/" + name + ".json";
    std::ifstream file{path};
    BOOST_REQUIRE_MESSAGE(file, "cannot read " << path);
    return nlohmann::json::parse(file);
}

/// The texts that have names.
inline const nlohmann::json& named_texts() {
    static const nlohmann::json texts = load("texts");
    return texts;
}

inline std::string to_base64url(std::string_view octets) {
    std::string text(vouch::base64url::encoded_size(octets.size()), '\0');
    vouch::base64url::encode(std::span{octets}, std::span{text});
    return text;
}

/// The bytes that an entry means: a string as it is, or an object that says how they are made.
inline std::string expand(const nlohmann::json& text) {
    if (text.is_string()) return text.get<std::string>();
    if (text.contains("ref")) return expand(named_texts().at(text.at("ref").get<std::string>()));
    if (text.contains("concat")) {
        std::string whole;
        for (const nlohmann::json& part : text.at("concat")) whole += expand(part);
        return whole;
    }
    if (text.contains("repeat")) {
        const std::string part = expand(text.at("repeat"));
        const auto times = text.at("times").get<std::size_t>();
        std::string whole;
        whole.reserve(part.size() * times);
        for (std::size_t i = 0; i < times; ++i) whole += part;
        return whole;
    }
    if (text.contains("base64")) {
        const auto base64 = text.at("base64").get<std::string>();
        std::vector<std::uint8_t> octets(vouch::base64::decoded_size(base64.size()));
        const auto size = vouch::base64::decode(base64, std::span{octets});
        BOOST_REQUIRE(size);
        return {octets.begin(), octets.begin() + static_cast<std::ptrdiff_t>(*size)};
    }
    if (text.contains("edit")) {
        std::string whole = expand(text.at("edit"));
        const auto at = text.at("at").get<std::ptrdiff_t>();
        const std::size_t from =
            at < 0 ? whole.size() - static_cast<std::size_t>(-at) : static_cast<std::size_t>(at);
        return whole.replace(from, text.at("remove").get<std::size_t>(), expand(text.at("insert")));
    }
    std::string token;
    for (const char* part : {"header", "payload"}) {
        token += to_base64url(expand(text.at(part))) + '.';
    }
    return token + expand(text.at("signature"));
}

}  // namespace vouch_tests

#endif
