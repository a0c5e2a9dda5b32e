void main()
{
    ubyte[][] blocks;
    while (true)
    {
        auto block = new ubyte[1_000_000];
        block[] = 1;
        blocks ~= block;
    }
}
