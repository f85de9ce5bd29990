# SPDX-License-Identifier: BSL-1.0
# What Doxygen reads of a header. v1 is inline: users never write it, and Doxygen 1.9 does not read
# `namespace a::inline b`.
s/namespace vouch::inline v1/namespace vouch/
# In a group (\name ... \{ ... \}) the group's words are those of each member: an invisible comment
# says that the member is documented.
/\/\/\/ \\{/,/\/\/\/ \\}/s/^    [a-zA-Z]/    \/** \&nbsp; *\/ &/
