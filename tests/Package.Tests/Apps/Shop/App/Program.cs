using HotWeave;
using HotWeave.Runtime;
using Shop;

Console.WriteLine(new Till().Receipt());
foreach (var type in new[] { typeof(Till), typeof(Prices), typeof(VisualBasic.Customers), typeof(Stock) })
    Console.WriteLine($"{type.Assembly.GetName().Name} woven: {Attribute.IsDefined(type.Assembly, typeof(BaselineAttribute))}");

[Swappable]
public class Till
{
    public string Receipt()
    {
        var lines = new[] { new VisualBasic.Customers().Greeting("Ada"), $"price {new Prices().Of("tea")}", $"left {Stock.left(["tea", "milk"])}" };
        return string.Join(", ", lines);
    }
}
