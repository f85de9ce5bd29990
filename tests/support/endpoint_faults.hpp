// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_TESTS_SUPPORT_ENDPOINT_FAULTS_HPP
#define VOUCH_TESTS_SUPPORT_ENDPOINT_FAULTS_HPP

#include <vouch/errc.hpp>
#include <vouch/http/transport.hpp>

#include <string>
#include <string_view>
#include <vector>

#include <support/tls_server.hpp>

namespace vouch_tests {

/// For what is to run into its limit. Nothing else has so little: the machine may be a slow one.
inline constexpr vouch::http::FetchLimits short_limits{.connect_milliseconds = 300,
                                                       .total_milliseconds = 300};

/// What an endpoint does wrong so that there is no answer.
struct EndpointFault {
    std::string_view name;
    Script script;
    vouch::Errc error;

    vouch::http::FetchLimits limits() const {
        return error == vouch::Errc::endpoint_timeout ? short_limits : vouch::http::FetchLimits{};
    }
};

/// Each fault that makes a transport fail after the request, with the default limits for sizes.
inline std::vector<EndpointFault> endpoint_faults() {
    using vouch::Errc;
    const std::string head = "HTTP/1.1 200 OK\r\n";
    const std::string ten = head + "Content-Length: 10\r\n\r\n";
    const std::string chunked = head + "Transfer-Encoding: chunked\r\n\r\n";
    const std::string megabyte(1024 * 1024, 'a');
    const std::string chunk = "1000\r\n" + std::string(0x1000, 'a') + "\r\n";
    const std::string too_long(256 * 1024 + 1, 'a');
    return {
        {"never answers", Script{}.stall(), Errc::endpoint_timeout},
        {"one byte now and then", Script{}.drip(30, answer_text(R"({"keys":[]})")),
         Errc::endpoint_timeout},
        {"stops in the headers", Script{}.send(head).stall(), Errc::endpoint_timeout},
        {"stops in the body", Script{}.send(ten + "{").stall(), Errc::endpoint_timeout},
        {"interim answers for ever, slowly", Script{}.repeat(30, "HTTP/1.1 100 Continue\r\n\r\n"),
         Errc::endpoint_timeout},
        {"switches protocols", Script{}.send("HTTP/1.1 101 Switching Protocols\r\n\r\n").stall(),
         Errc::endpoint_timeout},

        {"headers without end",
         Script{}.send(head).repeat(0, "A: aaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n"),
         Errc::endpoint_too_large},
        {"a header of 1 MiB", Script{}.send(head + "A: " + megabyte + "\r\n\r\n").stall(),
         Errc::endpoint_too_large},
        {"a header without end", Script{}.send(head + "A: ").repeat(0, megabyte),
         Errc::endpoint_too_large},
        {"a status line without end", Script{}.send("HTTP/1.1 200 ").repeat(0, megabyte),
         Errc::endpoint_too_large},
        {"interim answers for ever", Script{}.repeat(0, "HTTP/1.1 100 Continue\r\n\r\n"),
         Errc::endpoint_too_large},
        {"a length of 10 GiB",
         Script{}.send(head + "Content-Length: 10737418240\r\n\r\n").repeat(0, megabyte),
         Errc::endpoint_too_large},
        {"a length beyond all numbers",
         Script{}.send(head + "Content-Length: 99999999999999999999999\r\n\r\n{}").stall(),
         Errc::endpoint_too_large},
        {"chunks without end", Script{}.send(chunked).repeat(0, chunk), Errc::endpoint_too_large},
        {"one byte more than the limit", Script{}.send(answer_text(too_long)),
         Errc::endpoint_too_large},
        {"one byte more than the limit, chunked",
         Script{}.send(chunked + "40001\r\n" + too_long + "\r\n0\r\n\r\n"),
         Errc::endpoint_too_large},

        {"breaks before the answer", Script{}.reset(), Errc::endpoint_unreachable},
        {"ends before the answer", Script{}.close(), Errc::endpoint_unreachable},
        {"ends in the headers", Script{}.send(head + "ETag: 1\r\n").close(),
         Errc::endpoint_truncated},
        {"is cut in the headers", Script{}.send(head + "ETag: 1\r\n").cut(),
         Errc::endpoint_truncated},
        {"ends in the body", Script{}.send(ten + "{").close(), Errc::endpoint_truncated},
        {"is cut in the body", Script{}.send(ten + "{").cut(), Errc::endpoint_truncated},
        {"breaks in the body", Script{}.send(ten + "{").wait(50).reset(), Errc::endpoint_truncated},
        {"ends without the last chunk", Script{}.send(chunked + "2\r\n{}\r\n").close(),
         Errc::endpoint_truncated},
        {"is cut without the last chunk", Script{}.send(chunked + "2\r\n{}\r\n").cut(),
         Errc::endpoint_truncated},
        {"ends in a chunk", Script{}.send(chunked + "10\r\n{}").close(), Errc::endpoint_truncated},
        {"breaks in a chunk", Script{}.send(chunked + "10\r\n{}").wait(50).reset(),
         Errc::endpoint_truncated},
        {"no length, ends", Script{}.send(head + "\r\n{}").close(), Errc::endpoint_truncated},
        {"no length, is cut", Script{}.send(head + "\r\n{}").cut(), Errc::endpoint_truncated},

        {"no HTTP", Script{}.repeat(0, megabyte), Errc::endpoint_encoding},
        {"HTTP/0.9", Script{}.send(R"({"keys":[]})").close(), Errc::endpoint_encoding},
        {"a gzip bomb",
         Script{}.send(head + "Content-Encoding: gzip\r\nContent-Length: 10\r\n\r\n").stall(),
         Errc::endpoint_encoding},
        {"a gzip bomb as a transfer coding",
         Script{}.send(head + "Transfer-Encoding: gzip, chunked\r\n\r\n").stall(),
         Errc::endpoint_encoding},
        {"two lengths",
         Script{}.send(head + "Content-Length: 2\r\nContent-Length: 10\r\n\r\n{}").stall(),
         Errc::endpoint_encoding},
        {"a control character in a header",
         Script{}.send(answer_text("{}", "ETag: a\rIf-Match: b\r\n")), Errc::endpoint_encoding},
    };
}

}  // namespace vouch_tests

#endif
