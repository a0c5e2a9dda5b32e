        global  main

        section .text
main:   mov     eax, undeclared
        unknown eax
        ret
