        global  main

        section .text
main:   xor     ecx, ecx
        mov     eax, 1
        cdq
        idiv    ecx
        ret
