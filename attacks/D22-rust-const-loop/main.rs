#![allow(long_running_const_eval)]
const fn spin() -> u64 {
    let mut n = 0u64;
    loop {
        n = n.wrapping_add(1);
    }
}
const VALUE: u64 = spin();
fn main() {
    println!("{VALUE}");
}
