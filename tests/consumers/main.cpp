// SPDX-License-Identifier: BSL-1.0
#include <vouch/result.hpp>

int main() {
    const vouch::Result<int> refused = vouch::Error{vouch::Errc::expired};
    return refused.has_value() ? 1 : 0;
}
