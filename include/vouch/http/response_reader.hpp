// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_HTTP_RESPONSE_READER_HPP
#define VOUCH_HTTP_RESPONSE_READER_HPP

#include <vouch/http/cache_control.hpp>
#include <vouch/http/http_date.hpp>
#include <vouch/http/transport.hpp>
#include <vouch/result.hpp>
#include <vouch/text/control_characters.hpp>

#include <algorithm>
#include <cstddef>
#include <new>
#include <string>
#include <string_view>
#include <utility>

namespace vouch::inline v1::http {

/// Puts an answer together from the lines and bytes in which a client of HTTP/1.1 gets it, for
/// those who write a transport. It keeps the limits and the few headers of a Response, and leaves
/// out interim answers (RFC 9110 §15.2) and trailers (§6.5).
class ResponseReader {
public:
    explicit ResponseReader(const FetchLimits& limits) noexcept : limits_{limits} {}
    ResponseReader(const ResponseReader&) = delete;
    ResponseReader& operator=(const ResponseReader&) = delete;

    /// A status line, a header line, or the empty line after them; with its line break or without.
    ///
    /// \return `endpoint_too_large`; `endpoint_encoding` for what is no such line, control
    /// characters (RFC 9110 §5.5), a content coding (§8.4), a transfer coding other than `chunked`
    /// and a length that is no number or comes with another one (RFC 9112 §6.3); `out_of_memory`.
    Result<void> header_line(std::string_view line) noexcept {
        if (line.size() > limits_.header_bytes - header_bytes_) return Errc::endpoint_too_large;
        header_bytes_ += line.size();
        if (line.ends_with('\n')) line.remove_suffix(1);
        if (line.ends_with('\r')) line.remove_suffix(1);
        for (const char c : line) {
            if (c != '\t' && has_control_characters({&c, 1})) return Errc::endpoint_encoding;
        }
        if (!in_head_) return is_complete() ? Result<void>{} : status_line(line);
        if (line.empty()) {
            in_head_ = false;
            return {};
        }
        // RFC 9112 §5.2: a line that begins with a blank goes on with the one before.
        if (is_blank(line.front())) {
            return last_ == nullptr ? Result<void>{} : append(*last_, " ", detail::trim(line));
        }
        return field(line);
    }

    /// \return `endpoint_too_large`, `out_of_memory`.
    Result<void> body(std::string_view bytes) noexcept {
        if (bytes.size() > limits_.body_bytes - response_.body.size()) {
            return Errc::endpoint_too_large;
        }
        return append(response_.body, "", bytes);
    }

    /// Whether anything came.
    bool has_begun() const noexcept { return header_bytes_ != 0; }
    /// Whether the status and all headers came. Whether the body did, the client has to know.
    bool is_complete() const noexcept { return !in_head_ && response_.status >= 200; }

    /// The answer, once the client says that it ended.
    ///
    /// \return `endpoint_truncated` where it ended among its headers, and where only the end of the
    /// connection tells where a 200 ends (RFC 9112 §8): it may have been cut.
    Result<Response> finish() && noexcept {
        if (!is_complete() || (response_.status == 200 && !has_length_)) {
            return Errc::endpoint_truncated;
        }
        return std::move(response_);
    }

private:
    /// `HTTP/1.1 200 OK` (RFC 9112 §4); the headers of an interim answer are forgotten.
    Result<void> status_line(std::string_view line) noexcept {
        if (!line.starts_with("HTTP/")) return Errc::endpoint_encoding;
        const std::string_view code = line.substr(std::min(line.find(' '), line.size() - 1) + 1);
        int status = 0;
        for (const char c : code.substr(0, 3)) {
            if (c < '0' || c > '9') return Errc::endpoint_encoding;
            status = 10 * status + (c - '0');
        }
        if (status < 100 || (code.size() > 3 && code[3] != ' ')) return Errc::endpoint_encoding;
        response_ = {.status = status};
        content_length_.clear();
        has_length_ = false;
        last_ = nullptr;
        in_head_ = true;
        return {};
    }

    Result<void> field(std::string_view line) noexcept {
        const std::size_t colon = line.find(':');
        const std::string_view name = line.substr(0, colon);
        if (colon == std::string_view::npos || name.empty() || is_blank(name.back())) {
            return Errc::endpoint_encoding;
        }
        const std::string_view value = detail::trim(line.substr(colon + 1));
        last_ = nullptr;
        if (same(name, "content-encoding") && !value.empty() && !same(value, "identity")) {
            return Errc::endpoint_encoding;
        }
        if (same(name, "transfer-encoding")) {
            has_length_ = true;
            return same(value, "chunked") ? Result<void>{} : Errc::endpoint_encoding;
        }
        if (same(name, "content-length")) return length(value);
        last_ = kept(name);
        if (last_ == nullptr) return {};
        return append(*last_, last_->empty() ? "" : ", ", value);
    }

    Result<void> length(std::string_view value) noexcept {
        for (const char c : value) {
            if (c < '0' || c > '9') return Errc::endpoint_encoding;
        }
        if (value.empty() || (!content_length_.empty() && content_length_ != value)) {
            return Errc::endpoint_encoding;
        }
        has_length_ = true;
        return content_length_.empty() ? append(content_length_, "", value) : Result<void>{};
    }

    std::string* kept(std::string_view name) noexcept {
        if (same(name, "cache-control")) return &response_.cache_control;
        if (same(name, "age")) return &response_.age;
        if (same(name, "date")) return &response_.date;
        if (same(name, "expires")) return &response_.expires;
        if (same(name, "etag")) return &response_.etag;
        if (same(name, "last-modified")) return &response_.last_modified;
        if (same(name, "retry-after")) return &response_.retry_after;
        return nullptr;
    }

    /// Memory is asked for beforehand, because a std::string cannot say that there is none.
    static Result<void> append(std::string& text, std::string_view between,
                               std::string_view more) noexcept {
        const std::size_t size = text.size() + between.size() + more.size();
        if (size > text.capacity()) {
            char* const room = new (std::nothrow) char[2 * size];
            if (room == nullptr) return Errc::out_of_memory;
            delete[] room;
        }
        text.append(between).append(more);
        return {};
    }

    static bool is_blank(char c) noexcept { return c == ' ' || c == '\t'; }
    static bool same(std::string_view a, std::string_view b) noexcept {
        return detail::equal_ignoring_case(a, b);
    }

    FetchLimits limits_;
    Response response_;
    std::string content_length_;
    std::string* last_ = nullptr;  // the header that a folded line goes on with
    std::size_t header_bytes_ = 0;
    bool in_head_ = false;
    bool has_length_ = false;
};

}  // namespace vouch::inline v1::http

#endif
