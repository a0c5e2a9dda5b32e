# Takes the attribute "always_inline" from the members of std::allocator in libstdc++ 14's <bits/allocator.h>. With it GCC 14 refuses
# each std::string and std::vector after `#pragma GCC target`, which many contestants write in their first line: it must inline the members
# into functions that it makes up itself, for destructors and for global variables, and takes these for functions of another target.
# An optimising compiler inlines them unasked. The lines stay, empty, so that diagnostics name the same ones. Fails if the header
# is not as it was.

/^[ \t]*__attribute__\(\(__always_inline__\)\)$/ { changed++; $0 = "" }
{ print }
END { exit changed != 7 }
