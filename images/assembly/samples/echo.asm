        global  _start

        section .text
_start: xor     eax, eax                ; read
        xor     edi, edi
        lea     rsi, [rel buffer]
        mov     edx, size
        syscall
        test    rax, rax
        jle     done
        mov     r12, rax                ; what is left to write
        lea     rsi, [rel buffer]
write:  mov     eax, 1
        mov     edi, 1
        mov     rdx, r12
        syscall
        test    rax, rax
        jle     done
        add     rsi, rax
        sub     r12, rax
        jnz     write
        jmp     _start
done:   mov     eax, 60                 ; exit
        xor     edi, edi
        syscall

        section .bss
size    equ     65536
buffer: resb    size
