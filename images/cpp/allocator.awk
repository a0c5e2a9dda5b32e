# Takes the attribute "always_inline" from the destructor of std::allocator in libstdc++ 14's <bits/allocator.h>. With it GCC 14 refuses
# each std::string and std::vector after `#pragma GCC target`, which many contestants write in their first line: it must inline the destructor
# into members that it makes up itself, but takes these for functions of another target. An optimising compiler inlines it unasked.
# The line stays, empty, so that diagnostics name the same lines. Fails if the header is not as it was.

/^ *__attribute__\(\(__always_inline__\)\)$/ { attribute = NR }
{ lines[NR] = $0 }
/ ~allocator\(\) _GLIBCXX_NOTHROW \{ \}$/ && attribute && NR - attribute <= 4 { lines[attribute] = ""; changed++ }

END {
    for (line = 1; line <= NR; line++) print lines[line]
    exit changed != 1
}
