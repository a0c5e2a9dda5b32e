void main () {
    var blocks = new GenericArray<Bytes> ();
    while (true) {
        var block = new uint8[1000000];
        for (int i = 0; i < block.length; i++) {
            block[i] = 1;
        }
        blocks.add (new Bytes.take (block));
    }
}
