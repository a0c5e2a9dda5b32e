identification division.
program-id. copying.
environment division.
input-output section.
file-control.
    select input-file assign to "/dev/stdin" organization is line sequential.
    select output-file assign to "/dev/stdout" organization is line sequential.
data division.
file section.
fd input-file.
01 input-line pic x(4096).
fd output-file.
01 output-line pic x(4096).
working-storage section.
01 ended pic 9 value 0.
procedure division.
    open input input-file output output-file.
    perform until ended = 1
        read input-file
            at end move 1 to ended
            not at end write output-line from input-line
        end-read
    end-perform.
    close input-file output-file.
    stop run.
