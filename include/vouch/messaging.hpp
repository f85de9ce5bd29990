// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_MESSAGING_HPP
#define VOUCH_MESSAGING_HPP

/// \file
/// Everything that needs no third-party library, with the verification of users on channels. It
/// stands beside vouch.hpp because its maps, locks and shared pointers take longer to compile.

#include <vouch/vouch.hpp>

#include <vouch/messaging/admission.hpp>
#include <vouch/messaging/authorization_token.hpp>
#include <vouch/messaging/challenge.hpp>
#include <vouch/messaging/channel.hpp>
#include <vouch/messaging/channel_kind.hpp>
#include <vouch/messaging/client_api.hpp>
#include <vouch/messaging/composition.hpp>
#include <vouch/messaging/conversation.hpp>
#include <vouch/messaging/decision.hpp>
#include <vouch/messaging/end_user.hpp>
#include <vouch/messaging/end_users.hpp>
#include <vouch/messaging/endpoint.hpp>
#include <vouch/messaging/exchange.hpp>
#include <vouch/messaging/expiration_time.hpp>
#include <vouch/messaging/explain.hpp>
#include <vouch/messaging/explanation.hpp>
#include <vouch/messaging/guards.hpp>
#include <vouch/messaging/hints.hpp>
#include <vouch/messaging/key.hpp>
#include <vouch/messaging/key_file.hpp>
#include <vouch/messaging/keyset.hpp>
#include <vouch/messaging/keyset_keys.hpp>
#include <vouch/messaging/limits.hpp>
#include <vouch/messaging/lint.hpp>
#include <vouch/messaging/memory_sessions.hpp>
#include <vouch/messaging/name.hpp>
#include <vouch/messaging/permission.hpp>
#include <vouch/messaging/random_source.hpp>
#include <vouch/messaging/revocations.hpp>
#include <vouch/messaging/session.hpp>
#include <vouch/messaging/session_rules.hpp>
#include <vouch/messaging/session_store.hpp>
#include <vouch/messaging/sessions.hpp>
#include <vouch/messaging/settings.hpp>
#include <vouch/messaging/setup.hpp>
#include <vouch/messaging/setup_editor.hpp>
#include <vouch/messaging/snapshot.hpp>
#include <vouch/messaging/tenants.hpp>
#include <vouch/messaging/timeline.hpp>
#include <vouch/messaging/token_checks.hpp>
#include <vouch/messaging/user_verification.hpp>

#endif
