void main()
{
    undeclared = 1;
}
