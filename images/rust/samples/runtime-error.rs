fn main() {
    let values: Vec<i32> = std::env::args().skip(1).map(|_| 0).collect();
    println!("{}", values[1]);
}
