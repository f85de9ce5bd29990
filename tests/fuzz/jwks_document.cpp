// SPDX-License-Identifier: BSL-1.0
// What an endpoint answers and what was stored of it: it is read as it was written, or refused.
#include <vouch/http/discovery.hpp>
#include <vouch/keys/jwks_document.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "fuzz/oracle.hpp"

namespace {

using vouch::Errc;
using vouch::JwksDocument;
using vouch_fuzz::require;

constexpr std::string_view url = "https://login.example.com/jwks";
constexpr std::string_view issuer = "https://login.example.com";
constexpr vouch::NumericDate now{1'800'000'000, 0};

void check_stored(const JwksDocument& document) {
    const std::string line = document.to_stored(url);
    require(line.find('\n') == std::string::npos, "it is one line");
    const auto again = JwksDocument::from_stored(line, url, now, {});
    require(again.has_value() == !document.set.keys.empty(), "what has keys can be read again");
    if (!again) return;
    require(again->text == document.text && again->etag == document.etag &&
                again->last_modified == document.last_modified &&
                again->lifetime_seconds == document.lifetime_seconds &&
                again->set.keys.size() == document.set.keys.size(),
            "it is the same");
    require(!JwksDocument::from_stored(line, issuer, now, {}), "it is of one endpoint");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view rest = vouch_fuzz::text_of(data, size);
    const std::string_view whole = rest;
    vouch::http::Response response{.status = 200};
    response.etag = vouch_fuzz::take_line(rest);
    response.last_modified = vouch_fuzz::take_line(rest);
    response.body = rest;
    if (const auto document = JwksDocument::from_response(response, now, {})) {
        for (const char c : document->etag + document->last_modified) {
            require(c >= ' ' && c <= '~', "a validator is one header");
        }
        check_stored(*document);
    }
    if (const auto stored = JwksDocument::from_stored(whole, url, now, {})) {
        require(!stored->set.keys.empty() && stored->fetched_at <= now, "stored keys can be used");
    }
    if (const auto uri = vouch::http::jwks_uri_of(issuer, whole)) {
        require(uri->text().starts_with("https://"), "the keys are fetched over TLS");
        require(whole.find("login.example.com") != std::string_view::npos ||
                    whole.find('\\') != std::string_view::npos,
                "the metadata name the issuer");
    }
    return 0;
}
