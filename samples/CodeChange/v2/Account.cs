using System.Globalization;
using HotWeave;

namespace Banking;

/// <summary>An account as version 2 keeps it: what was booked. The sum follows from that, and is kept no more.</summary>
[Swappable(Track = true)]
internal sealed class Account(string owner)
{
    private readonly List<Entry> _entries = [];

    public void Deposit(int cents) => _entries.Add(new Entry("deposit", cents / 100m));

    public string Describe() => $"v2 {owner} has {Text(Sum)}: {string.Join(", ", _entries.Select(e => $"{e.What} {Text(e.Amount)}"))}";

    /// <summary>Called once for each account, whichever version made it, on the way up and on the way back.</summary>
    [CodeChange]
    private void Change(CodeChangeContext change)
    {
        if (change.IsUp)
        {
            _entries.Add(new Entry("carried over", change.Get<int>("_cents") / 100m));
        }
        else
        {
            change.Set("_cents", (int)(Sum * 100m));
            _entries.Clear(); // the next way up begins with what version 1 has made of it
        }
    }

    private decimal Sum => _entries.Sum(e => e.Amount);

    private static string Text(decimal amount) => amount.ToString("0.00", CultureInfo.InvariantCulture);
}
