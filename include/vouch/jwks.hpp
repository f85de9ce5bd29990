// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_JWKS_HPP
#define VOUCH_JWKS_HPP

/// \file
/// The verifier and keys that are fetched from an endpoint. A transport comes beside it, such as
/// vouch/http/curl.hpp.

#include <vouch/keys/jwks_budget.hpp>
#include <vouch/keys/jwks_discovery.hpp>
#include <vouch/keys/jwks_document.hpp>
#include <vouch/keys/jwks_endpoint.hpp>
#include <vouch/keys/jwks_events.hpp>
#include <vouch/keys/jwks_refresh.hpp>
#include <vouch/keys/jwks_refresher.hpp>
#include <vouch/keys/jwks_source.hpp>
#include <vouch/vouch.hpp>

#endif
