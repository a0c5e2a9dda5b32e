import core.volatile : volatileStore;

void main()
{
    uint turns;
    while (true)
        volatileStore(&turns, turns + 1);
}
