        global  main
        extern  malloc, memset

        section .text
main:   sub     rsp, 8
more:   mov     edi, 1000000
        call    malloc
        mov     rdi, rax
        mov     esi, 1
        mov     edx, 1000000
        call    memset
        jmp     more
