# Turns GCC's own specs (gcc -dumpspecs) into ours. GCC reads the result on every start, so that a plain g++ finds the precompiled headers.

# glibc needs no _REENTRANT since it holds the threads library itself, and the macro would rule out the precompiled headers.
previous == "*cpp:" { sub(/ *%{pthread:-D_REENTRANT}/, "") }

# -O1, -O2 and -O3 share headers; at -O1 two target options are off that have no effect there (no loop is unrolled, no AVX is used).
previous == "*cc1plus:" {
    $0 = $0 " %{O0|!O*:%{std=*:-isystem /opt/glovebox/headers/O0/%*} %{!std=*:-isystem /opt/glovebox/headers/O0/gnu++17};" \
        ":%{std=*:-isystem /opt/glovebox/headers/O2/%*} %{!std=*:-isystem /opt/glovebox/headers/O2/gnu++17}}" \
        " %{O|O1:-munroll-only-small-loops -mvzeroupper}"
}

{ print; previous = $0 }
