public class Sum
{
    private int _total;

    public int Add(int value)
    {
        _total += value;
        return _total;
    }
}
