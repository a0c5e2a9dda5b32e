class Program
{
    static void Main()
    {
        undeclared = 1;
    }
}
