namespace Week.Contracts;

public enum OrderState
{
    Open,
    Shipped,
#if V2 || V3
    Returned,
#endif
}

public record Line(string Name, int Count
#if V2 || V3
    , string Unit = "pc"
#endif
    );

public class Order
{
    public int Id { get; set; }
    public OrderState State { get; set; }
    public List<Line> Lines { get; set; } = [];
    public int Total => Lines.Sum(static l => l.Count)
#if V2
        + 100;
#elif V3
        + 200;
#else
        ;
#endif
#if V2 || V3
    public string Note { get; init; } = "none";
#endif
#if V3
    public required string Channel { get; set; } = "shop";
#endif
}
