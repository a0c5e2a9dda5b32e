my @blocks;
loop {
    @blocks.push(buf8.allocate(1_000_000, 1));
}
