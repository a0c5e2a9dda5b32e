int main(void)
{
    return [Missing answer];
}
