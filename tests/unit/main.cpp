// SPDX-License-Identifier: BSL-1.0
// The main function of every unit test program; with the library of Boost.Test, or without where
// there is none for the target.
#define BOOST_TEST_MODULE vouch
#ifdef BOOST_TEST_DYN_LINK
#include <boost/test/unit_test.hpp>
#else
#include <boost/test/included/unit_test.hpp>
#endif
