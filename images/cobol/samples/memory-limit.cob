identification division.
program-id. hungry.
data division.
working-storage section.
01 block-address usage pointer.
linkage section.
01 chunk pic x(1000000).
procedure division.
    perform until 1 = 0
        allocate 1000000 characters initialized returning block-address
        set address of chunk to block-address
        move all "x" to chunk
    end-perform.
    stop run.
