using System.Globalization;
using HotWeave;

namespace Banking;

/// <summary>An account as version 1 keeps it: a sum. Tracked, so that a later version can convert all accounts there are.</summary>
[Swappable(Track = true)]
internal sealed class Account(string owner)
{
    private int _cents;

    public void Deposit(int cents) => _cents += cents;

    public string Describe() => $"v1 {owner} has {(_cents / 100m).ToString("0.00", CultureInfo.InvariantCulture)}";
}
