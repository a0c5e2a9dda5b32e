void main()
{
    throw new Exception("wrong");
}
