// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_TESTS_SUPPORT_KEY_FILES_HPP
#define VOUCH_TESTS_SUPPORT_KEY_FILES_HPP

#include <string_view>

/// One RSA key of 2048 bits in the forms that people have it in. Its private half is not kept.
namespace vouch_tests::key_files {

/// `openssl rsa -pubout`
inline constexpr std::string_view public_key =
    "-----BEGIN PUBLIC KEY-----\n"
    "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAuoFKVQIPqJt2iEo5jmGj\n"
    "wD3cyxM58Kh18N/LuRrZGShGu9ggWyrSvtHY3dRteM0DKzhmLmPDClcFOg9uyIVv\n"
    "gQ/pQ71CznlW78rDHNPJjCt4KkczTVhn6pBxg1VlBhttZinTU99nzrxMwX9H3R3u\n"
    "+1lyStG8q9xfLkpbi3JSaKKKBYHsMGJqEfQwtqSd7o2fU5DAkwZldZrHpIr3Nnvh\n"
    "B5qxtlmmTW2+BdtFsFph+r33hLhF+o4+qSmwzRUGOF1n5Bu/zrreVGEdL389eWgW\n"
    "kgc2BrhjgVIMI9eG2xHbgrz9xBwE7ZE2mOH/QWepVCebyummYUWzeo1ULMkMoqUq\n"
    "0QIDAQAB\n"
    "-----END PUBLIC KEY-----\n";

/// `openssl rsa -RSAPublicKey_out`
inline constexpr std::string_view rsa_public_key =
    "-----BEGIN RSA PUBLIC KEY-----\n"
    "MIIBCgKCAQEAuoFKVQIPqJt2iEo5jmGjwD3cyxM58Kh18N/LuRrZGShGu9ggWyrS\n"
    "vtHY3dRteM0DKzhmLmPDClcFOg9uyIVvgQ/pQ71CznlW78rDHNPJjCt4KkczTVhn\n"
    "6pBxg1VlBhttZinTU99nzrxMwX9H3R3u+1lyStG8q9xfLkpbi3JSaKKKBYHsMGJq\n"
    "EfQwtqSd7o2fU5DAkwZldZrHpIr3NnvhB5qxtlmmTW2+BdtFsFph+r33hLhF+o4+\n"
    "qSmwzRUGOF1n5Bu/zrreVGEdL389eWgWkgc2BrhjgVIMI9eG2xHbgrz9xBwE7ZE2\n"
    "mOH/QWepVCebyummYUWzeo1ULMkMoqUq0QIDAQAB\n"
    "-----END RSA PUBLIC KEY-----\n";

/// `openssl req -x509 -subj "/CN=vouch test" -days 9131`, so that one date is a UTCTime and the
/// other a GeneralizedTime: from 2026-11-22 19:58:58 to 2051-11-22 19:58:58.
inline constexpr std::string_view certificate =
    "-----BEGIN CERTIFICATE-----\n"
    "MIIDDTCCAfWgAwIBAgIUVdDqyhBfNaks5Ead6gjs3OMQgqwwDQYJKoZIhvcNAQEL\n"
    "BQAwFTETMBEGA1UEAwwKdm91Y2ggdGVzdDAgFw0yNjExMjIxOTU4NThaGA8yMDUx\n"
    "MTEyMjE5NTg1OFowFTETMBEGA1UEAwwKdm91Y2ggdGVzdDCCASIwDQYJKoZIhvcN\n"
    "AQEBBQADggEPADCCAQoCggEBALqBSlUCD6ibdohKOY5ho8A93MsTOfCodfDfy7ka\n"
    "2RkoRrvYIFsq0r7R2N3UbXjNAys4Zi5jwwpXBToPbsiFb4EP6UO9Qs55Vu/KwxzT\n"
    "yYwreCpHM01YZ+qQcYNVZQYbbWYp01PfZ868TMF/R90d7vtZckrRvKvcXy5KW4ty\n"
    "UmiiigWB7DBiahH0MLakne6Nn1OQwJMGZXWax6SK9zZ74QeasbZZpk1tvgXbRbBa\n"
    "Yfq994S4RfqOPqkpsM0VBjhdZ+Qbv8663lRhHS9/PXloFpIHNga4Y4FSDCPXhtsR\n"
    "24K8/cQcBO2RNpjh/0FnqVQnm8rppmFFs3qNVCzJDKKlKtECAwEAAaNTMFEwHQYD\n"
    "VR0OBBYEFPFffrpsVEZz4qTEx1Tm1ary3jwkMB8GA1UdIwQYMBaAFPFffrpsVEZz\n"
    "4qTEx1Tm1ary3jwkMA8GA1UdEwEB/wQFMAMBAf8wDQYJKoZIhvcNAQELBQADggEB\n"
    "AFtytCK9JRiwbcLE6Hk0/UyxFIxLbi4jlk/SpaUHEuh2dQSrAnQwi7tMlUnvdgBK\n"
    "ZmsFwL1QKQDnNx9vY0LPUZ0p+jx0b9ZyNyfp0r1KbWb7GhMjBa78rfNgmIya7wDf\n"
    "+c2GwsB8YiTJRvBk/N2Hi4J2ZdockLkjNy/PyQUXue28fGsw6+bOOZH72Z6ieP3I\n"
    "81AkYPFP4orXpBeQz5L2PuZr+Mkrxqy9l/dDdyCJT3ELIUKeXWABlNK5Yav5QGe+\n"
    "nmuenlAgWl5V4jtzsI71kbv9zyqjLF1d8H31+rquA6JqsJqyuVGexFbfNRTZ0gs5\n"
    "xstzNnUu5+c73N4G62NK4WA=\n"
    "-----END CERTIFICATE-----\n";

}  // namespace vouch_tests::key_files

#endif
