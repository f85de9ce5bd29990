// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_HTTP_URL_HPP
#define VOUCH_HTTP_URL_HPP

#include <vouch/http/ip_address.hpp>
#include <vouch/result.hpp>
#include <vouch/text/bounded_text.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace vouch::inline v1::http {

/// What is asked of the URL of an endpoint besides its form.
struct UrlRules {
    std::vector<std::uint16_t> ports = {443};
    /// Domains where no endpoint may be, such as those of the platform itself; with all below them.
    /// Names, which must outlive these rules.
    std::vector<std::string_view> refused_domains = {};
};

/// The URL of an endpoint (RFC 3986 §3): `https://`, a host in the one spelling that it has, maybe
/// a port, a path and a query. Everything that two programs could read in two ways is refused.
class Url {
public:
    static constexpr std::size_t most_bytes = 2048;

    /// \return `endpoint_url` for more than 2048 bytes, characters that a URL cannot have, user
    /// information, a fragment, an empty or malformed host, and a host that looks like a number but
    /// is not the usual spelling of an address; `endpoint_scheme` for all but `https`, in lower
    /// case; `endpoint_port` for a port that the rules do not name; `endpoint_host` for a domain
    /// that they refuse.
    static constexpr Result<Url> parse(std::string_view text, const UrlRules& rules = {}) {
        if (text.size() > most_bytes || !has_url_characters(text)) return Errc::endpoint_url;
        constexpr std::string_view scheme = "https:";
        if (!text.starts_with(scheme)) return Errc::endpoint_scheme;
        std::string_view rest = text.substr(scheme.size());
        if (!rest.starts_with("//") || text.find('#') != std::string_view::npos) {
            return Errc::endpoint_url;
        }
        rest.remove_prefix(2);
        const std::size_t authority_size = rest.find_first_of("/?");
        std::string_view authority = rest.substr(0, authority_size);
        rest.remove_prefix(authority.size());

        Url url;
        if (!url.read_host(authority)) return Errc::endpoint_url;
        if (!url.read_port(authority)) return Errc::endpoint_url;
        bool listed = false;
        for (const std::uint16_t port : rules.ports) listed = listed || port == url.port_;
        if (!listed) return Errc::endpoint_port;
        for (const std::string_view domain : rules.refused_domains) {
            if (is_within(url.host(), domain)) return Errc::endpoint_host;
        }
        url.text_ = text;
        url.target_at_ = text.size() - rest.size();
        return url;
    }

    /// As it was read.
    constexpr std::string_view text() const noexcept { return text_; }
    /// In lower case; an address of IPv6 without its brackets.
    constexpr std::string_view host() const noexcept { return host_; }
    /// The address that the host is, where it is no name.
    constexpr const std::optional<IpAddress>& address() const noexcept { return address_; }
    constexpr std::uint16_t port() const noexcept { return port_; }
    /// The path and the query; `/` where there is neither.
    constexpr std::string_view target() const noexcept {
        const std::string_view target = text().substr(target_at_);
        return target.empty() ? "/" : target;
    }

private:
    constexpr Url() noexcept = default;

