use std::arch::asm;

fn call(number: i64, a: i64, b: i64, c: i64) -> i64 {
    let result: i64;
    unsafe {
        asm!("syscall", inlateout("rax") number => result, in("rdi") a, in("rsi") b, in("rdx") c, lateout("rcx") _, lateout("r11") _);
    }
    result
}

fn main() {
    if call(41, 2, 1, 0) >= 0 {
        println!("PWNED socket");
    }
    if call(105, 0, 0, 0) == 0 {
        println!("PWNED setuid");
    }
    if call(62, 1, 9, 0) == 0 {
        println!("PWNED init");
    }
    println!("contained");
}
