// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_TESTING_LAWS_REPORT_HPP
#define VOUCH_TESTING_LAWS_REPORT_HPP

#include <vouch/version.hpp>

#include <string_view>
#include <vector>

namespace vouch::inline v1::testing {

/// The laws of a concept that a model of it breaks; none where the model is sound.
///
/// Of no test framework, and of use in each:
/// \code
/// for (std::string_view law : vouch::testing::json_reader_laws(MyReader{}).broken) FAIL(law);
/// \endcode
struct LawReport {
    std::vector<std::string_view> broken;  ///< each once, in the order in which they were checked

    /// Notes `law`, a text that outlives the report, as broken where it does not hold.
    void require(bool holds, std::string_view law) {
        if (holds) return;
        for (const std::string_view known : broken) {
            if (known == law) return;
        }
        broken.push_back(law);
    }
};

}  // namespace vouch::inline v1::testing

#endif
