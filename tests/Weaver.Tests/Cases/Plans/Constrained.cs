using System.Collections.Generic;

// Calls through a reference to a receiver of any type, and interfaces that grow.
public interface IShape
{
    int Area();

#if V2
    int Edge() => Area() / 2;
#endif
}

public struct Square : IShape
{
    public int Side;

    public int Area() => Side * Side + Side.GetHashCode() - Side;

#if V2
    public int Edge() => Side + Area() - Area();
#endif
}

public class Sum
{
    public int Of<T>(List<T> shapes)
        where T : IShape
    {
        var sum = 0;
        foreach (var shape in shapes)
        {
            sum += shape.Area();
#if V2
            sum += shape.Edge();
#endif
        }

        return sum;
    }
}
