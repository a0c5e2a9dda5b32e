identification division.
program-id. spinning.
data division.
working-storage section.
01 turns pic 9(9) comp-5 value 0.
procedure division.
    perform until turns = 1000000000
        compute turns = function mod (turns + 1, 1000)
    end-perform.
    stop run.
