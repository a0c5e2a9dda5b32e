void main () {
    uint turns = 0;
    while (true) {
        AtomicUint.inc (ref turns);
    }
}
