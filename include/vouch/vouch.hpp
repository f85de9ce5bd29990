// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_VOUCH_HPP
#define VOUCH_VOUCH_HPP

/// \file
/// Everything that needs no third-party library.

#include <vouch/config.hpp>
#include <vouch/errc.hpp>
#include <vouch/error.hpp>
#include <vouch/error_text.hpp>
#include <vouch/fwd.hpp>
#include <vouch/result.hpp>
#include <vouch/version.hpp>

#include <vouch/text/base64.hpp>
#include <vouch/text/base64url.hpp>
#include <vouch/text/bounded_text.hpp>
#include <vouch/text/control_characters.hpp>
#include <vouch/text/der.hpp>
#include <vouch/text/pem.hpp>
#include <vouch/text/utf8.hpp>

#include <vouch/time/calendar.hpp>
#include <vouch/time/clock.hpp>
#include <vouch/time/numeric_date.hpp>

#include <vouch/json/builder.hpp>
#include <vouch/json/number.hpp>
#include <vouch/json/reader.hpp>
#include <vouch/json/strict_json.hpp>
#include <vouch/json/value.hpp>
#include <vouch/json/writer.hpp>

#include <vouch/crypto/algorithm.hpp>
#include <vouch/crypto/backend.hpp>
#include <vouch/crypto/builtin.hpp>
#include <vouch/crypto/rsa_public_key.hpp>

#include <vouch/jose/certificate.hpp>
#include <vouch/jose/claims.hpp>
#include <vouch/jose/compact_token.hpp>
#include <vouch/jose/header.hpp>
#include <vouch/jose/jwk.hpp>
#include <vouch/jose/jwk_set.hpp>
#include <vouch/jose/public_key_file.hpp>
#include <vouch/jose/thumbprint.hpp>

#include <vouch/http/address_policy.hpp>
#include <vouch/http/cache_control.hpp>
#include <vouch/http/discovery.hpp>
#include <vouch/http/http_date.hpp>
#include <vouch/http/ip_address.hpp>
#include <vouch/http/response_reader.hpp>
#include <vouch/http/transport.hpp>
#include <vouch/http/url.hpp>

#include <vouch/keys/embedded_keys.hpp>
#include <vouch/keys/key_set.hpp>
#include <vouch/keys/key_source.hpp>
#include <vouch/keys/static_keys.hpp>

#include <vouch/rules/audience.hpp>
#include <vouch/rules/claim_rule.hpp>
#include <vouch/rules/expiry.hpp>
#include <vouch/rules/issued_at.hpp>
#include <vouch/rules/issuer.hpp>
#include <vouch/rules/kid.hpp>
#include <vouch/rules/leeway.hpp>
#include <vouch/rules/lifetime.hpp>
#include <vouch/rules/not_before.hpp>
#include <vouch/rules/required_claim.hpp>
#include <vouch/rules/subject.hpp>
#include <vouch/rules/token_id.hpp>
#include <vouch/rules/token_size.hpp>
#include <vouch/rules/token_type.hpp>

#include <vouch/verify/claimed_issuer.hpp>
#include <vouch/verify/identity.hpp>
#include <vouch/verify/token_cache.hpp>
#include <vouch/verify/verifier.hpp>
#include <vouch/verify/verifier_parts.hpp>

#endif