    static constexpr bool is_letter_or_digit(char c) noexcept {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c);
    }
    static constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
    static constexpr bool is_hexadecimal(char c) noexcept {
        return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    /// Only characters of RFC 3986 §2, and `%` with two hexadecimal digits.
    static constexpr bool has_url_characters(std::string_view text) noexcept {
        for (std::size_t i = 0; i < text.size(); ++i) {
            const char c = text[i];
            if (c == '%') {
                if (i + 2 >= text.size() || !is_hexadecimal(text[i + 1]) ||
                    !is_hexadecimal(text[i + 2])) {
                    return false;
                }
            } else if (!is_letter_or_digit(c) && std::string_view{"-._~:/?#[]@!$&'()*+,;="}.find(
                                                     c) == std::string_view::npos) {
                return false;
            }
        }
        return true;
    }

    /// Takes the host off the authority.
    constexpr bool read_host(std::string_view& authority) noexcept {
        if (authority.starts_with('[')) {
            const std::size_t end = authority.find(']');
            if (end == std::string_view::npos) return false;
            const std::string_view host = authority.substr(1, end - 1);
            address_ = IpAddress::from_v6(host);
            if (!address_) return false;
            host_ = lower(host);
            authority.remove_prefix(end + 1);
            return true;
        }
        const std::string_view host = authority.substr(0, authority.find(':'));
        authority.remove_prefix(host.size());
        if (host.size() > 253 || !is_name(host)) return false;
        host_ = lower(host);
        if (!looks_like_number(host)) return true;
        address_ = IpAddress::from_v4(host);
        return address_.has_value();
    }

    constexpr bool read_port(std::string_view text) noexcept {
        if (text.empty()) return true;
        if (text[0] != ':') return false;
        text.remove_prefix(1);
        if (text.empty() || text.size() > 5 || text[0] == '0') return false;
        std::uint32_t port = 0;
        for (const char c : text) {
            if (!is_digit(c)) return false;
            port = 10 * port + static_cast<std::uint32_t>(c - '0');
        }
        if (port > UINT16_MAX) return false;
        port_ = static_cast<std::uint16_t>(port);
        return true;
    }

    /// Labels of letters, digits and inner hyphens (RFC 1123 §2.1). Those with hyphens in the third
    /// and fourth place are A-labels (RFC 5890 §2.3.1) or nothing.
    static constexpr bool is_name(std::string_view host) noexcept {
        while (true) {
            const std::size_t dot = host.find('.');
            const std::string_view label = host.substr(0, dot);
            if (label.empty() || label.size() > 63) return false;
            if (label.front() == '-' || label.back() == '-') return false;
            for (const char c : label) {
                if (!is_letter_or_digit(c) && c != '-') return false;
            }
            const bool reserved = label.size() >= 4 && label[2] == '-' && label[3] == '-';
            if (reserved && !is_a_label(label)) return false;
            if (dot == std::string_view::npos) return true;
            host.remove_prefix(dot + 1);
        }
    }
    static constexpr bool is_a_label(std::string_view label) noexcept {
        return label.size() > 4 && (label[0] | 0x20) == 'x' && (label[1] | 0x20) == 'n';
    }

    /// The last label decides: no domain of the internet ends in a number.
    static constexpr bool looks_like_number(std::string_view host) noexcept {
        const std::string_view last = host.substr(host.rfind('.') + 1);
        if (last.size() >= 2 && last[0] == '0' && (last[1] | 0x20) == 'x') return true;
        for (const char c : last) {
            if (!is_digit(c)) return false;
        }
        return true;
    }

    static constexpr BoundedText<253> lower(std::string_view host) noexcept {
        char text[253] = {};
        for (std::size_t i = 0; i < host.size(); ++i) {
            const bool upper = host[i] >= 'A' && host[i] <= 'Z';
            text[i] = upper ? static_cast<char>(host[i] + ('a' - 'A')) : host[i];
        }
        return std::string_view{text, host.size()};
    }

    /// `domain` itself, or below it. However somebody has written the domain: its letter case does
    /// not count, nor does a dot at either end.
    static constexpr bool is_within(std::string_view host, std::string_view domain) noexcept {
        if (domain.starts_with('.')) domain.remove_prefix(1);
        if (domain.ends_with('.')) domain.remove_suffix(1);
        if (domain.empty() || domain.size() > host.size()) return false;
        const std::string_view before = host.substr(0, host.size() - domain.size());
        if (lower(domain) != host.substr(before.size())) return false;
        return before.empty() || before.ends_with('.');
    }

    BoundedText<most_bytes> text_;
    BoundedText<253> host_;
    std::optional<IpAddress> address_;
    std::uint16_t port_ = 443;
    std::size_t target_at_ = 0;
};

}  // namespace vouch::inline v1::http

#endif
