using System.Collections.Generic;

// Values that added fields begin with: of initialisers, of constructors, filled by a static constructor.
public class Store
{
    private readonly int _size;

#if V2
    private static readonly Dictionary<string, int> s_prices;
    private readonly List<string> _log = new() { "made" };
    private int _double;

    static Store()
    {
        s_prices = new Dictionary<string, int>();
        s_prices.Add("tea", Price(2));
    }

    private static int Price(int n) => n * 3;
#endif

    public Store(int size)
    {
        _size = size;
#if V2
        _double = size * 2;
#endif
    }

    public string Show()
    {
#if V2
        _log.Add("shown");
        return _log.Count + _double + s_prices["tea"] + "of" + _size;
#else
        return "store of " + _size;
#endif
    }
}
