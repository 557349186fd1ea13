using System.Globalization;
using HotWeave;

/// <summary>State that lives through three versions. They name no framework member that the first one's trimming may have removed.</summary>
[Swappable(Track = true, Interfaces = true, Overrides = true)]
public class Account
#if V2
    : IDisposable
#endif
{
#if V3
    private long thousandths;
#else
    private int cents;
#endif
#if V2
    private static int s_bookings = 100;
    private readonly List<int> history = new();

    public void Dispose() => history.Add(0);

    public override string ToString() => $"account with {history.Count} bookings of {s_bookings}";
#endif

    public string Add(int amount)
    {
#if V2
        s_bookings++;
        history.Add(amount);
#endif
#if V3
        thousandths += 10L * amount;
        return ((int)thousandths).ToString(CultureInfo.InvariantCulture);
#else
        cents += amount;
        return cents.ToString(CultureInfo.InvariantCulture);
#endif
    }

#if V3
    [CodeChange]
    private void Change(CodeChangeContext change)
    {
        if (change.IsUp)
            thousandths = 10L * change.Get<int>("cents");
        else
            change.Set("cents", (int)(thousandths / 10));
    }
#endif
}
