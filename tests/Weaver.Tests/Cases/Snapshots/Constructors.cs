public class Order
{
    private readonly int _number;

    public Order(int number)
        : this(number, "none")
    {
        if (number < 0)
            throw new System.ArgumentException("number");
    }

    private Order(int number, string note)
    {
        _number = number + note.Length;
    }
}

public struct Line
{
    public int A;
    public int B;

    public Line(int a, int b)
    {
        if (a > b)
            throw new System.ArgumentException("a");
        A = a;
        B = b;
    }

    public readonly int Length()
    {
        var length = B - A;
        return length < 0 ? -length : length + A * 0;
    }
}
