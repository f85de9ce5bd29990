// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_VERSION_HPP
#define VOUCH_VERSION_HPP

/// The version of the library, by the rules of semantic versioning 2.0.0.
#define VOUCH_VERSION_MAJOR 0
#define VOUCH_VERSION_MINOR 1
#define VOUCH_VERSION_PATCH 0

/// Everything public lives here. `v1` is inline, so users write `vouch::Verifier`; it keeps two
/// major versions of the library apart when one program contains both.
namespace vouch::inline v1 {}

#endif
