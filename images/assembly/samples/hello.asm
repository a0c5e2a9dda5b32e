        global  main
        extern  puts

        section .text
main:   sub     rsp, 8
        lea     rdi, [rel text]
        call    puts
        xor     eax, eax
        add     rsp, 8
        ret

        section .rodata
text:   db      "Hello, world!", 0
